"""A level drawn with a theme's tiles: what a player would see of it from above."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Entity, Level, Mask
from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.brush import Brush
from worldgen.textures.pixel.fills import ACROSS
from worldgen.textures.pixel.neighbours import masks_of
from worldgen.textures.pixel.themes import Theme

LARGEST = 8192
"""Pixels a side."""
Names = NDArray[np.object_]
_SHADOW = 168
"""Of 256: the light that is left in one."""
_QUARTERS = {"west": 1, "south": 2, "east": 3}
"""Turns to the left of a sprite that looks north."""


def draw(
    level: Level,
    theme: Theme,
    *,
    floor: int = 0,
    tile_px: int = 16,
    seed: int = 0,
    frame: int | None = None,
) -> Bytes:
    """uint8 (height * tile_px, width * tile_px, 3) of one floor.

    `frame` is of the tiles that move; each begins anew after its last. Raises InvalidSpec where the
    picture would be too large, or there is no such floor.
    """
    if not 0 <= floor < level.floors:
        raise InvalidSpec.at("floor", f"{floor}; the level has floors 0 to {level.floors - 1}")
    if max(level.width, level.height) * tile_px > LARGEST:
        most = LARGEST // max(level.width, level.height)
        raise InvalidSpec.at("tile_px", f"{tile_px} pixels a cell; {most} is the most here")
    colours = {tile.name.partition("@")[0]: tile.colour for tile in level.tiles}
    brush = Brush(theme, tile_px, seed, colours, frame=frame)
    canvas = np.empty((level.height * tile_px, level.width * tile_px, 3), np.uint8)
    for (row, column), name in np.ndenumerate(_beneath(level, theme, floor)):
        canvas[_at(brush, row, column)] = brush.part(name, row, column)
    high = _high(level, floor)
    for names in _layers(level, floor):
        for name in _drawn_in_order(theme, names):
            _lay(canvas, brush, names, name, high)
    for entity in level.entities:
        if entity.floor == floor and entity.kind in theme.entities:
            at = _at(brush, entity.y, entity.x)
            _stamp(canvas, at, _figure(brush, entity))
    return canvas


def _lay(canvas: Bytes, brush: Brush, names: Names, name: str, high: Mask) -> None:
    """One tile, wherever it is or goes on, with outlines where something else is beside it."""
    look, theme = brush.look(name), brush.theme
    lying = [each for each in theme.tiles if name in theme.beds(each)]
    here = np.isin(names.astype(str), [name, *lying])
    same = here | np.isin(names.astype(str), _family(theme, name))
    found = masks_of(same)
    # NOTE: once for all that are alike: shadows that overlap would be twice as dark.
    if look and look.casts and not (look.like and (names == look.like).any()):
        _shade(canvas, brush.side, same, high | same, look.casts)
    for row, column in np.argwhere(here):
        at = _at(brush, row, column)
        _stamp(canvas, at, brush.placed(name, int(found[row, column]), row, column))
        in_front = row + 1 < names.shape[0] and not (same | high)[row + 1, column]
        if look and look.face and in_front:
            front = brush.front(look, brush.part(name, row, column))
            canvas[at[0].stop - len(front) : at[0].stop, at[1]] = front
    if look and look.joins:
        _join(canvas, brush, name, same)


def _join(canvas: Bytes, brush: Brush, name: str, same: Mask) -> None:
    """A patch on each corner where two cells meet and the other two are of another kind."""
    side = brush.side
    a, b, c, d = same[:-1, :-1], same[:-1, 1:], same[1:, :-1], same[1:, 1:]
    apart = (a & d & ~b & ~c) | (b & c & ~a & ~d)
    whole = np.tile(brush.fill(name), (2, 2, 1))
    for row, column in np.argwhere(apart) * side + side // 2:
        top, left = row % (ACROSS * side), column % (ACROSS * side)
        patch = brush.patch(name, whole[top : top + side, left : left + side])
        _stamp(canvas, (slice(row, row + side), slice(column, column + side)), patch)


def _shade(canvas: Bytes, side: int, casting: Mask, high: Mask, share: float) -> None:
    """Darkens what lies low to the south and east of the cells that cast a shadow."""
    reach = max(1, round(share * side))
    tall = np.kron(casting, np.ones((side, side), np.bool_))
    shaded = np.zeros_like(tall)
    for step in range(1, reach + 1):
        shaded[step:, step:] |= tall[:-step, :-step]
    shaded &= ~np.kron(high, np.ones((side, side), np.bool_))
    canvas[shaded] = (canvas[shaded].astype(np.uint32) * _SHADOW // 256).astype(np.uint8)


def _figure(brush: Brush, entity: Entity) -> Bytes:
    """Its sprite; what leads one way is turned that way."""
    drawn = brush.sprite(brush.theme.entities[entity.kind])
    return np.rot90(drawn, _QUARTERS.get(str(entity.properties.get("toward", "")), 0))


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


def _drawn_in_order(theme: Theme, names: Names) -> list[str]:
    """The tiles of a layer and those that they lie on, lowest first."""
    there = set(names[names != ""])
    there |= {bed for name in there for bed in theme.beds(name)}
    return sorted(there, key=lambda name: _order(theme, name))


def _layers(level: Level, floor: int) -> Iterator[Names]:
    """The tiles' names, cell by cell, of each layer; empty where nothing is."""
    names = np.array(["", *(tile.name.partition("@")[0] for tile in level.tiles)], object)
    for layer in level.layers:
        yield names[layer.cells[floor]]


def _high(level: Level, floor: int) -> Mask:
    """Where something stands as high as a wall: what is neither walked nor seen through."""
    high = level.tiles.having("solid") & level.tiles.having("opaque")
    found: Mask = np.any([high[layer.cells[floor]] for layer in level.layers], axis=0)
    return found


def _beneath(level: Level, theme: Theme, floor: int) -> Names:
    """For each cell the tile whose look lies at the bottom."""
    beneath = np.full((level.height, level.width), theme.ground, object)
    for names in _layers(level, floor):
        for name in set(names[names != ""]):
            look = theme.tiles.get(name)
            if look is not None and look.over:
                beneath[names == name] = look.over
    return beneath
