"""Cells that a spec fixes, put into a level that was made without them."""

from dataclasses import replace

import numpy as np

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Layer, Level
from worldgen.levels.spec import LevelSpec
from worldgen.levels.tiles import Tile, TileSet, bundled


def with_fixed(level: Level, spec: LevelSpec) -> Level:
    """The level with every fixed tile alone in its cell.

    Whether it can still be finished is for the proof to say. Raises InvalidSpec for a tile that is
    neither the level's nor bundled.
    """
    if not spec.fixed:
        return level
    tiles = level.tiles
    for at, fixed in enumerate(spec.fixed):
        tiles = _including(tiles, fixed.tile, at)
    cells = {layer.name: layer.cells.copy() for layer in level.layers}
    for fixed in spec.fixed:
        where = fixed.floor, fixed.y, fixed.x
        for array in cells.values():
            array[where] = 0
        cells[_layer_of(tiles[tiles.index(fixed.tile)], level)][where] = tiles.index(fixed.tile)
    layers = tuple(Layer(layer.name, cells[layer.name]) for layer in level.layers)
    assert all(layer.cells.dtype == np.uint16 for layer in layers)
    return replace(level, tiles=tiles, layers=layers)


def _including(tiles: TileSet, name: str, at: int) -> TileSet:
    if name in tiles:
        return tiles
    if name not in bundled():
        raise InvalidSpec.at(
            f"fixed[{at}].tile",
            f"there is no tile {name!r}; there are: {', '.join(bundled())}",
        )
    return TileSet((*tiles, bundled()[name]))


def _layer_of(tile: Tile, level: Level) -> str:
    wanted = "walls" if "solid" in tile.traits else "terrain"
    names = [layer.name for layer in level.layers]
    return wanted if wanted in names else names[0]
