"""Shapes strewn over a surface, and noise that is made of strewn waves."""

from collections.abc import Mapping

from worldgen.textures.kernels.gabor import gabor
from worldgen.textures.kernels.scatter import BLADE, CONE, DISC, DOME, LEAF, SCRATCH, scatter
from worldgen.textures.nodes.kind import CELLS, Given, NodeType, choice, number
from worldgen.textures.nodes.noise import STRETCH
from worldgen.textures.nodes.placed import cells, unwarped
from worldgen.textures.plan import Value

_SHAPES = {
    "dome": DOME,
    "cone": CONE,
    "disc": DISC,
    "leaf": LEAF,
    "blade": BLADE,
    "scratch": SCRATCH,
}
MOST_OVER_A_PIXEL = 64
_NUMBERS = ("jitter", "length", "aspect", "vary", "turn", "spread", "bend", "lift")
_MAKES = {
    "height": "0..1: the highest shape's; 0 where there is none",
    "id": "a number of that shape, 0..1",
    "along": "place along it, -1..1",
    "aside": "place across it, -1..1",
}


def _scatter(given: Given) -> Mapping[str, Value]:
    numbers = [given.number(each) for each in _NUMBERS]
    _check_crowd(given, given.number("aspect"))
    constants = (*cells(given), *numbers, _SHAPES[given.choice("shape")], given.seed)
    return dict(zip(_MAKES, unwarped(given, scatter, *constants, count=4), strict=True))


def _gabor(given: Given) -> Mapping[str, Value]:
    numbers = [given.number(each) for each in ("length", "waves", "turn", "spread")]
    _check_crowd(given, 1.0)
    return {"value": unwarped(given, gabor, *cells(given), *numbers, given.seed)[0]}


def _check_crowd(given: Given, aspect: float) -> None:
    """Raises InvalidSpec where so many lie on one another that a picture would take minutes."""
    across, down = cells(given)
    aspect *= given.builder.frame.width / given.builder.frame.height
    crowd = across * down * given.number("length") ** 2 * aspect
    if crowd > MOST_OVER_A_PIXEL:
        said = f"about {crowd:.0f} would lie on each pixel, at most {MOST_OVER_A_PIXEL}"
        raise given.refuse("length", f"{said}; make them shorter, or take fewer cells")


_TURN = number("Which way they point, in turns: 0 lies, 0.25 stands.", 0.0, -1.0, 1.0)
_SPREAD = number("How far they turn from that, in turns; 0.5 is every way.", 0.5, 0.0, 0.5)
STREWN = (
    NodeType(
        "scatter",
        "Pebbles, leaves, blades, scratches: one shape to a cell, the highest on top.",
        _scatter,
        {},
        {
            "cells": CELLS,
            "stretch": STRETCH,
            "shape": choice("What is strewn.", *_SHAPES),
            "length": number("Of a shape, in widths of the texture.", 0.1, 0.002, 0.5),
            "aspect": number("Its width, in lengths of it.", 0.5, 0.01, 1.0),
            "vary": number("How much smaller some are.", 0.4, 0.0, 0.95),
            "turn": _TURN,
            "spread": _SPREAD,
            "bend": number("How far they bend aside, in widths of them.", 0.0, -4.0, 4.0),
            "lift": number("How much higher some lie than others.", 0.5),
            "jitter": number("0: in a grid, 1: scattered.", 1.0),
        },
        _MAKES,
    ),
    NodeType(
        "gabor",
        "Noise of waves that run one way, or every way: brushed metal, fibres, cloth.",
        _gabor,
        {},
        {
            "cells": CELLS,
            "stretch": STRETCH,
            "length": number("Of a burst of waves, in widths of the texture.", 0.1, 0.002, 0.5),
            "waves": number("Waves in a burst.", 4.0, 0.5, 32.0),
            "turn": _TURN,
            "spread": _SPREAD,
        },
        {"value": "-1..1, mostly -0.5..0.5"},
    ),
)
