"""Noises: what a surface's roughness, stains and waves are made of."""

from collections.abc import Mapping

from worldgen.textures.algebra import weighted
from worldgen.textures.kernels.fbm import BILLOW, FBM, RIDGED, fbm
from worldgen.textures.kernels.simplex import simplex
from worldgen.textures.kernels.waves import SAW, SINE, TRIANGLE, waves
from worldgen.textures.kernels.worley import EUCLID, MANHATTAN, worley_all
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
from worldgen.textures.nodes.placed import cells, placed
from worldgen.textures.plan import Value

STRETCH = number("More than 1: features longer down; less: longer across.", 1.0, 1 / 64, 64.0)
_MODES = {"plain": FBM, "billow": BILLOW, "ridged": RIDGED}
_SHAPES = {"sine": SINE, "triangle": TRIANGLE, "saw": SAW}
_METRICS = {"round": EUCLID, "diamond": MANHATTAN}


def _fbm(given: Given) -> Mapping[str, Value]:
    across, down = cells(given)
    octaves = _visible(given, across, down)
    mode = _MODES[given.choice("kind")]
    kernel = fbm
    if given.choice("basis") == "simplex":
        kernel, down = simplex, down + down % 2
    constants = (across, down, octaves, given.number("gain"), mode, given.seed)
    return {"value": placed(given, kernel, *constants)[0]}


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
    return {"value": placed(given, waves, *turns, given.number("phase"), shape)[0]}


def _cellular(given: Given) -> Mapping[str, Value]:
    numbers = (given.number("jitter"), _METRICS[given.choice("metric")], given.seed)
    near, after, cell = placed(given, worley_all, *cells(given), *numbers, count=3)
    edge = weighted(given.builder, after, near, 1.0, -1.0)
    return {"near": near, "next": after, "edge": edge, "id": cell}


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
            "basis": choice("simplex has no grain along the axes; slower.", "perlin", "simplex"),
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
