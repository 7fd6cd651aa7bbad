"""A level: layers of tiles, rooms and how they hang together, and what stands where.

Coordinates are cells: x to the right from 0, y down from 0, floor from 0 (the one you start on).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.tiles import TileSet

Cells = NDArray[np.uint16]
"""Shape (floors, height, width)."""
Mask = NDArray[np.bool_]
"""Which cells; shape (height, width), or (floors, height, width)."""
Value = str | int | float | bool
Toward = Literal["north", "east", "south", "west"]
LinkKind = Literal["open", "door", "lock", "one_way", "secret", "stairs", "road"]
LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
MovementKind = Literal["walk4", "walk8", "platform", "push"]
MOVEMENTS: tuple[MovementKind, ...] = get_args(MovementKind)


@dataclass(frozen=True, slots=True)
class Cell:
    x: int
    y: int
    floor: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Layers are drawn in their order. Usual names: terrain, walls, water, decor."""

    name: str
    cells: Cells
    """Indices of the level's tiles; 0 is nothing."""


@dataclass(frozen=True, slots=True)
class Room:
    """A place with a name: a room, a cave, a house, a settlement."""

    id: str
    kind: str
    """What it is for: entrance, exit, key, treasure, shop, kitchen, village, ..."""
    x: int
    y: int
    width: int
    height: int
    floor: int = 0
    difficulty: float = 0.0
    """0..1."""
    name: str = ""
    """For people: "the old smithy"."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way from room `a` to room `b`; both ways but for `one_way`."""

    a: str
    b: str
    kind: LinkKind = "open"
    key: str = ""
    """What opens it, for a lock."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What stands in a cell. These kinds mean something to whoever walks there:

    spawn, exit      where play begins and ends
    key              is picked up on entering; `key`: its name. Keys are kept
    lock             keeps everybody out who doesn't hold its `key`
    one_way          may only be entered, and left, going `toward` (north, east, south, west)
    secret           looks like a wall and can be walked; no critical path needs it
    stairs           lead to the stairs whose id is `to`, on any floor
    crate, target    what is pushed, and where to
    Others (enemy, loot, npc_place, trigger, ...) don't stand in anybody's way.
    """

    id: str
    kind: str
    x: int
    y: int
    floor: int = 0
    properties: Mapping[str, Value] = field(default_factory=dict)

    @property
    def cell(self) -> Cell:
        return Cell(self.x, self.y, self.floor)


@dataclass(frozen=True, slots=True)
class Movement:
    """How one gets about; docs/concepts/levels.md has the rules of play."""

    kind: MovementKind = "walk4"
    jump: int = 3
    """Cells that a jump rises, for `platform`."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """All of it; equal levels have equal `content_sha256`."""

    kind: str
    seed: int
    version: str
    """Of the generator that made it."""
    width: int
    height: int
    floors: int
    tiles: TileSet
    layers: tuple[Layer, ...]
    rooms: tuple[Room, ...] = ()
    links: tuple[Link, ...] = ()
    entities: tuple[Entity, ...] = ()
    movement: Movement = Movement()
    critical_path: tuple[str, ...] = ()
    """Rooms from spawn to exit, in the order of the shortest solution; empty without rooms."""
    difficulty: tuple[float, ...] = ()
    """Along the critical path, 0..1 each."""
    areas: Cells | None = None
    """Which room a cell belongs to: its place in `rooms` + 1; 0 is none."""
    heights: NDArray[np.uint16] | None = None
    """Shape (height, width): 0 is the lowest there can be, 65535 the highest."""
    sea_level: int = 0
    """Of `heights`: what lies below is under water."""
    properties: Mapping[str, Value] = field(default_factory=dict)

    def layer(self, name: str) -> Layer:
        """Raises KeyError where there is none of that name."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise KeyError(name)

    def entity(self, entity_id: str) -> Entity:
        """Raises KeyError where there is none of that id."""
        for entity in self.entities:
            if entity.id == entity_id:
                return entity
        raise KeyError(entity_id)

    def of_kind(self, kind: str) -> tuple[Entity, ...]:
        return tuple(entity for entity in self.entities if entity.kind == kind)

    def walkable(self) -> Mask:
        """Shape (floors, height, width): who stands there, stands on something and in nothing."""
        some = np.zeros((self.floors, self.height, self.width), np.bool_)
        blocked, liquid, bridge = some.copy(), some.copy(), some.copy()
        solid = self.tiles.having("solid") | self.tiles.having("hazard")
        for layer in self.layers:
            some |= layer.cells > 0
            blocked |= solid[layer.cells]
            liquid |= self.tiles.having("liquid")[layer.cells]
            bridge |= self.tiles.having("bridge")[layer.cells]
        walkable: Mask = some & ~blocked & (~liquid | bridge)
        return walkable


def content_sha256(level: Level) -> str:
    """SHA-256 of all that a level is, in hexadecimal; the same on every platform."""
    digest = hashlib.sha256()
    digest.update(json.dumps(_header(level), sort_keys=True, ensure_ascii=True).encode())
    for layer in level.layers:
        digest.update(layer.cells.astype("<u2").tobytes())
    for array in (level.areas, level.heights):
        if array is not None:
            digest.update(array.astype("<u2").tobytes())
    return digest.hexdigest()


def _header(level: Level) -> dict[str, object]:
    return {
        "kind": level.kind,
        "seed": level.seed,
        "version": level.version,
        "size": [level.width, level.height, level.floors],
        "tiles": [[t.name, t.glyph, t.colour, sorted(t.traits)] for t in level.tiles],
        "layers": [layer.name for layer in level.layers],
        "rooms": [
            [r.id, r.kind, r.x, r.y, r.width, r.height, r.floor, r.difficulty, r.name]
            for r in level.rooms
        ],
        "links": [[link.a, link.b, link.kind, link.key] for link in level.links],
        "entities": [[e.id, e.kind, e.x, e.y, e.floor, dict(e.properties)] for e in level.entities],
        "movement": [level.movement.kind, level.movement.jump],
        "critical_path": level.critical_path,
        "difficulty": level.difficulty,
        "has": [level.areas is not None, level.heights is not None],
        "sea_level": level.sea_level,
        "properties": dict(level.properties),
    }
