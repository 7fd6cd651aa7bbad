"""A cheap look at a level that isn't finished: its topmost tiles, every few cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.level import Level
from worldgen.levels.text import topmost
from worldgen.levels.tiles import TileSet

MAX_SIDE = 256
"""Cells of a preview; beyond it only every second one is shown, and so on."""
_MAX_INDEX = 255


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    stride: int
    """Cells of the level that one cell here stands for, across and down."""
    tiles: TileSet
    cells: NDArray[np.uint8]
    """Shape (floors, height, width): the tile; 0 is none yet, 255 the 255th and all later."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A step of a generation, made small."""

    phase: str
    fraction: float
    preview: Preview | None = None


def preview_of(level: Level) -> Preview:
    """At most MAX_SIDE cells across and down."""
    stride = -(-max(level.width, level.height) // MAX_SIDE)
    shown = topmost(level)[:, ::stride, ::stride]
    return Preview(stride, level.tiles, np.minimum(shown, _MAX_INDEX).astype(np.uint8))
