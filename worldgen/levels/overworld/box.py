"""A box of an overworld that is made anew: what of it may change, and the level around it."""

from dataclasses import dataclass, replace

import numpy as np

from worldgen.levels.level import Cells, Layer, Level, Mask
from worldgen.levels.overworld.drainage import Heights
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec

MOVED = ("enemy", "loot")
"""Kinds of entities that go elsewhere in the box; cells of others stay."""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """The region with a ring of one cell around it, where the map goes on; arrays of that shape."""

    view: tuple[slice, slice]
    free: Mask
    """Cells that may change."""
    inside: Mask

    @classmethod
    def of(cls, spec: LevelSpec, level: Level, region: Region) -> "Box":
        rows = slice(max(0, region.y - 1), region.y + region.height + 1)
        columns = slice(max(0, region.x - 1), region.x + region.width + 1)
        inside = np.zeros((level.height, level.width), np.bool_)
        inside[region.slices[1:]] = True
        free = inside.copy()
        if level.areas is not None:
            free &= level.areas[0] == 0
        for entity in level.entities:
            if entity.kind not in MOVED:
                free[entity.y, entity.x] = False
        for fixed in spec.fixed:
            free[fixed.y, fixed.x] = False
        return cls((rows, columns), free[rows, columns], inside[rows, columns])


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """The level on its way; arrays have its shape, and are drawn on."""

    before: Level
    heights: Heights
    layers: dict[str, Cells]
    box: Box

    def view(self, layer: str) -> Cells:
        """Of the box; what is drawn there is drawn on the level."""
        return self.layers[layer][self.box.view]

    def put(self, layer: str, tile: str, where: Mask) -> None:
        """Into those cells of the box that may change."""
        self.view(layer)[where & self.box.free] = self.before.tiles.index(tile)

    def clear(self) -> None:
        for layer in self.layers:
            self.view(layer)[self.box.free] = 0

    def holding(self, *tiles: str) -> Mask:
        """Shape of the level."""
        known = self.before.tiles
        wanted = [known.index(tile) for tile in tiles if tile in known]
        held = [np.isin(cells, wanted) for cells in self.layers.values()]
        return np.asarray(np.any(held, axis=0), np.bool_)

    def level(self) -> Level:
        layers = (Layer(name, cells[np.newaxis].copy()) for name, cells in self.layers.items())
        return replace(self.before, layers=tuple(layers), heights=self.heights)
