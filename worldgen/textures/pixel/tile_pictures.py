"""A picture for each tile of a level: what its exports bring along for Tiled, Godot and others."""

from collections.abc import Mapping

import numpy as np

from worldgen.levels.export.atlas import TILE_PX
from worldgen.levels.tiles import TileSet
from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.brush import Brush
from worldgen.textures.pixel.sheet import WHOLE
from worldgen.textures.pixel.themes import Theme


def tile_pictures(tiles: TileSet, theme: Theme, seed: int = 0) -> Mapping[str, Bytes]:
    """uint8 (16, 16, 4) by name, for `worldgen.levels.export.export(..., pictures=...)`.

    Tiles that the theme has no look for are left out, and so stay plain. A tile that ends against
    others is drawn as it is among its own kind.
    """
    brush = Brush(theme, TILE_PX, seed)
    pictures: dict[str, Bytes] = {}
    for tile in tiles:
        look = brush.look(tile.name)
        if look is not None:
            part = brush.alone(tile.name) if look.material else np.empty((0, 0, 3), np.uint8)
            pictures[tile.name] = brush.tile(tile.name, part, WHOLE)
    return pictures
