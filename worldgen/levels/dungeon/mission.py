"""What has to be done in a dungeon, before there is any space: rooms, locks, keys and cycles.

A graph that is rewritten (Dormans 2011, "Level design as model transformation"). Every rule keeps
it finishable: a lock only goes on a bridge, and its key only where one gets without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from worldgen.errors import Unsatisfiable
from worldgen.levels.dungeon.wishes import Wishes
from worldgen.rng import Stream

FEW_WAYS, MAX_WAYS = 3, 4
"""Out of one room: it has four sides, but with one to spare it is easily found a place."""
ENTRANCE, EXIT = "entrance", "exit"
_KEY_NAMES = ("iron", "bronze", "silver", "gold", "bone", "jade", "amber", "obsidian")


@dataclass(slots=True)
class Mission:
    """`graph`: rooms, with `kind`; ways, with `kind` (open, door, lock, one_way, secret, stairs),
    `key` for a lock and `toward`, the room it leads to, for a one_way."""

    graph: "nx.Graph[str]"
    keys: int = 0

    @property
    def rooms(self) -> list[str]:
        return list(self.graph.nodes)

    def kind(self, room: str) -> str:
        return str(self.graph.nodes[room]["kind"])

    def way(self, a: str, b: str) -> dict[str, str]:
        data: dict[str, str] = self.graph.edges[a, b]
        return data

    def ways(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        yield from self.graph.edges(data=True)

    def add(self, kind: str) -> str:
        room = f"room{self.graph.number_of_nodes()}"
        self.graph.add_node(room, kind=kind)
        return room

    def join(self, a: str, b: str, kind: str = "open", key: str = "", toward: str = "") -> None:
        self.graph.add_edge(a, b, kind=kind, key=key, toward=toward)


def mission_of(wishes: Wishes, stream: Stream) -> Mission:
    """A finishable mission with exactly what is wished for. Raises Unsatisfiable by name."""
    mission = Mission(nx.Graph())
    mission.graph.add_node(ENTRANCE, kind=ENTRANCE)
    mission.graph.add_node(EXIT, kind=EXIT)
    mission.join(ENTRANCE, EXIT)
    chain = wishes.keys + wishes.floors + stream.between(1, 2 + 2 * wishes.cycles)
    for rule, times, counted in (
        (_extend, max(0, min(chain, wishes.spare_rooms)), "rooms"),
        (_lock, wishes.keys, "keys"),
        (_cycle, wishes.cycles - wishes.one_ways, "cycles"),
        (_valve, wishes.one_ways, "one_ways"),
        (_hide, wishes.secrets, "secrets"),
    ):
        done = sum(1 for _ in range(times) if rule(mission, stream))
        if done < times and counted in wishes.asked:
            raise Unsatisfiable(
                f"there is place for {done} of {times} {counted} in a mission of {wishes.rooms} "
                "rooms; ask for more rooms, or for fewer of them",
                ("counts.rooms", f"counts.{counted}"),
            )
    while mission.graph.number_of_nodes() < wishes.rooms:
        rule = stream.weighted((_branch, _extend), (wishes.branching, 1 - wishes.branching))
        if not rule(mission, stream):
            _extend(mission, stream)
    _stairs(mission, wishes.floors, stream)
    _doors(mission, wishes.doors, stream)
    return mission


def _extend(mission: Mission, stream: Stream) -> bool:
    """A way a-b becomes a-room-b."""
    ways = [(a, b) for a, b, way in mission.ways() if way["kind"] == "open"]
    if not ways:
        return False
    a, b = stream.pick(ways)
    mission.graph.remove_edge(a, b)
    room = mission.add("room")
    mission.join(a, room)
    mission.join(room, b)
    return True


def _cycle(mission: Mission, stream: Stream) -> bool:
    """A way a-b becomes two: one of them may be more dangerous than the other."""
    way = _pick_way(mission, stream)
    if way is None:
        return False
    a, b = way
    mission.graph.remove_edge(a, b)
    for kind in ("room", stream.pick(("room", "guarded"))):
        room = mission.add(kind)
        mission.join(a, room)
        mission.join(room, b)
    return True


def _valve(mission: Mission, stream: Stream) -> bool:
    """A way a-b becomes a-room-b and a short way back that only goes from b to a."""
    way = _pick_way(mission, stream)
    if way is None:
        return False
    a, b = _from_entrance(mission, *way)
    mission.graph.remove_edge(a, b)
    there, back = mission.add("room"), mission.add("room")
    mission.join(a, there)
    mission.join(there, b)
    mission.join(b, back)
    mission.join(back, a, "one_way", toward=a)
    return True


def _lock(mission: Mission, stream: Stream) -> bool:
    """A bridge gets a lock; its key lies in a room of its own, off any room in front of it."""
    bridge = _pick_bridge(mission, stream, towards_exit=mission.keys == 0)
    if bridge is None:
        return False
    a, b = bridge
    key = key_name(mission.keys)
    mission.join(a, b, "lock", key)
    anchors = [room for room in _reached(mission) if _takes_more(mission, room)]
    if not anchors:
        mission.join(a, b)
        return False
    mission.keys += 1
    room = mission.add("key")
    mission.graph.nodes[room]["key"] = key
    mission.join(stream.pick(anchors), room)
    return True


def _hide(mission: Mission, stream: Stream) -> bool:
    """A treasure behind a wall that isn't one."""
    return _attach(mission, "treasure", "secret", stream)


def _branch(mission: Mission, stream: Stream) -> bool:
    """A room that nobody has to enter."""
    kind = stream.weighted(("treasure", "room", "den", "shrine"), (2, 3, 2, 1))
    return _attach(mission, kind, "open", stream)


