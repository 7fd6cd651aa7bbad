"""`python -m bench.texture_tiling`: whether every bundled material tiles, in every map and mip.

Is the step over the border, the mean of the differences of its two lines, no larger than the
largest step between two lines inside? One line of all has the largest: the last column says how
often that would be the border's by chance alone, were it like any other line. That it *is* like any
other is tested elsewhere: a render that begins anywhere is the same picture, moved.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from worldgen.textures.generate import generate
from worldgen.textures.library import bundled
from worldgen.textures.maps import MapSet
from worldgen.textures.mips import mip_chain
from worldgen.textures.spec import read_spec

RESULTS = Path(__file__).parent / "TILING.md"
SMALLEST_MIP = 16
"""Pixels; smaller ones have too few lines to compare."""
MAPS = ("albedo", "normal", "orm", "height", "emission")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("materials", nargs="*", help="all of them where none is named")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--write", action="store_true", help=f"keep the table in {RESULTS.name}")
    asked = parser.parse_args()
    names = asked.materials or list(bundled().materials)
    table = "\n".join(lines(names, asked.seeds, asked.size))
    print(table)
    if asked.write:
        said = f"Borders of {asked.seeds} seeds at {asked.size} px, by `bench.texture_tiling`."
        RESULTS.write_text(f"# Borders of textures\n\n{said}\n\n{table}\n", "utf-8")


def lines(names: list[str], seeds: int, size: int) -> Iterator[str]:
    """A table as Markdown, and its sum."""
    yield "| material | borders | larger than any step inside | by chance |"
    yield "|-|-|-|-|"
    total = np.zeros(3)
    for name in names:
        counted = np.zeros(3)
        for seed in range(seeds):
            counted += _counted(
                generate(read_spec({"material": name, "size": size, "seed": seed})).maps
            )
        total += counted
        yield _row(name, counted)
    yield _row("all", total)


def _row(name: str, counted: NDArray[np.float64]) -> str:
    borders, larger, chance = counted
    return f"| {name} | {borders:.0f} | {larger:.0f} ({larger / borders:.2%}) | {chance:.0f} |"


def _counted(maps: MapSet) -> NDArray[np.float64]:
    """Borders looked at, those with the largest step, and how many would be by chance."""
    counted = np.zeros(3)
    for level in mip_chain(maps):
        if min(level.width, level.rows) < SMALLEST_MIP:
            break
        for picture in (getattr(level, name) for name in MAPS):
            if picture is None:
                continue
            for axis in (0, 1):
                border, inside = _steps(picture, axis)
                counted += (1, border > inside, 1 / picture.shape[axis])
    return counted


def _steps(picture: NDArray[np.generic], axis: int) -> tuple[float, float]:
    values = picture.astype(np.int64)
    others = tuple(at for at in range(values.ndim) if at != axis)
    inside = np.abs(np.diff(values, axis=axis)).mean(axis=others)
    border = np.abs(values.take(0, axis) - values.take(-1, axis)).mean()
    return float(border), float(inside.max())


if __name__ == "__main__":
    main()
