"""A theme's tiles on one picture, and what an editor has to know to lay them by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from worldgen.errors import InvalidSpec
from worldgen.textures.maps import Bytes
from worldgen.textures.parameters import nearest
from worldgen.textures.pixel.brush import Brush
from worldgen.textures.pixel.neighbours import Rule, masks, rule_of
from worldgen.textures.pixel.terrain import LARGEST, SMALLEST
from worldgen.textures.pixel.themes import Theme

COLUMNS = 16
WHOLE = 255
"""The mask of a tile all of whose neighbours are of its kind."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    picture: Bytes
    """(rows * tile_px, COLUMNS * tile_px, 4), sRGB with alpha."""
    tile_px: int
    places: Mapping[str, Mapping[int, int]]
    """By the tile's name and its mask the place on the picture, row by row, from 0. A tile that
    doesn't look at its neighbours has WHOLE alone. Of one that moves it's the first frame's; the
    others lie to the right of it."""
    frames: Mapping[str, int]
    """Of the tiles that move, how many each has."""
    frame_ms: Mapping[str, int]
    """Of the tiles that move, how long each frame is shown."""
    entities: Mapping[str, int]
    """By their kinds the places of sprites, after all tiles; empty where tiles were named."""
    rule: Rule = "blob"
    """What the masks are of; corners lie half a cell off."""


def sheet(
    theme: Theme,
    tiles: Sequence[str] = (),
    tile_px: int = 16,
    seed: int = 0,
    rule: Rule = "blob",
) -> Sheet:
    """All of the theme's tiles and entities, or the tiles named, in that order.

    A patch has 47 tiles by the rule `blob`, 16 by `sides` or `corners`. Raises InvalidSpec for a
    tile that the theme has no look for, for a size that no tile has, and a rule that there isn't.
    """
    _check(theme, tiles, tile_px, rule)
    brush = Brush(theme, tile_px, seed, rule=rule)
    nothing = np.zeros((tile_px, tile_px, 4), np.uint8)
    drawn: list[Bytes] = []
    places: dict[str, dict[int, int]] = {}
    for name in tiles or theme.tiles:
        look = theme.tiles[name]
        pictures = _pictures(brush, name)
        places[name] = {}
        for mask in masks(rule) if look.edge else (WHOLE,):
            drawn += [nothing] * _skipped(len(drawn), len(pictures))
            places[name][mask] = len(drawn)
            drawn += [brush.standing(name, picture, mask) for picture in pictures]
    entities = {} if tiles else {kind: len(drawn) + at for at, kind in enumerate(theme.entities)}
    drawn += [brush.sprite(theme.entities[kind]) for kind in entities]
    moving = {name: theme.tiles[name] for name in places if theme.tiles[name].frames > 1}
    frames = {name: look.frames for name, look in moving.items()}
    frame_ms = {name: look.frame_ms for name, look in moving.items()}
    return Sheet(_laid(drawn, tile_px), tile_px, places, frames, frame_ms, entities, rule)


def _check(theme: Theme, tiles: Sequence[str], tile_px: int, rule: Rule) -> None:
    rule_of(rule)
    if not SMALLEST <= tile_px <= LARGEST:
        raise InvalidSpec.at("tile_px", f"{tile_px} pixels; use {SMALLEST} to {LARGEST}")
    for at, name in enumerate(tiles):
        if name not in theme.tiles:
            said = f"the theme has no tile {name!r:.60}; {nearest(name, theme.tiles)}"
            raise InvalidSpec.at(f"tiles[{at}]", said)


def _pictures(brush: Brush, name: str) -> Sequence[Bytes]:
    """What fills the tile: one, or each of its frames."""
    look = brush.theme.tiles[name]
    if look.sprite:
        return [np.empty((0, 0, 3), np.uint8)]
    return list(brush.alone_moving(name)) if look.frames > 1 else [brush.alone(name)]


def _skipped(place: int, frames: int) -> int:
    """Places left free so that the frames lie in one row, as Godot wants them."""
    left = COLUMNS - place % COLUMNS
    return left if frames > left else 0


def _laid(drawn: Sequence[Bytes], side: int) -> Bytes:
    rows = -(-len(drawn) // COLUMNS)
    picture = np.zeros((rows * side, COLUMNS * side, 4), np.uint8)
    for at, tile in enumerate(drawn):
        row, column = divmod(at, COLUMNS)
        picture[row * side : row * side + side, column * side : column * side + side] = tile
    return picture
