"""How much of a box is other than it was."""

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.level import Level
from worldgen.levels.region import Region
from worldgen.levels.text import topmost

_FEW = 0.1
"""Of a box's cells: fewer changed ones are hardly seen."""


def changed_cells(before: Level, after: Level, region: Region) -> int:
    """Cells of the box in which another tile is seen, or other things stand."""
    differs = _names(before) != _names(after)
    for one, other in ((before, after), (after, before)):
        kept = {(it.kind, it.cell) for it in other.entities}
        for it in one.entities:
            if (it.kind, it.cell) not in kept:
                differs[it.floor, it.y, it.x] = True
    return int(differs[region.slices].sum())


def told(before: Level, after: Level, region: Region) -> str:
    """In words, for who asked for another box."""
    changed, whole = changed_cells(before, after, region), region.width * region.height
    said = f"{changed:,} of the box's {whole:,} cells are others now."
    if changed < whole * _FEW:
        return f"{said} What has to hold leaves it little choice; a larger box leaves more."
    return f"{said} Press again for another one."


def _names(level: Level) -> NDArray[np.str_]:
    """Of the tile that is seen in each cell: indices may mean others by now."""
    names = np.array(["", *(tile.name for tile in level.tiles)])
    seen: NDArray[np.str_] = names[topmost(level)]
    return seen
