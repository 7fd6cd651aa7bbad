"""The picture of a tile set, in rows: what the caller has drawn, or a plain square a tile, for
artists to paint over."""

import io
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from worldgen.errors import InvalidSpec
from worldgen.levels.export.content import Content
from worldgen.levels.tiles import Tile, TileSet

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
    """PNG bytes; squares without a tile are transparent.

    Raises InvalidSpec for a tile's picture that is of another shape.
    """
    tiles = content.level.tiles
    atlas = Atlas.of(tiles)
    squares = np.zeros((atlas.rows * atlas.columns, TILE_PX, TILE_PX, 4), np.uint8)
    for at, tile in enumerate(tiles):
        squares[at] = _drawn(content, tile.name) if tile.name in content.pictures else _plain(tile)
    grid = squares.reshape(atlas.rows, atlas.columns, TILE_PX, TILE_PX, 4)
    pixels = grid.swapaxes(1, 2).reshape(atlas.height_px, atlas.width_px, 4)
    return png_bytes(Image.fromarray(pixels), content)


def _drawn(content: Content, name: str) -> NDArray[np.uint8]:
    picture, wanted = content.pictures[name], (TILE_PX, TILE_PX, 4)
    if picture.shape != wanted or picture.dtype != np.uint8:
        said = f"{picture.dtype} {picture.shape}; a tile's picture is uint8 {wanted}"
        raise InvalidSpec.at(f"pictures.{name:.60}", said)
    return picture


def _plain(tile: Tile) -> NDArray[np.uint8]:
    square = np.empty((TILE_PX, TILE_PX, 4), np.uint8)
    square[:] = (*bytes.fromhex(tile.colour[1:]), 255)
    square[-1, :, :3] = square[-1, :, :3] * _SHADE
    square[:, -1, :3] = square[:, -1, :3] * _SHADE
    return square


def png_bytes(image: Image.Image, content: Content) -> bytes:
    """PNG bytes with the level's provenance as text chunks."""
    texts = PngInfo()
    for name, value in content.about().items():
        texts.add_itxt(name, str(value))
    data = io.BytesIO()
    image.save(data, "PNG", pnginfo=texts)
    return data.getvalue()