def _attach(mission: Mission, kind: str, way: str, stream: Stream) -> bool:
    places = [
        room
        for room in mission.rooms
        if _takes_more(mission, room) and mission.kind(room) not in (EXIT, "treasure")
    ]
    if not places:
        return False
    mission.join(stream.pick(places), mission.add(kind), way)
    return True


def _stairs(mission: Mission, floors: int, stream: Stream) -> None:
    """Bridges on the way to the exit become stairs, so that the floors are about as large."""
    for left in range(floors, 1, -1):
        parts = _parts(mission)
        wanted = mission.graph.number_of_nodes() * (floors - left + 1) / floors
        ways = [
            (a, b)
            for a, b in nx.bridges(mission.graph)
            if mission.way(a, b)["kind"] == "open" and _parts_exit_off(mission, a, b)
        ]
        if not ways:
            raise Unsatisfiable(
                f"{len(parts)} floors are all that this mission can be divided into; ask for more "
                "rooms, fewer cycles or fewer floors",
                ("floors", "counts.rooms", "counts.cycles"),
            )
        sizes = {way: _rooms_in_front(mission, *way) for way in ways}
        nearest = min(abs(size - wanted) for size in sizes.values())
        best = [way for way, size in sizes.items() if abs(size - wanted) == nearest]
        mission.join(*stream.pick(best), "stairs")


def _doors(mission: Mission, share: float, stream: Stream) -> None:
    for _, _, way in mission.ways():
        if way["kind"] == "open" and stream.chance(share):
            way["kind"] = "door"


def floors_of(mission: Mission) -> list[list[str]]:
    """The rooms of each floor, the entrance's first, in the order that one comes to them."""
    parts = _parts(mission)
    found: list[list[str]] = []
    todo = [ENTRANCE]
    while todo:
        room = todo.pop(0)
        part = next(part for part in parts if room in part)
        found.append([each for each in mission.rooms if each in part])
        todo += [
            b if a in part else a
            for a, b, way in mission.ways()
            if way["kind"] == "stairs" and (a in part) != (b in part)
            if not any((b if a in part else a) in floor for floor in found)
        ]
    return found


def key_name(number: int) -> str:
    """Of the first lock, the second, ..."""
    turn, at = divmod(number, len(_KEY_NAMES))
    return _KEY_NAMES[at] + (str(turn + 1) if turn else "")


def _parts(mission: Mission) -> list[set[str]]:
    """Rooms that hang together without stairs."""
    level = nx.Graph()
    level.add_nodes_from(mission.graph)
    level.add_edges_from((a, b) for a, b, way in mission.ways() if way["kind"] != "stairs")
    return [set(part) for part in nx.connected_components(level)]


def _pick_bridge(
    mission: Mission, stream: Stream, *, towards_exit: bool = False
) -> tuple[str, str] | None:
    """An open way that is the only one between its sides."""
    bridges = [way for way in nx.bridges(mission.graph) if mission.way(*way)["kind"] == "open"]
    if towards_exit:
        bridges = [bridge for bridge in bridges if _parts_exit_off(mission, *bridge)] or bridges
    return stream.pick(sorted(bridges)) if bridges else None


def _pick_way(mission: Mission, stream: Stream) -> tuple[str, str] | None:
    """An open way where both ends can take one more, rather a bridge."""
    bridges = {frozenset(bridge) for bridge in nx.bridges(mission.graph)}
    for most in (FEW_WAYS, MAX_WAYS):
        ways = sorted(
            (a, b)
            for a, b, way in mission.ways()
            if way["kind"] == "open"
            and _takes_more(mission, a, most)
            and _takes_more(mission, b, most)
        )
        if ways:
            return stream.pick([way for way in ways if frozenset(way) in bridges] or ways)
    return None


def _parts_exit_off(mission: Mission, a: str, b: str) -> bool:
    """Whether whoever goes from the entrance to the exit has to take this bridge."""
    return (EXIT in _side(mission, a, b)) != (ENTRANCE in _side(mission, a, b))


def _rooms_in_front(mission: Mission, a: str, b: str) -> int:
    side = _side(mission, a, b)
    rooms = mission.graph.number_of_nodes()
    return len(side) if ENTRANCE in side else rooms - len(side)


def _from_entrance(mission: Mission, a: str, b: str) -> tuple[str, str]:
    """The ends of a way, the nearer to the entrance first."""
    away = nx.single_source_shortest_path_length(mission.graph, ENTRANCE)
    return (a, b) if away[a] <= away[b] else (b, a)


def _side(mission: Mission, a: str, b: str) -> set[str]:
    """The rooms on a's side of the bridge a-b."""
    without = nx.restricted_view(mission.graph, [], [(a, b)])
    return set(nx.node_connected_component(without, a))


def _takes_more(mission: Mission, room: str, most: int = FEW_WAYS) -> bool:
    return int(mission.graph.degree(room)) < most


def _reached(mission: Mission) -> list[str]:
    """Where one gets from the entrance, opening what the keys found so far open, no secrets."""
    keys: set[str] = set()
    while True:
        seen = [ENTRANCE]
        for room in seen:
            for other in mission.graph.neighbors(room):
                way = mission.way(room, other)
                shut = way["kind"] == "secret" or (way["kind"] == "lock" and way["key"] not in keys)
                if not shut and way["toward"] in ("", other) and other not in seen:
                    seen.append(other)
        found = {mission.graph.nodes[room].get("key", "") for room in seen} - {""}
        if found == keys:
            return seen
        keys = found
