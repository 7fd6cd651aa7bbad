"""What a generator of walked levels draws on: layers of bundled tiles, rooms, links and entities.

It honours the spec's fixed cells: `stamp` them once the ground is done, then draw around them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.kind import called
from worldgen.levels.level import Cell, Cells, Entity, Layer, Level, Link, Mask, Room, Value
from worldgen.levels.spec import LevelSpec
from worldgen.levels.tiles import TileSet, bundled, tile_set

LAYERS = ("terrain", "walls", "water", "decor")


@dataclass(slots=True)
class Canvas:
    """Raises InvalidSpec for a spec that asks for what no walked level has."""

    spec: LevelSpec
    version: str
    tiles: TileSet
    layers: dict[str, Cells]
    fixed: Mask
    """Shape (floors, height, width): cells that the spec has decided."""
    rooms: list[Room] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    areas: Cells | None = None
    critical_path: tuple[str, ...] = ()
    difficulty: tuple[float, ...] = ()
    properties: dict[str, Value] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, spec: LevelSpec, version: str, tiles: Iterable[str]) -> "Canvas":
        """An empty one, whose tiles are these and those that the spec fixes."""
        check_walked(spec)
        _check_fixed(spec)
        names = dict.fromkeys([*tiles, *(fixed.tile for fixed in spec.fixed)])
        shape = (spec.floors, spec.height, spec.width)
        layers = {name: np.zeros(shape, np.uint16) for name in LAYERS}
        decided = np.zeros(shape, np.bool_)
        for fixed in spec.fixed:
            decided[fixed.floor, fixed.y, fixed.x] = True
        return cls(spec, version, tile_set(names), layers, decided)

    def index(self, tile: str) -> int:
        return self.tiles.index(tile)

    def fill(self, layer: str, tile: str, where: Mask, floor: int = 0) -> None:
        """Puts the tile into every cell of the mask, shape (height, width), that isn't fixed."""
        self.layers[layer][floor][where & ~self.fixed[floor]] = self.index(tile)

    def put(self, layer: str, tile: str, x: int, y: int, floor: int = 0) -> None:
        """Puts the tile there, unless the cell is fixed. An empty name is no tile."""
        if not self.fixed[floor, y, x]:
            self.layers[layer][floor, y, x] = self.index(tile) if tile else 0

    def stamp(self) -> None:
        """Puts what the spec fixes: nothing else stays in those cells."""
        for fixed in self.spec.fixed:
            for cells in self.layers.values():
                cells[fixed.floor, fixed.y, fixed.x] = 0
            layer = self.layers[_layer_of(fixed.tile)]
            layer[fixed.floor, fixed.y, fixed.x] = self.index(fixed.tile)

    def add(self, kind: str, cell: Cell, /, **properties: Value) -> Entity:
        """An entity; its id is its kind and its number, but for the one spawn and exit."""
        number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
        name = kind if kind in ("spawn", "exit") else f"{kind}{number}"
        return self.add_named(name, kind, cell, **properties)

    def add_named(self, name: str, kind: str, cell: Cell, /, **properties: Value) -> Entity:
        entity = Entity(name, kind, cell.x, cell.y, cell.floor, properties)
        self.entities.append(entity)
        return entity

    def walkable(self) -> Mask:
        return self.level().walkable()

    def level(self) -> Level:
        """All there is so far; what is drawn later doesn't change it."""
        spec = self.spec
        return Level(
            kind=spec.kind,
            seed=spec.seed,
            version=self.version,
            width=spec.width,
            height=spec.height,
            floors=spec.floors,
            tiles=self.tiles,
            layers=tuple(Layer(name, cells.copy()) for name, cells in self.layers.items()),
            rooms=tuple(self.rooms),
            links=tuple(self.links),
            entities=tuple(self.entities),
            movement=spec.movement.as_movement(),
            critical_path=self.critical_path,
            difficulty=self.difficulty,
            areas=self.areas,
            properties=dict(self.properties),
        )


def fixed_walkable(spec: LevelSpec, floor: int = 0) -> tuple[Mask, Mask]:
    """Cells of a floor that the spec fixes to something one can stand in, and to anything else."""
    open_, closed = (np.zeros((spec.height, spec.width), np.bool_) for _ in range(2))
    for fixed in spec.fixed:
        if fixed.floor == floor:
            mask = open_ if is_walkable(fixed.tile) else closed
            mask[fixed.y, fixed.x] = True
    return open_, closed


def is_walkable(tile: str) -> bool:
    """Whether one can stand in a cell with this bundled tile alone."""
    return not bundled()[tile].traits & {"solid", "hazard", "liquid"}


def blocked_by_fixed(spec: LevelSpec, cells: Sequence[Cell], what: str) -> Unsatisfiable:
    """The error for cells that fixed ones cut off; names those beside them, or else all."""
    near = [
        f"fixed[{at}]"
        for at, fixed in enumerate(spec.fixed)
        for cell in cells[:64]
        if fixed.floor == cell.floor and abs(fixed.x - cell.x) <= 1 and abs(fixed.y - cell.y) <= 1
    ]
    names = tuple(dict.fromkeys(near or [f"fixed[{at}]" for at in range(len(spec.fixed))]))
    return Unsatisfiable(
        f"{', '.join(names[:8])} leave no way {what}; move or drop one of them, or make the level "
        "larger",
        names,
    )


def check_walked(spec: LevelSpec) -> None:
    """Raises InvalidSpec for what only levels of the game's own tiles can take."""
    if spec.movement.kind not in ("walk4", "walk8"):
        raise InvalidSpec.at(
            "movement", f"{called(spec.kind)} is walked: walk4 or walk8, not {spec.movement.kind!r}"
        )
    for name in ("tiles", "sample"):
        if getattr(spec, name):
            raise InvalidSpec.at(
                name, f"{called(spec.kind)} has tiles of its own; leave {name} out"
            )


def _check_fixed(spec: LevelSpec) -> None:
    for at, fixed in enumerate(spec.fixed):
        if fixed.tile not in bundled():
            raise InvalidSpec.at(
                f"fixed[{at}].tile",
                f"there is no tile {fixed.tile!r}; there are: {', '.join(bundled())}",
            )


def _layer_of(tile: str) -> str:
    traits = bundled()[tile].traits
    if "solid" in traits:
        return "walls"
    return "water" if traits & {"liquid", "hazard"} else "terrain"
