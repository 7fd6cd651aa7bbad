"""A room's tiles as a level, and back."""

import numpy as np

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Entity, Layer, Level
from worldgen.levels.rules.alphabet import Alphabet
from worldgen.levels.rules.grid import Grid

VERSION = "1"
TERRAIN = "terrain"


def room(grid: Grid, tiles: tuple[int, ...]) -> Level:
    """One layer, and an entity in every cell whose tile is one."""
    spec, alphabet = grid.spec, grid.alphabet
    cells = np.array(tiles, np.uint16).reshape(1, spec.height, spec.width)
    return Level(
        kind="rules",
        seed=spec.seed,
        version=VERSION,
        width=spec.width,
        height=spec.height,
        floors=1,
        tiles=alphabet.tiles,
        layers=(Layer(TERRAIN, cells),),
        entities=tuple(
            _entity(grid, cell, tile)
            for cell, tile in enumerate(tiles)
            if alphabet[tile].stands_for
        ),
        movement=spec.movement.as_movement(),
    )


def tiles_of(level: Level, alphabet: Alphabet) -> tuple[int, ...]:
    """The tile of each cell. Raises InvalidSpec for a level that the spec's rules don't make."""
    if [layer.name for layer in level.layers] != [TERRAIN]:
        raise InvalidSpec.at("level", f"a rule room has one layer, {TERRAIN}")
    indices = level.layer(TERRAIN).cells.reshape(-1)
    if not indices.all():
        raise InvalidSpec.at("level", "some cells are empty; every cell of a rule room has a tile")
    return tuple(alphabet.tiles.index(level.tiles[int(index)].name) for index in indices)


def _entity(grid: Grid, cell: int, tile: int) -> Entity:
    """NOTE: its id says no more than its cell: redoing a box renames nothing outside of it."""
    x, y = grid.spot(cell)
    name = grid.alphabet.tiles[tile].name
    entity_id = name if grid.alphabet.is_sole(tile) else f"{name}_{x}_{y}"
    kind = grid.alphabet[tile].stands_for
    return Entity(entity_id, kind, x, y, properties=grid.alphabet.properties(tile))
