"""Obligations about which tiles stand where."""

import numpy as np
from scipy import ndimage

from worldgen.levels.report import Verdict
from worldgen.levels.verify.arguments import Arguments, BadArgument
from worldgen.levels.verify.board import Board, cell_of, first_of, said

NO_END = 1_000_000
"""The high end that a designer leaves out."""


def count(board: Board, arguments: Arguments) -> Verdict:
    what, low, high = arguments.text("what"), arguments.number("low"), arguments.number("high")
    tiles = board.level.tiles
    is_tile = what in tiles
    number = int(board.tile_counts[tiles.index(what)]) if is_tile else board.count(what)
    return in_range(f"the level has {number} {what}", number, low, high)


def connected(board: Board, arguments: Arguments) -> Verdict:
    names, neighbours = arguments.texts("tiles"), arguments.number("neighbours")
    if neighbours not in (4, 8):
        raise BadArgument(f"cells have 4 or 8 neighbours, not {neighbours}")
    board.work.spend(board.cells * 30, "looking for regions")
    mask, what = board.are(*names)[board.topmost], " or ".join(names)
    if not mask.any():
        return Verdict(False, f"there is no {what}")
    for floor, cells in enumerate(mask):
        _, regions = ndimage.label(cells, ndimage.generate_binary_structure(2, neighbours // 4))
        if regions > 1:
            return Verdict(False, f"{what} on floor {floor} is {regions} regions, not one")
    return Verdict(True, f"{what} hangs together")


def fixed(board: Board, arguments: Arguments) -> Verdict:
    name = arguments.text("tile")
    spot = arguments.number("x"), arguments.number("y"), arguments.number("floor")
    if not board.inside(spot):
        return Verdict(False, f"{said(spot)} is outside of the map")
    if name not in board.level.tiles:
        return Verdict(False, f"{said(spot)} has no {name}, for the level has no such tile")
    index = board.level.tiles.index(name)
    holds = any(layer.cells[cell_of(spot)] == index for layer in board.level.layers)
    return Verdict(holds, f"{said(spot)} {'holds' if holds else 'has no'} {name}")


def border(board: Board, arguments: Arguments) -> Verdict:
    names = arguments.texts("tiles")
    board.work.spend(board.cells * 10, "looking at the border")
    outermost = np.ones(board.shape, np.bool_)
    outermost[:, 1:-1, 1:-1] = False
    wrong = outermost & ~board.are(*names)[board.topmost]
    if not wrong.any():
        return Verdict(True, f"the border is all {' or '.join(names)}")
    spot = first_of(wrong)
    return Verdict(
        False, f"the border has {board.tile_at(spot)} at {said(spot)}, not {' or '.join(names)}"
    )


def in_range(found: str, number: int, low: int, high: int) -> Verdict:
    """`found` says the number; raises BadArgument for a range that is empty."""
    if low > high:
        raise BadArgument(f"it asks for {low}..{high}, which is no range")
    wanted = str(low) if low == high else f"{low}..{high}" if high < NO_END else f"{low} or more"
    if low <= number <= high:
        return Verdict(True, f"{found}, as asked ({wanted})")
    return Verdict(False, f"{found}, not {wanted}")
