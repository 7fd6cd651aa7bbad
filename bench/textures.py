"""`python -m bench.textures`: what kernels of materials cost, and a set of maps made with them.

CPU milliseconds over all threads, the least of several runs, so that a busy machine counts less;
the ratio to plain numpy is of the same run. `--write` puts them into bench/TEXTURES.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench import textures_numpy as plain
from worldgen.textures.kernels import (
    fbm,
    gabor,
    layout,
    occlusion,
    pack,
    relief,
    sample,
    scatter,
    simplex,
    voronoi,
    waves,
    weather,
    weave,
    worley,
)
from worldgen.textures.kernels.blur import box_blur
from worldgen.textures.kernels.view import NO_WARP, Floats, View, whole
from worldgen.textures.kernels.warm import warm

REPORT = Path(__file__).parent / "TEXTURES.md"
SIZE, BAND, DEPTH = 1024, 32, 0.05
MOST_MS, MOST_GROWTH, LEAST_RATIO = 100, 4.5, 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write bench/TEXTURES.md")
    options = parser.parse_args()
    warm()
    lines = [*_set_lines(), "", *_kernel_lines(), "", *_compile_lines()]
    print("\n".join(lines))
    if options.write:
        REPORT.write_text("\n".join(["# Textures, measured", "", *lines, ""]), "utf-8")


def least_ms(call: Callable[[], object], runs: int = 7) -> float:
    """CPU milliseconds over all threads."""
    spent = []
    for _ in range(runs):
        began = time.process_time()
        call()
        spent.append(time.process_time() - began)
    return 1000 * min(spent)


class Set:
    """A typical material: two warps of 3 octaves, 8 octaves, cells, a ramp, and every map."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.height, self.cells = (np.empty((size, size), np.float32) for _ in range(2))
        self.albedo, self.normal, self.orm = (np.empty((size, size, 3), np.uint8) for _ in range(3))
        self.height_16 = np.empty((size, size), np.uint16)
        self._bands = np.empty((6, BAND, size), np.float32)

    def make(self) -> None:
        for top in range(0, self.size, BAND):
            self._raise(View(top, 0, self.size, self.size, True, True))
        around = occlusion.surroundings(self.height, True, True)
        for top in range(0, self.size, BAND):
            self._paint(View(top, 0, self.size, self.size, True, True), around)

    def _raise(self, view: View) -> None:
        rows = slice(view.top, view.top + BAND)
        dx, dy, second, cell = self._bands[:4]
        flat = (view, NO_WARP, NO_WARP)
        fbm.fbm(dx, *flat, 4, 4, 3, 0.5, fbm.FBM, 1)
        fbm.fbm(dy, *flat, 4, 4, 3, 0.5, fbm.FBM, 2)
        _scale(dx, 0.05)
        _scale(dy, 0.05)
        fbm.fbm(self.height[rows], view, dx, dy, 4, 4, 8, 0.5, fbm.FBM, 3)
        worley.worley_all(self.cells[rows], second, cell, view, dx, dy, 8, 8, 1.0, 0, 4)
        _raise_cells(self.height[rows], self.cells[rows])

    def _paint(self, view: View, around: Floats) -> None:
        rows = slice(view.top, view.top + BAND)
        open_sky, rough, metal, *colour = self._bands
        height = self.height[rows]
        occlusion.occlusion(open_sky, self.height, around, view, DEPTH, 0.5)
        relief.normals(self.normal[rows], self.height, view, DEPTH)
        for plane, (dark, light) in zip(colour, RAMP, strict=True):
            _ramp(plane, height, dark, light)
        _ramp(rough, height, 0.9, 0.6)
        metal[:] = 0.0
        pack.pack_colour(self.albedo[rows], *colour)
        pack.pack_linear(self.orm[rows], open_sky, rough, metal)
        pack.pack_heights(self.height_16[rows], height)


RAMP = ((0.05, 0.5), (0.04, 0.45), (0.03, 0.4))


def _scale(band: Floats, by: float) -> None:
    band *= np.float32(by)


