"""Pieces that cover a surface: courses of bricks or planks, hexagons, herringbone, cells, cloth."""

from collections.abc import Callable, Mapping
from math import gcd
from typing import Any

from worldgen.textures.kernels.layout import courses, herringbone, hexagons
from worldgen.textures.kernels.voronoi import voronoi
from worldgen.textures.kernels.weave import weave
from worldgen.textures.nodes.kind import CELLS, WARP, Given, NodeType, number, whole
from worldgen.textures.nodes.noise import STRETCH
from worldgen.textures.nodes.placed import cells, placed
from worldgen.textures.plan import Value

COLUMNS = whole("Pieces across the texture.", 4, 1, 256)
ROWS = whole("Pieces down the texture.", 8, 1, 256)
_PLACES = {"across": "place within the piece, 0..1", "down": "the same, down"}


def _four(
    given: Given, kernel: Callable[..., None], names: Mapping[str, str], *constants: Any
) -> Mapping[str, Value]:
    """The four fields of a kernel `(four outs, view, dx, dy, *constants, seed)`.

    NOTE: moved by half a row and a quarter of a piece, so that no joint lies on the border, where
    it would be told from all others.
    """
    frame = given.builder.frame
    shift = 0, 0
    if "columns" in given.settings:
        shift = (
            frame.width // (4 * given.whole("columns")),
            frame.height // (2 * given.whole("rows")),
        )
    made = placed(given, kernel, *constants, given.seed, count=4, shift=shift)
    return dict(zip(names, made, strict=True))


def _courses(given: Given) -> Mapping[str, Value]:
    counts = given.whole("columns"), given.whole("rows")
    _check_fit(given, 1, 2 if given.number("shift") else 1)
    moves = (given.number(each) for each in ("shift", "scatter", "uneven"))
    return _four(given, courses, PIECES, *counts, *moves)


def _hexagons(given: Given) -> Mapping[str, Value]:
    _check_fit(given, 1, 2)
    counts = given.whole("columns"), given.whole("rows")
    return _four(given, hexagons, PIECES, *counts)


def _herringbone(given: Given) -> Mapping[str, Value]:
    ratio = given.whole("ratio")
    _check_fit(given, 2 * ratio, 2 * ratio)
    counts = given.whole("columns"), given.whole("rows")
    return _four(given, herringbone, PIECES, *counts, ratio)


def _cells(given: Given) -> Mapping[str, Value]:
    across, down = cells(given)
    return _four(given, voronoi, CELL_PARTS, across, down, given.number("jitter"))


def _weave(given: Given) -> Mapping[str, Value]:
    counts = given.whole("columns"), given.whole("rows")
    over, under, step = (given.whole(each) for each in ("over", "under", "step"))
    _check_fit(given, over + under, (over + under) // gcd(step, over + under))
    return _four(given, weave, THREADS, *counts, over, under, step, given.number("gap"))


def _check_fit(given: Given, across: int, down: int) -> None:
    """Raises InvalidSpec where the pattern wouldn't meet itself at the border."""
    frame = given.builder.frame
    for name, wraps, every in (
        ("columns", frame.wrap_x, across),
        ("rows", frame.wrap_y, down),
    ):
        count = given.whole(name)
        if wraps and count % every:
            raise given.refuse(name, f"{count} is no multiple of {every}; it wouldn't tile")


PIECES = {
    "edge": "distance to the nearest joint, 0..0.5, in heights of a row",
    "id": "a number of the piece, 0..1",
    **_PLACES,
}
CELL_PARTS = {
    "edge": "distance to the nearest border, 0 to about 0.7, in cells",
    "id": "a number of the cell, 0..1",
    "across": "place from the cell's middle, about -0.7..0.7, in cells",
    "down": "the same, down",
}
THREADS = {
    "height": "0..1: 1 is the top of a thread",
    "id": "a number of the thread, 0..1",
    "along": "place along the thread",
    "aside": "place beside the thread's middle",
}
_GRID = {"columns": COLUMNS, "rows": ROWS}
LAYOUTS = (
    NodeType(
        "courses",
        "Rows of pieces: tiles, bricks (shift 0.5), planks (scatter 1).",
        _courses,
        WARP,
        {
            **_GRID,
            "shift": number(
                "How far every other row is moved, in pieces. Needs an even row count.", 0.5
            ),
            "scatter": number("How far each row is moved besides.", 0.0),
            "uneven": number("How much pieces differ in length.", 0.0),
        },
        PIECES,
    ),
    NodeType(
        "hexagons",
        "Hexagons with a corner up. An even number of rows.",
        _hexagons,
        WARP,
        _GRID,
        PIECES,
    ),
    NodeType(
        "herringbone",
        "Pieces that lie and stand in turn. Columns and rows are in widths of a piece.",
        _herringbone,
        WARP,
        {**_GRID, "ratio": whole("Length of a piece in widths of it.", 2, 2, 8)},
        PIECES,
    ),
    NodeType(
        "voronoi",
        "Cells around scattered points, with the true distance to their borders: cobbles, cracks.",
        _cells,
        WARP,
        {"cells": CELLS, "stretch": STRETCH, "jitter": number("0: squares, 1: scattered.", 1.0)},
        CELL_PARTS,
    ),
    NodeType(
        "weave",
        "Threads that go over and under each other: cloth, wicker.",
        _weave,
        WARP,
        {
            **_GRID,
            "over": whole("How many standing threads a lying one goes over.", 1, 1, 8),
            "under": whole("And then under.", 1, 1, 8),
            "step": whole(
                "How far each is behind the one above it: 1 with over 2 is twill.", 1, 0, 8
            ),
            "gap": number("What is left open between threads.", 0.1),
        },
        THREADS,
    ),
)
