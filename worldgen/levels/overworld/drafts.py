"""What an overworld looks like while it is made."""

import numpy as np

from worldgen.levels.level import Cells, Layer, Level
from worldgen.levels.overworld.biomes import TILES, look
from worldgen.levels.overworld.drainage import Heights
from worldgen.levels.overworld.ground import FINE, Ground
from worldgen.levels.spec import LevelSpec
from worldgen.levels.tiles import tile_set

_EVERY = 3
"""Bands: one draft in less than 100 ms."""
_SAMPLED = 4


def level_of_sea(heights: Heights, share: float) -> int:
    """The height below which that share of the cells lies; 1 at least."""
    counts = np.cumsum(np.bincount(heights.ravel(), minlength=65536))
    return max(1, int(np.searchsorted(counts, int(share * heights.size), side="right")))


def draft(spec: LevelSpec, terrain: Cells) -> Level:
    """One layer; `terrain` has the shape (height, width)."""
    layers = (Layer("terrain", terrain[np.newaxis]),)
    return Level(spec.kind, spec.seed, "draft", spec.width, spec.height, 1, tile_set(TILES), layers)


class Rough:
    """Drafts of bare ground, whose sea is where it would be if nothing changed any more."""

    def __init__(self, spec: LevelSpec, sea: float) -> None:
        self._spec = spec
        self._sea = sea
        self._bands = 0

    def of(self, ground: Ground) -> Level | None:
        """A draft now and then, so that drafts don't take long."""
        self._bands += 1
        if self._bands % _EVERY != 1:
            return None
        heights = (ground // FINE).astype(np.uint16)
        sea_level = level_of_sea(heights[::_SAMPLED, ::_SAMPLED], self._sea)
        return draft(self._spec, look(sea_level)[heights])
