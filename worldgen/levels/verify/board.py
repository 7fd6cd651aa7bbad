"""What the rules of play ask of a level, worked out once: docs/concepts/levels.md."""

from collections import defaultdict
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

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


class Board:
    """NOTE: of a level that is well formed."""

    def __init__(self, level: Level) -> None:
        self.level = level
        self.shape = (level.floors, level.height, level.width)

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
        return np.array([False, *(tile.name in names for tile in self.level.tiles)])

    @cached_property
    def topmost(self) -> Cells:
        """The tile of the last layer that has one there; 0 where none has."""
        topmost = np.zeros(self.shape, np.uint16)
        for layer in self.level.layers:
            np.copyto(topmost, layer.cells, where=layer.cells > 0)
        return topmost

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
        x, y, floor = spot
        _, height, width = self.shape
        return self.inside(spot) and bool(self._standing_bytes[(floor * height + y) * width + x])

    def entities(self, kind: str) -> dict[Spot, list[Entity]]:
        """The entities of a kind, by where they are."""
        found: dict[Spot, list[Entity]] = defaultdict(list)
        for entity in self.level.entities:
            if entity.kind == kind:
                found[spot_of(entity)].append(entity)
        return dict(found)

    def first(self, kind: str) -> Entity | None:
        return next((entity for entity in self.level.entities if entity.kind == kind), None)

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

    @property
    def every_key(self) -> frozenset[str]:
        """What opens every lock, whether or not its key lies in the level."""
        return frozenset().union(*self.locks.values(), *self.keys.values())
