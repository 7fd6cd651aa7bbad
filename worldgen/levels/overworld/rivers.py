"""Lakes and rivers of a drained land, and the beds that rivers cut.

NOTE: along a river the height never rises: a bed is as high as the one it runs to, at least.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.kernels import bare_kernel
from worldgen.levels.level import Mask
from worldgen.levels.overworld.drainage import NOWHERE, Drainage, Heights

LEAST_FLOW = 6
"""Cells that drain into the smallest river there may be."""
_LAKE_DEPTH, _LAKE_CELLS = 220, 10
_CUT = 90
"""How deep a river's bed lies, in steps of height."""


@dataclass(frozen=True, slots=True, eq=False)
class Waters:
    """Arrays of the map's shape."""

    heights: Heights
    """With lakes' beds as they were, other depressions filled, and rivers cut in."""
    sea: Mask
    lake: Mask
    river: Mask
    rivers: int
    """That reach the sea or the edge apart from each other."""

    @property
    def still(self) -> Mask:
        """Sea and lakes: what nobody walks through."""
        return self.sea | self.lake


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """Before rivers; arrays of the map's shape."""

    heights: Heights
    sea: Mask
    lake: Mask
    dry: Mask
    """Cells that no river may run through."""
    sea_level: int


def mouths(drainage: Drainage, sea: Mask) -> NDArray[np.int32]:
    """The cells where at least LEAST_FLOW leaves the land, the largest flow first."""
    receiver, under = drainage.receiver, sea.ravel()
    ends = ~under & ((receiver == NOWHERE) | under[receiver])
    cells = np.flatnonzero(ends & (drainage.flow >= LEAST_FLOW)).astype(np.int32)
    return cells[np.argsort(-drainage.flow[cells], kind="stable")]


def lakes_of(heights: Heights, drainage: Drainage, dry: Mask) -> Mask:
    """Depressions wide and deep enough to hold water, but for the cells that have to stay dry."""
    filled = drainage.filled.reshape(heights.shape)
    hollow = filled > heights
    labels, number = ndimage.label(hollow)
    depth = (filled - heights).astype(np.int32)
    deepest = np.zeros(number + 1, np.int32)
    np.maximum.at(deepest, labels[hollow], depth[hollow])
    cells = np.bincount(labels[hollow], minlength=number + 1)
    holds = (deepest >= _LAKE_DEPTH) & (cells >= _LAKE_CELLS)
    lake: Mask = hollow & holds[labels] & ~dry
    return lake


def waters_of(
    drainage: Drainage,
    land: Land,
    sources: NDArray[np.int32],
    chosen: NDArray[np.int32],
    stream: int,
) -> Waters:
    """Rivers from where `stream` cells drain together down to the `chosen` mouths.

    From `sources` one runs down in any case, through dry cells too where nothing else is left.
    """
    height, width = land.heights.shape
    still, dry = (land.sea | land.lake).ravel(), land.dry.ravel()
    river = np.zeros(land.heights.size, np.bool_)
    stream_of = np.zeros(land.heights.size, np.int32)
    stream_of[chosen] = np.clip(drainage.flow[chosen] // 4, 4, stream)
    ways = drainage.receiver, drainage.order, drainage.flow
    _mark(*ways, still, dry, stream_of, river)
    _mark_down(drainage.receiver, still, sources, river)
    stays = still | dry
    bed = np.where(stays, land.heights.ravel(), drainage.filled)
    _cut(*ways, still, river, bed, stream, land.sea_level)
    _widen(drainage.order, drainage.flow, stays, river, bed, height, width, stream)
    shaped = bed.reshape(height, width), river.reshape(height, width)
    return Waters(shaped[0], land.sea, land.lake, shaped[1], len(chosen))


@bare_kernel
def _mark(receiver, order, flow, still, dry, stream_of, river):  # type: ignore[no-untyped-def]
    """stream_of: int32, at mouths how much flow makes a river; is spread upstream, 0 is none."""
    for at in range(order.size):
        cell = order[at]
        if dry[cell]:
            stream_of[cell] = 0
        elif stream_of[cell] == 0 and receiver[cell] != NOWHERE:
            stream_of[cell] = stream_of[receiver[cell]]
        if stream_of[cell] > 0 and flow[cell] >= stream_of[cell] and not still[cell]:
            river[cell] = True


@bare_kernel
def _mark_down(receiver, still, sources, river):  # type: ignore[no-untyped-def]
    for at in range(sources.size):
        cell = sources[at]
        river[cell] = True
        cell = receiver[cell]
        while cell != NOWHERE and not river[cell]:
            if not still[cell]:
                river[cell] = True
            cell = receiver[cell]


@bare_kernel
def _cut(receiver, order, flow, still, river, bed, stream, sea_level):  # type: ignore[no-untyped-def]
    """bed: uint16, lowered to where the water of each river cell stands."""
    for at in range(order.size):
        cell = order[at]
        if not river[cell] or still[cell]:
            continue
        deep = np.int64(_CUT)
        if flow[cell] < 8 * stream:
            deep = _CUT * np.int64(flow[cell]) // (8 * stream)
        low = np.int64(sea_level)
        to = receiver[cell]
        if to != NOWHERE and (river[to] or still[to]):
            low = max(low, np.int64(bed[to]))
        bed[cell] = np.uint16(max(np.int64(bed[cell]) - deep, min(low, np.int64(bed[cell]))))


@bare_kernel
def _widen(order, flow, stays, river, bed, height, width, stream):  # type: ignore[no-untyped-def]
    """Large rivers take the cells beside them, from the mouth upwards, at their own height."""
    for at in range(order.size):
        cell = order[at]
        if flow[cell] < 12 * stream or not river[cell] or stays[cell]:
            continue
        row, column = cell // width, cell % width
        wide = flow[cell] >= 40 * stream
        for way in range(4 if wide else 2):
            y, x = row + (way == 1) - (way == 3), column + (way == 0) - (way == 2)
            if y < 0 or x < 0 or y >= height or x >= width:
                continue
            beside = y * width + x
            if not river[beside] and not stays[beside] and flow[beside] < stream:
                river[beside] = True
                bed[beside] = bed[cell]
