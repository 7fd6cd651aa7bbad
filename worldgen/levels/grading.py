"""Which rooms one has to pass, and how hard each is: the spec's curve along the critical path."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from worldgen.levels.canvas import Canvas
from worldgen.levels.level import Cell, Level, Link, Room

_STEPS = {"n": (0, -1), "e": (1, 0), "s": (0, 1), "w": (-1, 0)} | {
    "ne": (1, -1),
    "se": (1, 1),
    "sw": (-1, 1),
    "nw": (-1, -1),
}


def at_curve(curve: Sequence[float], share: float) -> float:
    """The curve at 0..1 of its length: its values at even distances, joined by straight lines."""
    along = share * (len(curve) - 1)
    before = min(int(along), len(curve) - 2)
    if before < 0:
        return curve[0]
    return curve[before] + (curve[before + 1] - curve[before]) * (along - before)


def passed(rooms: Iterable[str]) -> tuple[str, ...]:
    """The rooms of a walk without its detours: where one is passed twice, what is between is left
    out (a loop-erased walk)."""
    path: list[str] = []
    for room in rooms:
        if room in path:
            del path[path.index(room) + 1 :]
        else:
            path.append(room)
    return tuple(path)


def graded(
    rooms: Sequence[Room], links: Sequence[Link], path: Sequence[str], curve: Sequence[float]
) -> list[Room]:
    """The rooms with their difficulty; one off the path has that of where it branches off."""
    last = max(1, len(path) - 1)
    known = {room: at_curve(curve, at / last) for at, room in enumerate(path)}
    beside: dict[str, list[str]] = {room.id: [] for room in rooms}
    for link in links:
        beside[link.a].append(link.b)
        beside[link.b].append(link.a)
    todo = deque(path)
    while todo:
        room = todo.popleft()
        for other in beside[room]:
            if other not in known:
                known[other] = known[room]
                todo.append(other)
    return [replace(room, difficulty=known.get(room.id, curve[0])) for room in rooms]


def grade(canvas: Canvas, path: Sequence[str]) -> None:
    """Fills in the canvas's critical path and every room's difficulty."""
    curve, last = canvas.spec.difficulty, max(1, len(path) - 1)
    canvas.critical_path = tuple(path)
    canvas.rooms = graded(canvas.rooms, canvas.links, path, curve)
    canvas.difficulty = tuple(at_curve(curve, at / last) for at in range(len(path)))


def cells_on_way(level: Level, moves: Iterable[str]) -> list[Cell]:
    """Where one is, from the spawn on; for walked levels."""
    ends = {entity.id: entity.cell for entity in level.of_kind("stairs")}
    stairs = {entity.cell: ends[str(entity.properties["to"])] for entity in level.of_kind("stairs")}
    cells = [level.of_kind("spawn")[0].cell]
    for move in moves:
        at = cells[-1]
        if move == "stairs":
            cells.append(stairs[at])
        else:
            dx, dy = _STEPS[move]
            cells.append(Cell(at.x + dx, at.y + dy, at.floor))
    return cells


def rooms_on_way(level: Level, moves: Iterable[str]) -> list[str]:
    """The rooms that one comes through, in their order; again where one comes back."""
    assert level.areas is not None
    path: list[str] = []
    for cell in cells_on_way(level, moves):
        area = int(level.areas[cell.floor, cell.y, cell.x])
        if area and path[-1:] != [level.rooms[area - 1].id]:
            path.append(level.rooms[area - 1].id)
    return path
