"""Where water runs: depressions filled, a way down for every cell, and how much flows by.

Priority-flood (R. Barnes et al., "Priority-flood", 2014) with a first-in-first-out bucket for each
of the 65,536 heights, so it takes time linear in the cells; then the steepest of eight directions
(J. O'Callaghan, D. Mark, 1984). All in whole numbers. Arrays are flat, a cell is row * width +
column; heights uint16, ways and orders int32.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel
from worldgen.levels.level import Mask

NOWHERE = -1
AT_ONCE = 120_000
"""Cells that are flooded between two chances to stop: some 20 ms."""
_LEVELS = 65536
_DX = np.array([0, 1, 0, -1, 1, 1, -1, -1], np.int64)
_DY = np.array([-1, 0, 1, 0, -1, 1, 1, -1], np.int64)
_NEAR = np.array([14, 14, 14, 14, 10, 10, 10, 10], np.int64)
"""A drop times this compares slopes: 14 / 10 is about the square root of 2."""

Heights = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Drainage:
    """Flat arrays, a cell each."""

    filled: Heights
    """Each depression filled to where it spills over."""
    receiver: NDArray[np.int32]
    """The cell that its water runs to, never higher; NOWHERE for a sink: the sea and the edge."""
    order: NDArray[np.int32]
    """All cells, every one after its receiver."""
    flow: NDArray[np.int32]
    """Cells whose water passes, its own included."""


class Flood:
    """Fills `heights` (height, width) from the sinks inwards, `AT_ONCE` cells at a time."""

    def __init__(self, heights: Heights, sinks: Mask, edge: bool = True) -> None:
        """Where the map's `edge` is no sink there has to be another one."""
        cells = heights.size
        self._shape = heights.shape
        self._heights = heights.ravel()
        self._sinks = (_with_edge(sinks) if edge else sinks).ravel()
        self._filled = self._heights.copy()
        self._receiver = np.full(cells, NOWHERE, np.int32)
        self._order = np.empty(cells, np.int32)
        self._seen = self._sinks.copy()
        self._first = np.full(_LEVELS, NOWHERE, np.int32)
        self._last = np.full(_LEVELS, NOWHERE, np.int32)
        self._next = np.full(cells, NOWHERE, np.int32)
        self._at = np.zeros(2, np.int64)

    def run(self) -> Iterator[float]:
        """Yields the share that is done."""
        _begin(self._heights, self._sinks, self._first, self._last, self._next)
        cells = self._heights.size
        while self._at[1] < cells:
            _flood(
                self._heights,
                self._filled,
                self._receiver,
                self._order,
                self._seen,
                self._first,
                self._last,
                self._next,
                self._at,
                _DX,
                _DY,
                self._shape[0],
                self._shape[1],
                AT_ONCE,
            )
            yield int(self._at[1]) / cells

    def drainage(self) -> Drainage:
        """NOTE: after `run` has ended."""
        flow = np.ones(self._heights.size, np.int32)
        _steepest(self._filled, self._sinks, self._receiver, _DX, _DY, _NEAR, *self._shape)
        _accumulate(self._receiver, self._order, flow)
        return Drainage(self._filled, self._receiver, self._order, flow)


def _with_edge(sinks: Mask) -> Mask:
    edged = sinks.copy()
    edged[0] = edged[-1] = True
    edged[:, 0] = edged[:, -1] = True
    return edged


@bare_kernel
def _begin(heights, sinks, first, last, following):  # type: ignore[no-untyped-def]
    for cell in range(heights.size):
        if sinks[cell]:
            _append(first, last, following, heights[cell], cell)


@bare_kernel
def _append(first, last, following, level, cell):  # type: ignore[no-untyped-def]
    if first[level] == NOWHERE:
        first[level] = cell
    else:
        following[last[level]] = cell
    last[level] = cell


@bare_kernel
def _flood(  # type: ignore[no-untyped-def]
    heights,
    filled,
    receiver,
    order,
    seen,
    first,
    last,
    following,
    at,
    dx,
    dy,
    height,
    width,
    most,
):
    """at: int64 (the lowest level that may hold cells, cells taken)."""
    level, taken = at[0], at[1]
    end = min(taken + most, heights.size)
    while taken < end:
        cell = first[level]
        if cell == NOWHERE:
            level += 1
            continue
        first[level] = following[cell]
        order[taken] = cell
        taken += 1
        row, column = cell // width, cell % width
        for way in range(8):
            y, x = row + dy[way], column + dx[way]
            if y < 0 or x < 0 or y >= height or x >= width:
                continue
            beside = y * width + x
            if seen[beside]:
                continue
            seen[beside] = True
            receiver[beside] = cell
            filled[beside] = max(heights[beside], np.uint16(level))
            _append(first, last, following, filled[beside], beside)
    at[0], at[1] = level, taken


@bare_kernel
def _steepest(filled, sinks, receiver, dx, dy, near, height, width):  # type: ignore[no-untyped-def]
    """Turns each way to the steepest neighbour; on flats it stays with whom the flood came from."""
    for row in range(1, height - 1):
        for column in range(1, width - 1):
            cell = row * width + column
            if sinks[cell]:
                continue
            steepest = np.int64(0)
            for way in range(8):
                beside = cell + dy[way] * width + dx[way]
                falls = (np.int64(filled[cell]) - np.int64(filled[beside])) * near[way]
                if falls > steepest:
                    steepest = falls
                    receiver[cell] = beside


@bare_kernel
def _accumulate(receiver, order, flow):  # type: ignore[no-untyped-def]
    for at in range(order.size - 1, -1, -1):
        cell = order[at]
        if receiver[cell] != NOWHERE:
            flow[receiver[cell]] += flow[cell]
