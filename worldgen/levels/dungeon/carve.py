"""From a plan to cells: rooms are cut out of the rock, corridors along slots, gates between."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.dungeon.mission import Mission
from worldgen.levels.dungeon.plan import Plan, Slot
from worldgen.levels.dungeon.templates import FLOOR, ROCK, Shape, shape_of
from worldgen.levels.level import Cell
from worldgen.levels.region import Region
from worldgen.rng import Stream

CORRIDOR = 5
"""Beside the five of `templates`."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The cell between two slots that a way passes, from room `a` to room `b`."""

    cell: Cell
    toward: str
    """north, east, south or west, when going from a to b."""


@dataclass(slots=True)
class Space:
    """All floors, cut out."""

    ground: NDArray[np.uint8]
    """Shape (floors, height, width): ROCK, FLOOR, PILLAR, WATER, GROWTH or CORRIDOR."""
    areas: NDArray[np.uint16]
    """Same shape: the room's place in the mission + 1, 0 where there is none."""
    boxes: dict[str, Region] = field(default_factory=dict)
    gates: dict[tuple[str, str], list[Gate]] = field(default_factory=dict)
    """All gates of a way, from its first room to its second."""


class Carver:
    """Cuts one floor of a space."""

    def __init__(
        self, space: Space, mission: Mission, plan: Plan, pitch: int, floor: int, stream: Stream
    ) -> None:
        self._space = space
        self._rooms = {room: at + 1 for at, room in enumerate(mission.rooms)}
        self._plan = plan
        self._pitch = pitch
        self._floor = floor
        self._stream = stream
        _, height, width = space.ground.shape
        self._left = (width - 1 - plan.across * pitch) // 2
        self._top = (height - 1 - plan.down * pitch) // 2

    def carve(self, drawn: float) -> None:
        """`drawn`: the share of rooms drawn by hand."""
        for room in self._plan.rooms:
            self._room(room, drawn)
        for (a, b), slots in self._plan.routes.items():
            gates = [self._gate(here, there) for here, there in pairwise(slots)]
            self._space.gates[a, b] = gates
            self._corridor(a, b, slots, gates)

    def _room(self, room: str, drawn: float) -> None:
        slots = self._plan.rooms[room]
        columns, rows = [x for x, _ in slots], [y for _, y in slots]
        x, y = self._corner((min(columns), min(rows)))
        width = (max(columns) - min(columns) + 1) * self._pitch - 1
        height = (max(rows) - min(rows) + 1) * self._pitch - 1
        shape = shape_of(width, height, drawn, self._stream)
        region = Region(x, y, width, height, self._floor)
        self._space.boxes[room] = region
        box = region.slices
        self._space.ground[box] = _with_middle(shape)
        self._space.areas[box] = np.where(self._space.ground[box] == ROCK, 0, self._rooms[room])

    def _corridor(self, a: str, b: str, slots: list[Slot], gates: list[Gate]) -> None:
        """Lines from the middle of room a over every gate to the middle of room b."""
        for gate in gates:
            self._cut(gate.cell.x, gate.cell.y, 0)
        self._line(self._middle(a), gates[0].cell, self._rooms[a])
        for slot, (before, after) in zip(slots[1:-1], pairwise(gates), strict=True):
            turn = self._turn(slot)
            self._line(turn, before.cell, 0)
            self._line(turn, after.cell, 0)
        self._line(self._middle(b), gates[-1].cell, self._rooms[b])

    def _gate(self, here: Slot, there: Slot) -> Gate:
        """Somewhere on the wall between two slots, by chance but never in a corner."""
        along = self._stream.between(1, self._pitch - 1)
        (x, y), (dx, dy) = self._corner(here), (there[0] - here[0], there[1] - here[1])
        if dx:
            at = x + self._pitch - 1 if dx > 0 else x - 1
            cell = Cell(at, y - 1 + along, self._floor)
            return Gate(cell, "east" if dx > 0 else "west")
        at = y + self._pitch - 1 if dy > 0 else y - 1
        return Gate(Cell(x - 1 + along, at, self._floor), "south" if dy > 0 else "north")

    def _line(self, inside: Cell, gate: Cell, area: int) -> None:
        """An L of cells that comes to the gate straight on, so that it never runs in a wall."""
        across = (gate.x - self._left) % self._pitch == 0
        bend = (inside.x, gate.y) if across else (gate.x, inside.y)
        for x, y in _straight((inside.x, inside.y), bend) + _straight(bend, (gate.x, gate.y)):
            self._cut(x, y, area)

    def _cut(self, x: int, y: int, area: int) -> None:
        """Rock, and what stands in the room that a line belongs to, makes way."""
        at = self._floor, y, x
        if self._space.ground[at] == ROCK or (area and self._space.areas[at] == area):
            self._space.ground[at] = FLOOR if area else CORRIDOR
            self._space.areas[at] = area

    def _corner(self, slot: Slot) -> tuple[int, int]:
        """The first cell inside of a slot."""
        return self._left + slot[0] * self._pitch + 1, self._top + slot[1] * self._pitch + 1

    def _middle(self, room: str) -> Cell:
        """Of the room's own slot, which always belongs to it."""
        x, y = self._corner(self._plan.rooms[room][0])
        return Cell(x + self._pitch // 2 - 1, y + self._pitch // 2 - 1, self._floor)

    def _turn(self, slot: Slot) -> Cell:
        x, y = self._corner(slot)
        inside = self._pitch - 2
        return Cell(
            x + self._stream.between(0, inside), y + self._stream.between(0, inside), self._floor
        )


def _with_middle(shape: Shape) -> Shape:
    """The shape; one without any floor gets some."""
    if not (shape == FLOOR).any():
        shape = shape.copy()
        shape[shape.shape[0] // 2, shape.shape[1] // 2] = FLOOR
    return shape


def _straight(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """The cells of a straight line, both ends included."""
    (x0, y0), (x1, y1) = start, end
    if x0 == x1:
        return [(x0, y) for y in range(min(y0, y1), max(y0, y1) + 1)]
    return [(x, y0) for x in range(min(x0, x1), max(x0, x1) + 1)]
