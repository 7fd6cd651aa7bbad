"""What the rules of play ask of a level, worked out once: docs/concepts/levels.md."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Cells, Entity, Level
from worldgen.levels.tiles import Trait

Spot = tuple[int, int, int]
"""x, y, floor."""
Mask = NDArray[np.bool_]
"""Shape (floors, height, width)."""
TOWARD = {"n": "north", "e": "east", "s": "south", "w": "west"}
STEPS = {"n": (0, -1), "e": (1, 0), "s": (0, 1), "w": (-1, 0)}
DIAGONALS = {"ne": (1, -1), "se": (1, 1), "sw": (-1, 1), "nw": (-1, -1)}


def spot_of(entity: Entity) -> Spot:
    return entity.x, entity.y, entity.floor


def said(spot: Spot) -> str:
    """(3, 4), and the floor where it isn't the first."""
    x, y, floor = spot
    return f"({x}, {y}, floor {floor})" if floor else f"({x}, {y})"


def first_of(mask: Mask) -> Spot:
    """By floor, row and column. NOTE: of a mask that isn't empty."""
    floor, y, x = (int(part) for part in np.unravel_index(int(mask.argmax()), mask.shape))
    return x, y, floor


def cell_of(spot: Spot) -> tuple[int, int, int]:
    """The index of a spot in arrays over the level."""
    x, y, floor = spot
    return floor, y, x


class Work:
    """How much more is computed for a level that anybody may have sent."""

    def __init__(self, left: int) -> None:
        self.left = left
        """About a nanosecond each."""

    def spend(self, amount: int, on: str) -> None:
        """Raises InvalidSpec when there isn't as much left."""
        self.left -= amount
        if self.left < 0:
            raise InvalidSpec.at(
                "proof.obligations",
                f"{on} is more work than a level is checked with; "
                "ask for less at once, or of a smaller level",
            )


