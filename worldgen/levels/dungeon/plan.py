"""Where the rooms of a mission go: on a lattice of slots, so that no two corridors ever cross.

A slot holds one room, or one corridor, or nothing. Rooms are placed one after the other beside
what they are joined to, and ways are routed through slots that are free (in the manner of grid
drawings: Tamassia 1987); where one can't be, everything is drawn anew.
"""

from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import product

import networkx as nx

from worldgen.levels.dungeon.mission import Mission
from worldgen.rng import Stream

Slot = tuple[int, int]
"""Column and row of the lattice."""
Ways = dict[str, list[str]]
"""What each room is joined to."""
_REACH = 4
"""Slots that a room is placed away from its neighbour at most."""
_CANDIDATES = 12
_PAUSE = 16
_SPACE = 2
"""Free slots for each room to come, or it is shut in."""
_TRIES = 2
"""Placements for each room before everything is drawn anew."""


@dataclass(slots=True)
class Plan:
    """One floor: which slots each room takes, its own first, and each way from room to room."""

    across: int
    down: int
    rooms: dict[str, list[Slot]] = field(default_factory=dict)
    routes: dict[tuple[str, str], list[Slot]] = field(default_factory=dict)
    """The slots of a way, those of its rooms at the ends included."""
    taken: dict[Slot, str] = field(default_factory=dict)
    """The room, or "" for a corridor."""
    _beside: dict[Slot, list[Slot]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for x, y in product(range(self.across), range(self.down)):
            around = (x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)
            inside = [at for at in around if 0 <= at[0] < self.across and 0 <= at[1] < self.down]
            self._beside[x, y] = inside

    def beside(self, slot: Slot) -> list[Slot]:
        return self._beside[slot]

    def is_free(self, slot: Slot) -> bool:
        return slot not in self.taken


def plan_of(
    mission: Mission, rooms: list[str], across: int, down: int, stream: Stream
) -> Generator[None, None, Plan | None]:
    """A plan of these rooms; None where this draw leads nowhere. Yields every few placements.

    A room without a place takes the ones before it back: two, then twice as many, and so on.
    """
    plan = Plan(across, down)
    part = mission.graph.subgraph(rooms)
    order = _order(part, rooms[0], stream)
    graph = {room: list(part.neighbors(room)) for room in order}
    first = (stream.between(across // 4, across - 1 - across // 4), _first_row(down, stream))
    _place(plan, order[0], first)
    at, back, tries = 1, 1, _TRIES * len(order)
    furthest = 1
    while at < len(order):
        tries -= 1
        if tries % _PAUSE == 0:
            yield
        if tries < 0:
            return None
        if _place_beside(plan, graph, order[at], stream):
            at += 1
            if at > furthest:
                furthest, back = at, 1
            continue
        back = min(2 * back, len(order))
        for room in order[max(1, at - back) : at]:
            _take_back(plan, room)
        at = max(1, at - back)
    return plan


def grow(plan: Plan, share: float, stream: Stream) -> None:
    """Rooms take free slots beside them, where that makes a larger box."""
    for room in stream.shuffled(list(plan.rooms)):
        if not stream.chance(share):
            continue
        for _ in range(stream.between(1, 2)):
            boxes = [box for box in _larger(plan, room) if len(box) <= 6]
            if boxes:
                for slot in stream.pick(boxes):
                    if slot not in plan.taken:
                        plan.taken[slot] = room
                        plan.rooms[room].append(slot)


def _order(graph: "nx.Graph[str]", first: str, stream: Stream) -> list[str]:
    """Depth first, the rooms of cycles before what hangs off them, so that cycles close early."""
    bridges = {frozenset(bridge) for bridge in nx.bridges(graph)} if len(graph) > 1 else set()
    order, todo = [], [first]
    seen = set()
    while todo:
        room = todo.pop()
        if room in seen:
            continue
        seen.add(room)
        order.append(room)
        others = stream.shuffled(sorted(set(graph.neighbors(room)) - seen))
        todo += sorted(others, key=lambda other: frozenset((room, other)) not in bridges)
    return order


def _first_row(down: int, stream: Stream) -> int:
    return stream.between(0, down - 1) if down < 4 else stream.between(down // 2, down - 1)


def _place(plan: Plan, room: str, slot: Slot) -> None:
    plan.rooms[room] = [slot]
    plan.taken[slot] = room


def _place_beside(plan: Plan, graph: Ways, room: str, stream: Stream) -> bool:
    """Whether the room, and every way to a room that has its place, could be drawn."""
    placed = [other for other in graph[room] if other in plan.rooms]
    free_ways = sum(other not in plan.rooms for other in graph[room])
    pulls = _pulls(plan, graph, room)
    scored = []
    for slot, steps in _near(plan, plan.rooms[placed[0]][0]):
        free = sum(plan.is_free(each) for each in plan.beside(slot))
        score = steps + 3.0 * max(0, free_ways + 1 - free) + 1.5 * stream.unit()
        score += sum(_apart(slot, plan.rooms[other][0]) for other in placed[1:])
        score += 1.2 * sum(max(0, _apart(slot, at) - hops) for at, hops in pulls)
        scored.append((score, slot))
    for _, slot in sorted(scored)[:_CANDIDATES]:
        if _routed(plan, room, slot, placed):
            if not _is_shut_in(plan, graph, room):
                return True
            _take_back(plan, room)
    return False


def _is_shut_in(plan: Plan, graph: Ways, room: str) -> bool:
    """Whether what was just drawn leaves a room too little space for what is to come off it."""
    drawn = [slot for ends, route in plan.routes.items() if room in ends for slot in route]
    near = {slot for each in drawn for slot in (each, *plan.beside(each))}
    for other in sorted({plan.taken.get(slot, "") for slot in near} - {""}):
        ways = sum(each not in plan.rooms for each in graph[other])
        if not ways:
            continue
        sides = [slot for slot in plan.beside(plan.rooms[other][0]) if plan.is_free(slot)]
        if ways > len(sides) or not _has_space(plan, sides, _SPACE * _to_come(plan, graph, other)):
            return True
    return False


def _to_come(plan: Plan, graph: Ways, room: str) -> int:
    """Rooms without a place that hang off this one, other rooms without a place between."""
    found = [room]
    seen = {room}
    for here in found:
        for other in graph[here]:
            if other not in plan.rooms and other not in seen:
                seen.add(other)
                found.append(other)
    return len(found) - 1


def _has_space(plan: Plan, sides: list[Slot], slots: int) -> bool:
    """Whether that many free slots hang together with these."""
    found = list(sides)
    seen = set(sides)
    for slot in found:
        if len(found) >= slots:
            return True
        for other in plan.beside(slot):
            if other not in seen and plan.is_free(other):
                seen.add(other)
                found.append(other)
    return len(found) >= slots


def _take_back(plan: Plan, room: str) -> None:
    """The room, and every way to it."""
    for ends in [ends for ends in plan.routes if room in ends]:
        for slot in plan.routes.pop(ends)[1:-1]:
            del plan.taken[slot]
    for slot in plan.rooms.pop(room):
        del plan.taken[slot]


def _routed(plan: Plan, room: str, slot: Slot, placed: list[str]) -> bool:
    """Draws the room there with all its ways; leaves the plan as it was where one can't be."""
    _place(plan, room, slot)
    for other in placed:
        route = _route(plan, plan.rooms[other][0], slot)
        if route is None:
            _take_back(plan, room)
            return False
        plan.routes[other, room] = route
        for each in route[1:-1]:
            plan.taken[each] = ""
    return True


def _route(plan: Plan, start: Slot, end: Slot) -> list[Slot] | None:
    """A shortest way through free slots."""
    came_from: dict[Slot, Slot] = {start: start}
    waiting = deque([start])
    while waiting:
        slot = waiting.popleft()
        for other in plan.beside(slot):
            if other == end:
                route = [end, slot]
                while route[-1] != start:
                    route.append(came_from[route[-1]])
                return route[::-1]
            if other not in came_from and plan.is_free(other):
                came_from[other] = slot
                waiting.append(other)
    return None


def _near(plan: Plan, start: Slot) -> list[tuple[Slot, int]]:
    """Free slots within reach, and how many steps they are away."""
    steps = {start: 0}
    waiting = deque([start])
    while waiting:
        slot = waiting.popleft()
        if steps[slot] == _REACH:
            continue
        for other in plan.beside(slot):
            if other not in steps and plan.is_free(other):
                steps[other] = steps[slot] + 1
                waiting.append(other)
    return [(slot, away) for slot, away in steps.items() if away]


def _pulls(plan: Plan, graph: Ways, room: str) -> list[tuple[Slot, int]]:
    """Where the ways from here lead back to, through rooms without a place, and how far that is."""
    hops = {room: 0}
    waiting = deque([room])
    pulls = []
    while waiting:
        here = waiting.popleft()
        for other in graph[here]:
            if other in plan.rooms:
                if here != room:
                    pulls.append((plan.rooms[other][0], hops[here] + 1))
            elif other not in hops:
                hops[other] = hops[here] + 1
                waiting.append(other)
    return pulls


def _larger(plan: Plan, room: str) -> Iterator[list[Slot]]:
    """Boxes of slots one row or column larger, of the room's own and free ones."""
    columns = [x for x, _ in plan.rooms[room]]
    rows = [y for _, y in plan.rooms[room]]
    left, right, top, bottom = min(columns), max(columns), min(rows), max(rows)
    for x0, x1, y0, y1 in (
        (left - 1, right, top, bottom),
        (left, right + 1, top, bottom),
        (left, right, top - 1, bottom),
        (left, right, top, bottom + 1),
    ):
        box = [(x, y) for y in range(y0, y1 + 1) for x in range(x0, x1 + 1)]
        inside = x0 >= 0 and y0 >= 0 and x1 < plan.across and y1 < plan.down
        if inside and all(plan.taken.get(slot, room) == room for slot in box):
            yield box


def _apart(a: Slot, b: Slot) -> int:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])