def _raise_cells(height: Floats, cells: Floats) -> None:
    height *= np.float32(0.25)
    height += np.float32(0.35)
    height += np.float32(0.3) * cells


def _ramp(out: Floats, height: Floats, dark: float, light: float) -> None:
    np.multiply(height, np.float32(light - dark), out)
    out += np.float32(dark)


def plain_set(size: int) -> None:
    """The same in numpy, a whole picture at a time."""
    at = (np.arange(size, dtype=np.float32) + np.float32(0.5)) / np.float32(size)
    u, v = np.broadcast_to(at, (size, size)), np.broadcast_to(at[:, None], (size, size))
    dx = plain.fbm(u, v, 4, 3, 0.5) * np.float32(0.05)
    dy = plain.fbm(u, v, 4, 3, 0.5) * np.float32(0.05)
    u, v = u + dx, v + dy
    u, v = u - np.floor(u), v - np.floor(v)
    height = plain.fbm(u, v, 4, 8, 0.5)
    cells, _ = plain.worley(u, v, 8)
    _raise_cells(height, cells)
    colour = [height * np.float32(light - dark) + np.float32(dark) for dark, light in RAMP]
    plain.normals(height, DEPTH)
    open_sky = plain.occlusion(height, DEPTH)
    plain.packed(open_sky, np.float32(0.9) - np.float32(0.3) * height, np.zeros_like(height))
    plain.packed(*colour)
    (height * np.float32(65535) + np.float32(0.5)).astype(np.uint16)


def _set_lines() -> Iterator[str]:
    spent = {size: least_ms(Set(size).make) for size in (256, 512, SIZE, 2 * SIZE)}
    slow = least_ms(lambda: plain_set(SIZE), 2)
    growth, ratio = spent[2 * SIZE] / spent[SIZE], slow / spent[SIZE]
    yield "A set of maps in memory: two warps of 3 octaves, 8 octaves, Worley's cells, a ramp,"
    yield "normals, occlusion, ORM and 16 bit heights."
    yield ""
    yield "| size | CPU ms | wanted |"
    yield "|---|---|---|"
    for size, ms in spent.items():
        yield f"| {size}x{size} | {ms:.1f} | {f'<= {MOST_MS}' if size == SIZE else ''} |"
    yield f"| 2048 by 1024 | {growth:.2f} times | <= {MOST_GROWTH} |"
    yield f"| plain numpy, 1024 | {slow:.0f} ({ratio:.0f} times) | >= {LEAST_RATIO} times |"
    yield f"| memory's floor, 1024 | {_floor_ms():.1f} | |"


