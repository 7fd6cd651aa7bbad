"""A level drawn with a theme's tiles: what a player would see of it from above."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Level
from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.brush import Brush
from worldgen.textures.pixel.neighbours import masks_of
from worldgen.textures.pixel.sprites import sprite
from worldgen.textures.pixel.themes import Theme

LARGEST = 8192
"""Pixels a side."""
Names = NDArray[np.object_]


def draw(level: Level, theme: Theme, *, floor: int = 0, tile_px: int = 16, seed: int = 0) -> Bytes:
    """uint8 (height * tile_px, width * tile_px, 3) of one floor.

    Raises InvalidSpec where the picture would be too large, or there is no such floor.
    """
    if not 0 <= floor < level.floors:
        raise InvalidSpec.at("floor", f"{floor}; the level has floors 0 to {level.floors - 1}")
    if max(level.width, level.height) * tile_px > LARGEST:
        most = LARGEST // max(level.width, level.height)
        raise InvalidSpec.at("tile_px", f"{tile_px} pixels a cell; {most} is the most here")
    colours = {tile.name.partition("@")[0]: tile.colour for tile in level.tiles}
    brush = Brush(theme, tile_px, seed, colours)
    canvas = np.empty((level.height * tile_px, level.width * tile_px, 3), np.uint8)
    for (row, column), name in np.ndenumerate(_beneath(level, theme, floor)):
        canvas[_at(brush, row, column)] = brush.part(name, row, column)
    for names in _layers(level, floor):
        for name in sorted(set(names[names != ""]), key=lambda each: _order(theme, each)):
            _lay(canvas, brush, names, name)
    for entity in level.entities:
        shown = theme.entities.get(entity.kind)
        if shown and entity.floor == floor:
            at = _at(brush, entity.y, entity.x)
            _stamp(canvas, at, sprite(shown, brush.palette, tile_px))
    return canvas


def _lay(canvas: Bytes, brush: Brush, names: Names, name: str) -> None:
    """One tile, wherever it is, with outlines where something else is beside it."""
    look = brush.look(name)
    same = np.isin(names.astype(str), _family(brush.theme, name))
    found = masks_of(same)
    for row, column in np.argwhere(names == name):
        part, at = brush.part(name, row, column), _at(brush, row, column)
        _stamp(canvas, at, brush.tile(name, part, int(found[row, column])))
        in_front = row + 1 < names.shape[0] and not same[row + 1, column]
        if look and look.face and in_front:
            front = brush.front(look, part)
            canvas[at[0].stop - len(front) : at[0].stop, at[1]] = front


def _stamp(canvas: Bytes, at: tuple[slice, slice], tile: Bytes) -> None:
    """A tile with alpha onto a cell."""
    alpha = tile[:, :, 3:].astype(np.uint32)
    mixed = tile[:, :, :3] * alpha + canvas[at] * (255 - alpha)
    canvas[at] = (mixed + 127) // 255


def _family(theme: Theme, name: str) -> list[str]:
    """The tiles that it doesn't end against."""
    look = theme.tiles.get(name)
    likes = [each for each, other in theme.tiles.items() if other.like == name]
    return [name, *likes, *([look.like] if look and look.like else [])]


def _at(brush: Brush, row: int, column: int) -> tuple[slice, slice]:
    top, left = row * brush.side, column * brush.side
    return slice(top, top + brush.side), slice(left, left + brush.side)


def _order(theme: Theme, name: str) -> tuple[int, str]:
    look = theme.tiles.get(name)
    return look.order if look else 0, name


def _layers(level: Level, floor: int) -> Iterator[Names]:
    """The tiles' names, cell by cell, of each layer; empty where nothing is."""
    names = np.array(["", *(tile.name.partition("@")[0] for tile in level.tiles)], object)
    for layer in level.layers:
        yield names[layer.cells[floor]]


def _beneath(level: Level, theme: Theme, floor: int) -> Names:
    """For each cell the tile whose look lies at the bottom."""
    beneath = np.full((level.height, level.width), theme.ground, object)
    for names in _layers(level, floor):
        for name in set(names[names != ""]):
            look = theme.tiles.get(name)
            if look is not None and look.over:
                beneath[names == name] = look.over
    return beneath
