"""A level drawn with a theme's tiles: what a player would see of it from above."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Level
from worldgen.rng import seed_of
from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.fills import ACROSS, Fill, fill, wander
from worldgen.textures.pixel.neighbours import masks_of
from worldgen.textures.pixel.palettes import Palette, palette
from worldgen.textures.pixel.quantise import quantised
from worldgen.textures.pixel.sprites import sprite
from worldgen.textures.pixel.terrain import Outline, Stencil, cut_out, stencils
from worldgen.textures.pixel.themes import Look, Theme

LARGEST = 8192
"""Pixels a side."""
_FACE_LIGHT = 0.62
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
    canvas = brush.grounds(_beneath(level, theme, floor))
    for names in _layers(level, floor):
        for name in sorted(set(names[names != ""]), key=lambda each: brush.order(each)):
            brush.lay(canvas, names, name)
    for entity in level.entities:
        shown = theme.entities.get(entity.kind)
        if shown and entity.floor == floor:
            brush.stamp(canvas, entity.y, entity.x, sprite(shown, brush.palette, tile_px))
    return canvas


@dataclass(slots=True)
class Brush:
    """Draws tiles of one theme, each look made once."""

    theme: Theme
    side: int
    seed: int = 0
    colours: Mapping[str, str] = field(default_factory=dict)
    """Of tiles that the theme has no look for, #rrggbb."""
    palette: Palette = field(init=False)
    _fills: dict[str, Bytes] = field(init=False, default_factory=dict)
    _stencils: dict[Outline, dict[int, Stencil]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.palette = palette(self.theme.palette)

    def order(self, name: str) -> tuple[int, str]:
        look = self.theme.tiles.get(name)
        return (look.order if look else 0, name)

    def grounds(self, names: Names) -> Bytes:
        """What lies beneath everything, cell by cell."""
        canvas = np.empty((names.shape[0] * self.side, names.shape[1] * self.side, 3), np.uint8)
        for (row, column), name in np.ndenumerate(names):
            canvas[self._at(row, column)] = self._part(name, row, column)
        return canvas

    def lay(self, canvas: Bytes, names: Names, name: str) -> None:
        """One tile, wherever it is, with outlines where something else is beside it."""
        look = self.theme.tiles.get(name)
        same = np.isin(names.astype(str), self._family(name, look))
        found = masks_of(same)
        for row, column in np.argwhere(names == name):
            tile = self._tile(name, look, int(found[row, column]), row, column)
            self.stamp(canvas, row, column, tile)
            in_front = row + 1 < names.shape[0] and not same[row + 1, column]
            if look and look.face and in_front:
                self._face(canvas, name, look, row, column)

    def stamp(self, canvas: Bytes, row: int, column: int, tile: Bytes) -> None:
        """A tile with alpha onto a cell."""
        at = self._at(row, column)
        alpha = tile[:, :, 3:].astype(np.uint32)
        mixed = tile[:, :, :3] * alpha + canvas[at] * (255 - alpha)
        canvas[at] = (mixed + 127) // 255

    def _tile(self, name: str, look: Look | None, mask: int, row: int, column: int) -> Bytes:
        if look is not None and look.sprite:
            return sprite(look.sprite, self.palette, self.side)
        part = self._part(name, row, column)
        if look is None or look.edge is None:
            return np.dstack((part, np.full(part.shape[:2], 255, np.uint8)))
        outline = look.edge.outline()
        if outline not in self._stencils:
            noise = wander(self.side, seed_of("outline", self.seed))
            self._stencils[outline] = stencils(noise, "blob", outline)
        return cut_out(part, self._stencils[outline][mask], outline)

    def _face(self, canvas: Bytes, name: str, look: Look, row: int, column: int) -> None:
        """The front of a wall, in the lower part of its cell."""
        high = round(look.face * self.side)
        part = self._part(name, row, column)[:high]
        front = np.floor(part * _FACE_LIGHT + 0.5).astype(np.uint8)
        front[0] = np.floor(part[0] * _FACE_LIGHT * _FACE_LIGHT + 0.5)
        down, across = self._at(row, column)
        canvas[down.stop - high : down.stop, across] = front

    def _part(self, name: str, row: int, column: int) -> Bytes:
        """The cell's part of the picture that fills the tile."""
        whole = self._fills.get(name)
        if whole is None:
            whole = self._fills[name] = self._fill(name)
        top, left = row % ACROSS * self.side, column % ACROSS * self.side
        return whole[top : top + self.side, left : left + self.side]

    def _fill(self, name: str) -> Bytes:
        look = self.theme.tiles.get(name)
        if look is None:
            return self._plain(name)
        seed = seed_of("fill", self.seed, name) % 2**32
        return fill(Fill(look.material, look.params, look.layers, seed), self.side, self.palette)

    def _plain(self, name: str) -> Bytes:
        colour = np.frombuffer(bytes.fromhex(self.colours[name][1:]), np.uint8)
        size = ACROSS * self.side
        return quantised(np.broadcast_to(colour, (size, size, 3)), self.palette)

    def _family(self, name: str, look: Look | None) -> list[str]:
        """The tiles that it doesn't end against."""
        likes = [each for each, other in self.theme.tiles.items() if other.like == name]
        return [name, *likes, *([look.like] if look and look.like else [])]

    def _at(self, row: int, column: int) -> tuple[slice, slice]:
        top, left = row * self.side, column * self.side
        return slice(top, top + self.side), slice(left, left + self.side)


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
