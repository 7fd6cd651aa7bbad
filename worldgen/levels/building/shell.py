"""Walls, floors, doors, stairs and windows, drawn from a plan."""

import numpy as np

from worldgen.levels.building.house import House
from worldgen.levels.building.themes import FUNCTIONS
from worldgen.levels.canvas import Canvas
from worldgen.levels.ground import SIDES
from worldgen.levels.level import Cell, Cells, Mask

_WINDOWS_APART = 3


def draw_rooms(canvas: Canvas, house: House) -> None:
    """Floors within walls, the front door, and what is fixed."""
    for cells in canvas.layers.values():
        cells[:] = 0
    canvas.layers["walls"][:] = canvas.index("wall")
    for chamber in house.chambers:
        box = chamber.box
        rows, columns = slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)
        tile = canvas.index(FUNCTIONS[chamber.kind].floor)
        canvas.layers["terrain"][chamber.floor, rows, columns] = tile
        canvas.layers["walls"][chamber.floor, rows, columns] = 0
    canvas.stamp()


def draw_opening(canvas: Canvas, tile: str, x: int, y: int, floor: int) -> None:
    """A door or an arch where there was a wall."""
    canvas.put("walls", "", x, y, floor)
    canvas.put("terrain", tile, x, y, floor)


def draw_stairs(canvas: Canvas, house: House) -> None:
    """Pairs of stairs, one above the other."""
    for floor in range(canvas.spec.floors - 1):
        below = house.stairs(floor)
        names = f"stairs_up{floor + 1}", f"stairs_down{floor + 1}"
        for at, tile in enumerate(("stairs_up", "stairs_down")):
            cell = Cell(below.x, below.y, floor + at)
            canvas.put("decor", tile, cell.x, cell.y, cell.floor)
            canvas.add_named(names[at], "stairs", cell, to=names[1 - at])


def draw_windows(canvas: Canvas, house: House) -> None:
    """In the outer walls of rooms that have a use for light."""
    width, height = canvas.spec.width, canvas.spec.height
    for chamber in house.chambers:
        if not FUNCTIONS[chamber.kind].windows:
            continue
        box = chamber.box
        outer = [(x, y) for x in range(box.x, box.x + box.width) for y in (0, height - 1)]
        outer += [(x, y) for y in range(box.y, box.y + box.height) for x in (0, width - 1)]
        for x, y in outer:
            if (x + y) % _WINDOWS_APART == 0 and _is_beside(x, y, house, chamber.id):
                walls = canvas.layers["walls"][chamber.floor]
                if walls[y, x] == canvas.index("wall"):
                    canvas.put("walls", "window", x, y, chamber.floor)


def door_fronts(house: House, floor: int, keep: Mask) -> None:
    """Marks doors, stairs and the cells before them: nothing may stand there."""
    cells = [door.cell for door in house.doors if door.cell.floor == floor]
    if floor == 0:
        cells.append(house.front)
    cells += [house.stairs(level) for level in (floor, floor - 1) if level >= 0]
    height, width = keep.shape
    for cell in cells:
        keep[cell.y, cell.x] = True
        for dx, dy in SIDES:
            x, y = cell.x + dx, cell.y + dy
            if 0 <= x < width and 0 <= y < height:
                keep[y, x] = True


def areas_of(house: House, floors: int) -> Cells:
    """The chamber of each cell, from 1 on."""
    areas = np.zeros((floors, house.height, house.width), np.uint16)
    for at, chamber in enumerate(house.chambers, 1):
        box = chamber.box
        areas[chamber.floor, box.y : box.y + box.height, box.x : box.x + box.width] = at
    return areas


def _is_beside(x: int, y: int, house: House, chamber: str) -> bool:
    box = house.chamber(chamber).box
    return any((x + dx, y + dy) in box for dx, dy in SIDES)