def _floor_ms() -> float:
    """What it takes to copy as many bytes as the maps and two float pictures have."""
    source = np.ones(SIZE * SIZE * (3 + 3 + 3 + 2 + 2 * 4 + 2 * 4) // 2, np.uint8)
    target = np.empty_like(source)
    return least_ms(lambda: np.copyto(target, source))


def _kernel_lines() -> Iterator[str]:
    yield f"| kernel, {SIZE}x{SIZE} in bands of {BAND} | CPU ms |"
    yield "|---|---|"
    for name, call in _cases().items():
        call()
        yield f"| {name} | {least_ms(call, 5):.1f} |"


def _cases() -> dict[str, Callable[[], object]]:
    height = np.empty((SIZE, SIZE), np.float32)
    fbm.fbm(height, whole(SIZE, SIZE), NO_WARP, NO_WARP, 4, 4, 8, 0.5, fbm.FBM, 1)
    height = height * np.float32(0.5) + np.float32(0.5)
    return {**_noise_cases(height), **_pattern_cases(), **_picture_cases(height)}


def _in_bands(fill: Callable[..., None], outs: int, *constants: object) -> Callable[[], None]:
    bands = np.empty((outs, BAND, SIZE), np.float32)

    def run() -> None:
        for top in range(0, SIZE, BAND):
            fill(*bands, View(top, 0, SIZE, SIZE, True, True), *constants)

    return run


def _noise_cases(height: Floats) -> dict[str, Callable[[], object]]:
    flat, warped = (NO_WARP, NO_WARP), (height[:BAND], height[:BAND])
    octaves = (4, 4, 8, 0.5, fbm.FBM, 1)
    return {
        "fbm, 8 octaves": _in_bands(fbm.fbm, 1, *flat, *octaves),
        "fbm, 8 octaves, warped": _in_bands(fbm.fbm, 1, *warped, *octaves),
        "ridged, 8 octaves": _in_bands(fbm.fbm, 1, *flat, 4, 4, 8, 0.5, fbm.RIDGED, 1),
        "simplex, 8 octaves": _in_bands(simplex.simplex, 1, *flat, *octaves),
        "worley, F1, F2 and cells": _in_bands(worley.worley_all, 3, *flat, 12, 12, 1.0, 0, 1),
        "voronoi": _in_bands(voronoi.voronoi, 4, *flat, 12, 12, 0.9, 1),
        "gabor, 11 impulses a pixel": _in_bands(gabor.gabor, 1, 32, 32, 0.12, 3.0, 0.1, 0.1, 1),
    }


def _pattern_cases() -> dict[str, Callable[[], object]]:
    flat = (NO_WARP, NO_WARP)
    leaves = (16, 16, 1.0, 0.12, 0.4, 0.5, 0.0, 1.0, 0.3, 0.5, scatter.LEAF, 1)
    blades = (48, 48, 1.0, 0.12, 0.06, 0.5, 0.75, 0.2, 1.0, 0.5, scatter.BLADE, 1)
    return {
        "courses": _in_bands(layout.courses, 4, *flat, 6, 16, 0.5, 0.0, 0.2, 1),
        "hexagons": _in_bands(layout.hexagons, 4, *flat, 8, 10, 1),
        "herringbone": _in_bands(layout.herringbone, 4, *flat, 18, 18, 3, 1),
        "weave": _in_bands(weave.weave, 4, *flat, 32, 32, 2, 2, 1, 0.1, 1),
        "waves": _in_bands(waves.waves, 1, *flat, 7, 3, 0.0, waves.SINE),
        "scatter, 256 leaves": _in_bands(scatter.scatter, 4, *leaves),
        "scatter, 2304 blades": _in_bands(scatter.scatter, 4, *blades),
    }


def _picture_cases(height: Floats) -> dict[str, Callable[[], object]]:
    view, out = whole(SIZE, SIZE), np.empty_like(height)
    colour, words = np.empty((SIZE, SIZE, 3), np.uint8), np.empty((SIZE, SIZE), np.uint16)
    around = occlusion.surroundings(height, True, True)
    return {
        "sample": lambda: sample.sample(out, height, view, height, height),
        "normals": lambda: relief.normals(colour, height, view, DEPTH),
        "slopes": lambda: relief.slopes(out, height, view, DEPTH),
        "curvature": lambda: relief.curvature(out, height, view, DEPTH, 4),
        "surroundings": lambda: occlusion.surroundings(height, True, True),
        "occlusion": lambda: occlusion.occlusion(out, height, around, view, DEPTH, 0.5),
        "box_blur, 3 times": lambda: box_blur(out, height, 8, 8, 3, True, True),
        "crumble, 8 times": lambda: weather.crumble(out, height, DEPTH, 8, 2, 0.5, 1.0, True, True),
        "run_down": lambda: weather.run_down(out, height, 0.3, True),
        "pack_colour": lambda: pack.pack_colour(colour, height, height, height),
        "pack_linear": lambda: pack.pack_linear(colour, height, height, height),
        "pack_heights": lambda: pack.pack_heights(words, height),
    }


def _compile_lines() -> Iterator[str]:
    """From nothing, and from what numba kept, in processes of their own."""
    program = (
        "import time; from worldgen.textures.kernels.warm import warm; "
        "began = time.process_time(); warm(); print(time.process_time() - began)"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in ("every kernel compiled", "every kernel loaded"):
            done = subprocess.run(
                [sys.executable, "-c", program],
                env={**os.environ, "NUMBA_CACHE_DIR": folder},
                capture_output=True,
                text=True,
                check=True,
            )
            yield f"{name}: {float(done.stdout):.1f} CPU s  "


if __name__ == "__main__":
    main()
