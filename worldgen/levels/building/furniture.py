"""What stands in the rooms. None of it blocks a way: all that is left open stays together."""

import numpy as np

from worldgen.levels.boxes import Box
from worldgen.levels.building.house import Chamber, House
from worldgen.levels.building.themes import FUNCTIONS
from worldgen.levels.canvas import Canvas
from worldgen.levels.ground import SIDES, block
from worldgen.levels.level import Cell, Mask
from worldgen.rng import Stream

_ALONG_WALLS = {"shelf", "bed", "barrel", "hearth"}
_USUAL_ROOM = 20
"""Cells that the numbers of `FUNCTIONS` are for."""
_MOST_HEARTHS = 2


def furnish(
    canvas: Canvas, house: House, chamber: Chamber, open_: Mask, keep: Mask, stream: Stream
) -> Cell | None:
    """Closes cells of the floor's `open_`, none in `keep`. The cell behind a counter, if any."""
    function = FUNCTIONS[chamber.kind]
    behind = _counter(canvas, chamber, open_, keep) if function.counter else None
    for tile, number in function.furniture:
        wanted = max(1, number * chamber.box.area // _USUAL_ROOM)
        if tile == "hearth":
            wanted = min(wanted, _MOST_HEARTHS)
        cells = _at_walls(chamber.box) if tile in _ALONG_WALLS else _inside(chamber.box)
        placed = _place(canvas, tile, stream.shuffled(cells), wanted, chamber.floor, open_, keep)
        if tile == "table":
            for x, y in placed:
                _put_chairs(canvas, x, y, chamber, open_, stream)
    return behind


def _place(
    canvas: Canvas,
    tile: str,
    cells: list[tuple[int, int]],
    most: int,
    floor: int,
    open_: Mask,
    keep: Mask,
) -> list[tuple[int, int]]:
    width = open_.shape[1]
    flat = np.array([y * width + x for x, y in cells], np.int64)
    placed = [(int(at) % width, int(at) // width) for at in block(open_, flat, keep, most)]
    for x, y in placed:
        canvas.put("decor", tile, x, y, floor)
    return placed


def _counter(canvas: Canvas, chamber: Chamber, open_: Mask, keep: Mask) -> Cell | None:
    """A line of counters before the wall with the fewest doors, open at one end."""
    lines = [line for line in _lines(chamber.box) if len(line) >= 3]
    if not lines:
        return None
    best = min(lines, key=lambda line: sum(keep[y, x] for pair in line for x, y in pair))
    middle = len(best) // 2
    (_, behind) = best[middle]
    if not open_[behind[1], behind[0]]:
        return None
    kept = keep[behind[1], behind[0]]
    keep[behind[1], behind[0]] = True
    cells = [at for at, _ in best[:-1]]
    if not _place(canvas, "counter", cells, len(cells), chamber.floor, open_, keep):
        keep[behind[1], behind[0]] = kept
        return None
    return Cell(*behind, chamber.floor)


def _lines(box: Box) -> list[list[tuple[tuple[int, int], tuple[int, int]]]]:
    """For each wall: the cells one step before those that touch it, with these."""
    right, bottom = box.x + box.width - 1, box.y + box.height - 1
    columns, rows = range(box.x, right + 1), range(box.y, bottom + 1)
    lines = []
    if box.height >= 4:
        lines.append([((x, box.y + 1), (x, box.y)) for x in columns])
        lines.append([((x, bottom - 1), (x, bottom)) for x in columns])
    if box.width >= 4:
        lines.append([((box.x + 1, y), (box.x, y)) for y in rows])
        lines.append([((right - 1, y), (right, y)) for y in rows])
    return lines


def _put_chairs(
    canvas: Canvas, x: int, y: int, chamber: Chamber, open_: Mask, stream: Stream
) -> None:
    for dx, dy in SIDES:
        beside = x + dx, y + dy
        if beside in chamber.box and open_[beside[1], beside[0]] and stream.chance(0.6):
            canvas.put("decor", "chair", *beside, chamber.floor)


def _at_walls(box: Box) -> list[tuple[int, int]]:
    inner = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
    return [cell for cell in box.cells() if cell not in inner]


def _inside(box: Box) -> list[tuple[int, int]]:
    inner = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
    return inner.cells()
