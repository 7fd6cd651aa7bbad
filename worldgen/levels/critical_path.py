"""Which rooms a solution passes, and how hard each of them is."""

from collections.abc import Iterable
from dataclasses import replace

from worldgen.levels.level import Cell, Level


def with_critical_path(level: Level, way: Iterable[Cell]) -> Level:
    """The level with the rooms of the way in the order they are first entered."""
    if level.areas is None or level.critical_path:
        return level
    entered = dict.fromkeys(int(level.areas[cell.floor, cell.y, cell.x]) for cell in way)
    rooms = [level.rooms[area - 1] for area in entered if area]
    return replace(
        level,
        critical_path=tuple(room.id for room in rooms),
        difficulty=tuple(room.difficulty for room in rooms),
    )
