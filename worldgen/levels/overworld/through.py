"""Rivers through a box whose surroundings stay: each that runs in finds a way on, down to water.

What drains without the box is left alone. What doesn't is led to a sink: a river outside that
drains, water, or the map's edge; where none lies low enough it ends in a pond. Flat arrays.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel
from worldgen.levels.level import Mask
from worldgen.levels.overworld.drainage import NOWHERE, Heights

POND = 2
RIVER = 1


def drained(river: Mask, water: Mask, heights: Heights) -> Mask:
    """The river cells from which one gets to water or the map's edge, never up. Shape of all."""
    height, width = river.shape
    drains = np.zeros(river.size, np.bool_)
    todo = np.empty(river.size, np.int32)
    _climb(river.ravel(), water.ravel(), heights.ravel(), drains, todo, height, width)
    return drains.reshape(river.shape)


def lead(
    sources: NDArray[np.int32],
    levels: NDArray[np.int64],
    receiver: NDArray[np.int32],
    sinks: Mask,
    stays: Mask,
    bed: Heights,
) -> NDArray[np.uint8]:
    """RIVER and POND cells, flat, of ways from `sources` on, no higher than `levels` there.

    Lowers `bed` along them. `stays`: cells, sinks among them, that can't be changed.
    """
    drawn = np.zeros(receiver.size, np.uint8)
    _lead(sources, levels, receiver, sinks.ravel(), stays.ravel(), bed.ravel(), drawn)
    return drawn


@bare_kernel
def _climb(river, water, heights, drains, todo, height, width):  # type: ignore[no-untyped-def]
    """Upstream from the edge and all water; todo: int32, room for all cells."""
    tail = 0
    for cell in range(river.size):
        if not river[cell]:
            continue
        row, column = cell // width, cell % width
        ends = row == 0 or column == 0 or row == height - 1 or column == width - 1
        for y in range(max(row - 1, 0), min(row + 2, height)):
            for x in range(max(column - 1, 0), min(column + 2, width)):
                beside = y * width + x
                if water[beside] and heights[beside] <= heights[cell]:
                    ends = True
        if ends:
            drains[cell] = True
            todo[tail] = cell
            tail += 1
    head = 0
    while head < tail:
        cell = todo[head]
        head += 1
        row, column = cell // width, cell % width
        for y in range(max(row - 1, 0), min(row + 2, height)):
            for x in range(max(column - 1, 0), min(column + 2, width)):
                beside = y * width + x
                if river[beside] and not drains[beside] and heights[beside] >= heights[cell]:
                    drains[beside] = True
                    todo[tail] = beside
                    tail += 1


@bare_kernel
def _lead(sources, levels, receiver, sinks, stays, bed, drawn):  # type: ignore[no-untyped-def]
    for at in range(sources.size):
        cell, level = np.int64(sources[at]), levels[at]
        while not stays[cell] and not sinks[cell]:
            level = min(level, np.int64(bed[cell]))
            bed[cell] = np.uint16(level)
            if drawn[cell] == POND:
                break
            drawn[cell] = RIVER
            to = np.int64(receiver[cell])
            if to == NOWHERE:
                break
            if (stays[to] or sinks[to]) and (not sinks[to] or np.int64(bed[to]) > level):
                drawn[cell] = POND
                break
            cell = to
