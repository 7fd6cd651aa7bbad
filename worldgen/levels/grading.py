"""Which rooms one has to pass, and how hard each is: the spec's curve along the critical path."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from worldgen.levels.level import Link, Room


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
