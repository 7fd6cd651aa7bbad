"""The picture of a tile set: a plain square a tile, in rows, for artists to paint over."""

import io
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from worldgen.levels.export.content import Content
from worldgen.levels.tiles import TileSet

TILE_PX = 16
_SHADE = 0.8
"""Of the two dark sides of a square."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """Tile `index` (from 1) is the (index - 1)th square, by rows."""

    columns: int
    rows: int

    @classmethod
    def of(cls, tiles: TileSet) -> "Atlas":
        columns = math.ceil(math.sqrt(max(1, len(tiles))))
        return cls(columns, -(-max(1, len(tiles)) // columns))

    @property
    def width_px(self) -> int:
        return self.columns * TILE_PX

    @property
    def height_px(self) -> int:
        return self.rows * TILE_PX

    def square(self, index: int) -> tuple[int, int]:
        """Column and row of a tile."""
        return (index - 1) % self.columns, (index - 1) // self.columns


def atlas_png(content: Content) -> bytes:
    """PNG bytes; squares without a tile are transparent."""
    tiles = content.level.tiles
    atlas = Atlas.of(tiles)
    squares = np.zeros((atlas.rows * atlas.columns, TILE_PX, TILE_PX, 4), np.uint8)
    for at, tile in enumerate(tiles):
        squares[at] = (*bytes.fromhex(tile.colour[1:]), 255)
    squares[:, -1, :, :3] = squares[:, -1, :, :3] * _SHADE
    squares[:, :, -1, :3] = squares[:, :, -1, :3] * _SHADE
    grid = squares.reshape(atlas.rows, atlas.columns, TILE_PX, TILE_PX, 4)
    pixels = grid.swapaxes(1, 2).reshape(atlas.height_px, atlas.width_px, 4)
    return png_bytes(Image.fromarray(pixels), content)


def png_bytes(image: Image.Image, content: Content) -> bytes:
    """PNG bytes with the level's provenance as text chunks."""
    texts = PngInfo()
    for name, value in content.about().items():
        texts.add_itxt(name, str(value))
    data = io.BytesIO()
    image.save(data, "PNG", pnginfo=texts)
    return data.getvalue()
