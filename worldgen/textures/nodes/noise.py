"""Noises: what a surface's roughness, stains and waves are made of."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from worldgen.textures.kernels.fbm import BILLOW, FBM, RIDGED, fbm
from worldgen.textures.kernels.view import NO_WARP, View
from worldgen.textures.kernels.waves import SAW, SINE, TRIANGLE, waves
from worldgen.textures.kernels.worley import (
    CELL_ID,
    EUCLID,
    F1,
    F2,
    F2_MINUS_F1,
    MANHATTAN,
    worley,
)
from worldgen.textures.nodes.kind import (
    CELLS,
    WARP,
    Given,
    NodeType,
    Setting,
    choice,
    number,
    whole,
)
from worldgen.textures.plan import Bands, Field, Pictures, Value

STRETCH = number("More than 1: features longer down; less: longer across.", 1.0, 1 / 64, 64.0)
_MODES = {"plain": FBM, "billow": BILLOW, "ridged": RIDGED}
_SHAPES = {"sine": SINE, "triangle": TRIANGLE, "saw": SAW}
_METRICS = {"round": EUCLID, "diamond": MANHATTAN}


def cells(given: Given) -> tuple[int, int]:
    """Lattice cells across and down; no more than one every two pixels."""
    frame, across = given.builder.frame, given.whole("cells")
    stretch = given.number("stretch") if "stretch" in given.settings else 1.0
    down = max(1, int(across * frame.height / frame.width / stretch + 0.5))
    return min(across, frame.width // 2), min(down, frame.height // 2)


def displaced(given: Given) -> tuple[Field, ...]:
    """The two fields that the look-up is moved by, or none."""
    warps = given.ports["warp_x"], given.ports["warp_y"]
    if not any(isinstance(each, Field) for each in warps):
        return ()
    return given.stream("warp_x"), given.stream("warp_y")


def placed(
    given: Given, kernel: Callable[..., None], reads: Sequence[Field], *constants: Any
) -> Field:
    """The field of a kernel `(out, view, dx, dy, *constants)`."""

    def run(view: View, makes: Bands, warps: Bands, wholes: Pictures) -> None:
        dx, dy = warps or (NO_WARP, NO_WARP)
        kernel(makes[0], view, dx, dy, *constants)

    return given.builder.op((kernel, *constants), run, reads)[0]


def _fbm(given: Given) -> Mapping[str, Value]:
    across, down = cells(given)
    octaves = _visible(given, across, down)
    mode = _MODES[given.choice("kind")]
    constants = (across, down, octaves, given.number("gain"), mode, given.seed)
    noise = placed(given, fbm, displaced(given), *constants)
    return {"value": noise}


def _visible(given: Given, across: int, down: int) -> int:
    """Octaves whose cells are at least two pixels wide; finer ones would only alias."""
    frame, octaves = given.builder.frame, given.whole("octaves")
    while octaves > 1 and (
        across << (octaves - 1) > frame.width // 2 or down << (octaves - 1) > frame.height // 2
    ):
        octaves -= 1
    return octaves


def _waves(given: Given) -> Mapping[str, Value]:
    turns = given.whole("across"), given.whole("down")
    shape = _SHAPES[given.choice("shape")]
    return {"value": placed(given, waves, displaced(given), *turns, given.number("phase"), shape)}


def _cellular(given: Given) -> Mapping[str, Value]:
    across, down = cells(given)
    metric = _METRICS[given.choice("metric")]
    reads = displaced(given)

    def look(what: int) -> Field:
        jitter = given.number("jitter")
        return placed(given, worley, reads, across, down, jitter, what, metric, given.seed)

    return {"near": look(F1), "next": look(F2), "edge": look(F2_MINUS_F1), "id": look(CELL_ID)}


_STRETCHED: Mapping[str, Setting] = {"cells": CELLS, "stretch": STRETCH}
NOISES = (
    NodeType(
        "fbm",
        "Perlin noise in octaves: clouds, stains, grain.",
        _fbm,
        WARP,
        {
            **_STRETCHED,
            "octaves": whole(
                "Each twice as fine; those finer than two pixels are left out.", 5, 1, 10
            ),
            "gain": number("How strong each octave is, next to the one before.", 0.5),
            "kind": choice("billow: puffs; ridged: sharp crests.", *_MODES),
        },
        {"value": "-1..1, mostly -0.5..0.5"},
    ),
    NodeType(
        "cellular",
        "Distances to scattered points: pebbles, scales, cracks (Worley's noise).",
        _cellular,
        WARP,
        {
            **_STRETCHED,
            "jitter": number("0: a grid of points, 1: scattered.", 1.0),
            "metric": choice("Whether cells are round or diamonds.", *_METRICS),
        },
        {
            "near": "distance to the nearest point in cells, 0 to about 1",
            "next": "to the second nearest",
            "edge": "next - near: 0 between two cells",
            "id": "a number of the cell, 0..1",
        },
    ),
    NodeType(
        "waves",
        "Stripes: ripples, rings, corrugation. Warp them for grain.",
        _waves,
        WARP,
        {
            "across": whole(
                "Waves across the texture; below 0 they run the other way.", 0, -256, 256
            ),
            "down": whole("Waves down the texture.", 8, -256, 256),
            "phase": number("Where they begin, in waves.", 0.0),
            "shape": choice("sine: round; triangle: folded; saw: rising, then a drop.", *_SHAPES),
        },
        {"value": "-1..1"},
    ),
)