class Board:
    """NOTE: of a level that is well formed."""

    def __init__(self, level: Level, work: Work) -> None:
        self.level = level
        self.shape = (level.floors, level.height, level.width)
        self.cells = level.floors * level.height * level.width
        self.work = work
        self._flat: dict[Trait, bytes] = {}

    def inside(self, spot: Spot) -> bool:
        x, y, floor = spot
        floors, height, width = self.shape
        return 0 <= x < width and 0 <= y < height and 0 <= floor < floors

    def having(self, trait: Trait) -> Mask:
        """Where some layer has a tile with the trait."""
        having = self.level.tiles.having(trait)
        mask = np.zeros(self.shape, np.bool_)
        for layer in self.level.layers:
            mask |= having[layer.cells]
        return mask

    def holding(self, *names: str) -> Mask:
        """Where some layer has one of these tiles."""
        wanted = self.are(*names)
        mask = np.zeros(self.shape, np.bool_)
        for layer in self.level.layers:
            mask |= wanted[layer.cells]
        return mask

    def are(self, *names: str) -> NDArray[np.bool_]:
        """Whether each index of the tile set is one of these tiles; 0, no tile, never is."""
        self.work.spend(len(self.level.tiles) * 200, "looking at tiles")
        wanted = frozenset(names)
        return np.array([False, *(tile.name in wanted for tile in self.level.tiles)])

    @cached_property
    def topmost(self) -> Cells:
        """The tile of the last layer that has one there; 0 where none has."""
        topmost = np.zeros(self.shape, np.uint16)
        for layer in self.level.layers:
            np.copyto(topmost, layer.cells, where=layer.cells > 0)
        return topmost

    @cached_property
    def tile_counts(self) -> NDArray[np.int64]:
        """Of the topmost tiles, by index."""
        return np.bincount(self.topmost.ravel(), minlength=len(self.level.tiles) + 1)

    @cached_property
    def glyphs(self) -> NDArray[np.uint32]:
        """The code points of the topmost tiles' glyphs; a space where there is none."""
        glyphs = np.array([ord(" "), *(ord(tile.glyph) for tile in self.level.tiles)], np.uint32)
        return glyphs[self.topmost]

    def tile_at(self, spot: Spot) -> str:
        """The topmost tile's name, for people."""
        index = int(self.topmost[cell_of(spot)])
        return self.level.tiles[index].name if index else "nothing"

    @cached_property
    def standing(self) -> Mask:
        """The cells that can be stood in, so far as tiles say."""
        dry = ~self.having("liquid") | self.having("bridge")
        standing: Mask = (self.topmost > 0) & dry & ~self.having("solid") & ~self.having("hazard")
        return standing

    @cached_property
    def _standing_bytes(self) -> bytes:
        return self.standing.tobytes()

    def can_stand(self, spot: Spot) -> bool:
        return self.inside(spot) and bool(self._standing_bytes[self.index(spot)])

    def flat(self, trait: Trait) -> bytes:
        """As `having`, a byte a cell, by `index`."""
        if trait not in self._flat:
            self._flat[trait] = self.having(trait).tobytes()
        return self._flat[trait]

    def index(self, spot: Spot) -> int:
        x, y, floor = spot
        _, height, width = self.shape
        return (floor * height + y) * width + x

    @cached_property
    def _entities(self) -> dict[str, dict[Spot, list[Entity]]]:
        found: dict[str, dict[Spot, list[Entity]]] = defaultdict(lambda: defaultdict(list))
        for entity in self.level.entities:
            found[entity.kind][spot_of(entity)].append(entity)
        return found

    @cached_property
    def _ids(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.level.entities}

    def entity(self, name: str) -> Entity | None:
        return self._ids.get(name)

    def count(self, kind: str) -> int:
        return sum(len(there) for there in self.entities(kind).values())

    def entities(self, kind: str) -> dict[Spot, list[Entity]]:
        """The entities of a kind, by where they are; both in the level's order."""
        return self._entities.get(kind, {})

    def all_of(self, kinds: Iterable[str]) -> list[Entity]:
        there = (self.entities(kind).values() for kind in dict.fromkeys(kinds))
        return [entity for spots in there for entities in spots for entity in entities]

    def first(self, kind: str) -> Entity | None:
        return next((there[0] for there in self.entities(kind).values()), None)

    def place(self, name: str) -> Spot | None:
        """Where the entity of that id is, or the first of that kind, or the first such tile."""
        if name in self._ids:
            return spot_of(self._ids[name])
        first = self.first(name)
        if first is not None:
            return spot_of(first)
        tiles = self.level.tiles
        there = self.topmost == tiles.index(name) if name in tiles else None
        return first_of(there) if there is not None and there.any() else None

    @cached_property
    def keys(self) -> dict[Spot, set[str]]:
        return self._named("key")

    @cached_property
    def locks(self) -> dict[Spot, set[str]]:
        """The keys that each locked cell asks for: all of them."""
        return self._named("lock")

    @cached_property
    def one_ways(self) -> dict[Spot, set[str]]:
        """Where each leads: toward north, east, south or west."""
        return {
            spot: {str(entity.properties.get("toward", "")) for entity in there}
            for spot, there in self.entities("one_way").items()
        }

    def leads(self, here: Spot, there: Spot, toward: str) -> bool:
        """Whether no one_way forbids to go from here to there, which is `toward` north, east,
        south or west; anything else is along no one_way."""
        ways = self.one_ways.get(here, set()) | self.one_ways.get(there, set())
        return ways <= {toward}

    @cached_property
    def secrets(self) -> set[Spot]:
        return set(self.entities("secret"))

    @cached_property
    def stairs(self) -> dict[Spot, Spot]:
        """From the first stairs of each cell to where they lead."""
        ends = {stairs.id: spot_of(stairs) for stairs in self.level.of_kind("stairs")}
        ways: dict[Spot, Spot] = {}
        for spot, there in self.entities("stairs").items():
            to = there[0].properties.get("to")
            if isinstance(to, str) and to in ends:
                ways[spot] = ends[to]
        return ways

    def _named(self, kind: str) -> dict[Spot, set[str]]:
        return {
            spot: {str(entity.properties.get("key", "")) for entity in there}
            for spot, there in self.entities(kind).items()
        }

    @cached_property
    def every_key(self) -> frozenset[str]:
        """What opens every lock, whether or not its key lies in the level."""
        return frozenset().union(*self.locks.values(), *self.keys.values())
