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
    others is drawn as it is among its own kind, and one that lies on another with that beneath.
    """
    brush = Brush(theme, TILE_PX, seed)
    names = (tile.name for tile in tiles if tile.name in theme.tiles)
    return {name: _picture(brush, name) for name in names}


def _picture(brush: Brush, name: str) -> Bytes:
    look = brush.theme.tiles[name]
    if look.material:
        return brush.tile(name, brush.alone(name), WHOLE)
    drawn = brush.tile(name, np.empty((0, 0, 3), np.uint8), WHOLE)
    beneath = look.bed or look.over
    if not beneath:
        return drawn
    ground = brush.tile(beneath, brush.alone(beneath), WHOLE)
    return np.where(drawn[:, :, 3:] == 255, drawn, ground)
