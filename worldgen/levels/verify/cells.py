"""Obligations about which tiles stand where."""

import numpy as np

from worldgen.levels.verify.arguments import Arguments, BadArgument
from worldgen.levels.verify.board import Board, Mask, Spot, said
from worldgen.levels.verify.report import Verdict


def count(board: Board, arguments: Arguments) -> Verdict:
    what, low, high = arguments.text("what"), arguments.number("low"), arguments.number("high")
    tiles = board.level.tiles
    if what in tiles:
        number = int(np.count_nonzero(board.topmost == tiles.index(what)))
    else:
        number = len(board.level.of_kind(what))
    return in_range(f"there are {number} of {what}", number, low, high)


def fixed(board: Board, arguments: Arguments) -> Verdict:
    name = arguments.text("tile")
    spot = arguments.number("x"), arguments.number("y"), arguments.number("floor")
    if not board.inside(spot):
        return Verdict(False, f"{said(spot)} is outside of the map")
    if name not in board.level.tiles:
        return Verdict(False, f"{said(spot)} has no {name}, for the level has no such tile")
    x, y, floor = spot
    index = board.level.tiles.index(name)
    holds = any(layer.cells[floor, y, x] == index for layer in board.level.layers)
    return Verdict(holds, f"{said(spot)} has {'a' if holds else 'no'} {name}")


def border(board: Board, arguments: Arguments) -> Verdict:
    names = arguments.texts("tiles")
    outermost = np.ones(board.shape, np.bool_)
    outermost[:, 1:-1, 1:-1] = False
    wrong = outermost & ~board.are(*names)[board.topmost]
    if not wrong.any():
        return Verdict(True, f"the border is all {' or '.join(names)}")
    spot = first_of(wrong)
    return Verdict(
        False, f"the border has {tile_at(board, spot)} at {said(spot)}, not {' or '.join(names)}"
    )


def in_range(found: str, number: int, low: int, high: int) -> Verdict:
    """`found` says the number; raises BadArgument for a range that is empty."""
    if low > high:
        raise BadArgument(f"it asks for {low}..{high}, which is no range")
    wanted = str(low) if low == high else f"{low}..{high}"
    if low <= number <= high:
        return Verdict(True, f"{found}, as asked ({wanted})")
    return Verdict(False, f"{found}, not {wanted}")


def first_of(mask: Mask) -> Spot:
    """By floor, row and column. NOTE: of a mask that isn't empty."""
    floor, y, x = (int(part) for part in np.unravel_index(int(mask.argmax()), mask.shape))
    return x, y, floor


def tile_at(board: Board, spot: Spot) -> str:
    x, y, floor = spot
    index = int(board.topmost[floor, y, x])
    return board.level.tiles[index].name if index else "nothing"
