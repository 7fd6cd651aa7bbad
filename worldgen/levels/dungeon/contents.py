"""What stands in a dungeon: locks and keys, stairs, foes that get worse, loot, places for NPCs."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from worldgen.levels.dungeon.carve import Space
from worldgen.levels.dungeon.mission import ENTRANCE, EXIT, Mission
from worldgen.levels.dungeon.templates import FLOOR, GROWTH, WATER
from worldgen.levels.dungeon.wishes import Wishes
from worldgen.levels.level import Cell, Entity
from worldgen.rng import Stream

_Properties = Callable[[str], Mapping[str, str | float]]
_LOOT_WEIGHTS = {"treasure": 6.0, "guarded": 3.0, "shrine": 2.0, "key": 1.0}
_DANGER = {"guarded": 0.15, "den": 0.2, "treasure": 0.1, "key": 0.05}
_QUIET = (ENTRANCE, EXIT)


class Contents:
    """Puts entities on free floor, one a cell."""

    def __init__(
        self, mission: Mission, space: Space, danger: dict[str, float], stream: Stream
    ) -> None:
        self._mission = mission
        self._space = space
        self._danger = danger
        self._stream = stream
        self._free = {
            room: stream.named("free", room).shuffled(cells)
            for room, cells in _floors(mission, space).items()
        }
        self.entities: list[Entity] = []

    def put(self, wishes: Wishes) -> list[Entity]:
        """All of them; the spawn and the exit first."""
        self._add("spawn", "spawn", self._middle_of(ENTRANCE))
        self._add("exit", "exit", self._middle_of(EXIT))
        self._ways()
        self._keys()
        self._spread("enemy", wishes.enemies, self._danger_weights(), self._foe)
        self._spread("loot", wishes.loot, self._loot_weights(), self._worth)
        quiet = [room for room in self._mission.rooms if self._danger[room] < 0.5]
        places = dict.fromkeys(quiet or self._mission.rooms, 1.0)
        self._spread("npc_place", wishes.npc_places, places, lambda room: {"room": room})
        return self.entities

    def _ways(self) -> None:
        number = count(1)
        for a, b, way in self._mission.ways():
            if way["kind"] == "stairs":
                self._stairs(a, b, next(number))
                continue
            gates, toward = self._gates(a, b)
            if way["kind"] == "lock":
                self._add(f"lock_{way['key']}", "lock", gates[0], key=way["key"])
            elif way["kind"] == "secret":
                self._add(f"secret{next(number)}", "secret", gates[0])
            elif way["kind"] == "one_way":
                going = toward if way["toward"] == b else _opposite(toward)
                self._add(f"one_way{next(number)}", "one_way", gates[0], toward=going)

    def _gates(self, a: str, b: str) -> tuple[list[Cell], str]:
        """The gates from a to b, and where the first one leads."""
        if (a, b) in self._space.gates:
            gates = self._space.gates[a, b]
            return [gate.cell for gate in gates], gates[0].toward
        gates = self._space.gates[b, a][::-1]
        return [gate.cell for gate in gates], _opposite(gates[0].toward)

    def _stairs(self, a: str, b: str, number: int) -> None:
        down, up = f"stairs{number}_down", f"stairs{number}_up"
        self._add(down, "stairs", self._take(a), to=up)
        self._add(up, "stairs", self._take(b), to=down)

    def _keys(self) -> None:
        for room in self._mission.rooms:
            key = self._mission.graph.nodes[room].get("key", "")
            if key:
                self._add(f"key_{key}", "key", self._take(room), key=key)

    def _spread(
        self, kind: str, number: int, weights: dict[str, float], properties: _Properties
    ) -> None:
        """That many over the rooms, as their weights say, as long as there is free floor."""
        stream = self._stream.named(kind)
        for at in range(1, number + 1):
            rooms = [room for room in weights if self._free[room] and weights[room] > 0]
            if not rooms:
                return
            room = stream.weighted(rooms, [weights[room] for room in rooms])
            self._add(f"{kind}{at}", kind, self._take(room), **properties(room))

    def _danger_weights(self) -> dict[str, float]:
        return {
            room: (0.15 + self._danger[room]) * len(self._free[room])
            for room in self._mission.rooms
            if room not in _QUIET
        }

    def _loot_weights(self) -> dict[str, float]:
        return {
            room: _LOOT_WEIGHTS.get(self._mission.kind(room), 0.5)
            for room in self._mission.rooms
            if room not in _QUIET
        }

    def _foe(self, room: str) -> dict[str, float]:
        return {"strength": _rounded(self._danger[room])}

    def _worth(self, room: str) -> dict[str, float]:
        bonus = 0.2 if self._mission.kind(room) in ("treasure", "guarded") else 0.0
        return {"worth": _rounded(min(1.0, self._danger[room] + bonus))}

    def _add(self, entity_id: str, kind: str, cell: Cell, **properties: str | float) -> None:
        self.entities.append(Entity(entity_id, kind, cell.x, cell.y, cell.floor, properties))

    def _middle_of(self, room: str) -> Cell:
        """The free cell nearest to the middle."""
        box = self._space.boxes[room]
        x, y = 2 * box.x + box.width, 2 * box.y + box.height
        cell = min(
            self._free[room],
            key=lambda c: ((2 * c.x + 1 - x) ** 2 + (2 * c.y + 1 - y) ** 2, c.y, c.x),
        )
        self._free[room].remove(cell)
        return cell

    def _take(self, room: str) -> Cell:
        return self._free[room].pop()


def danger_of(mission: Mission, curve: tuple[float, ...]) -> dict[str, float]:
    """Each room's, 0..1: the curve at its distance from the entrance, of the exit's distance."""
    away = nx.single_source_shortest_path_length(mission.graph, ENTRANCE)
    far = max(1, away[EXIT])
    return {
        room: _rounded(
            min(1.0, _at(curve, min(1.0, away[room] / far)) + _DANGER.get(mission.kind(room), 0.0))
        )
        for room in mission.rooms
    }


def _at(curve: tuple[float, ...], share: float) -> float:
    """The value of a curve of straight lines, at 0..1 of its length."""
    if len(curve) == 1:
        return curve[0]
    place = share * (len(curve) - 1)
    at = min(int(place), len(curve) - 2)
    return curve[at] + (curve[at + 1] - curve[at]) * (place - at)


def _floors(mission: Mission, space: Space) -> dict[str, list[Cell]]:
    """The cells of each room where something can stand without being in a gate's way."""
    near_gate = np.zeros(space.ground.shape, np.bool_)
    for gates in space.gates.values():
        for gate in gates:
            near_gate[_around(gate.cell)] = True
    standing = np.isin(space.ground, (FLOOR, GROWTH, WATER))
    cells: dict[str, list[Cell]] = {}
    for at, room in enumerate(mission.rooms):
        inside = (space.areas == at + 1) & standing
        free = inside & ~near_gate
        cells[room] = list(_cells(free if free.sum() > 2 else inside))
    return cells


def _around(cell: Cell) -> tuple[int, slice, slice]:
    return cell.floor, slice(cell.y - 1, cell.y + 2), slice(cell.x - 1, cell.x + 2)


def _cells(mask: NDArray[np.bool_]) -> Iterator[Cell]:
    for floor, y, x in np.argwhere(mask).tolist():
        yield Cell(x, y, floor)


def _opposite(toward: str) -> str:
    return {"north": "south", "south": "north", "east": "west", "west": "east"}[toward]


def _rounded(share: float) -> float:
    """NOTE: in whole thousandths, so that a text of it is the same everywhere."""
    return int(share * 1000 + 0.5) / 1000
