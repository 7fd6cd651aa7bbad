"""Parts a cave where it narrows: a watershed of how far cells are from the rock, compiled.

Cells are flooded from the deepest on; basins that meet where it is hardly shallower than the lower
one's deepest cell are one (merging by persistence: Edelsbrunner et al. 2002).
"""

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import kernel
from worldgen.levels.cave.parents import root

_CELLS = 1 << 17
"""That are flooded between two pauses."""


def basins(depth: NDArray[np.int32]) -> Generator[None, None, NDArray[np.int32]]:
    """Labels from 1 on, 0 where the depth is 0; each is one region in four directions."""
    order = _deepest_first(depth.reshape(-1))
    labels = np.zeros(depth.size, np.int32)
    parent, peak = np.zeros((2, order.size + 1), np.int32)
    count = 0
    for begin in range(0, order.size, _CELLS):
        yield
        count = _flood(depth, order[begin : begin + _CELLS], labels, parent, peak, count)
    yield
    return numbered(labels.reshape(depth.shape), parent)


def numbered(labels: NDArray[np.int32], parent: NDArray[np.int32]) -> NDArray[np.int32]:
    """The labels from 1 on, in the order in which one reads them; `parent` is what each is part of,
    itself for those that stay."""
    again: NDArray[np.int32] = _numbered(labels.reshape(-1).copy(), parent)
    return again.reshape(labels.shape)


@kernel
def _flood(depth, order, labels, parent, peak, count):  # type: ignore[no-untyped-def]
    """Adds cells to basins, and basins to others; the number of basins so far."""
    height, width = depth.shape
    for cell in order:
        y, x = cell // width, cell % width
        here = depth[y, x]
        best = 0
        for turn in range(4):
            beside = _beside(labels, parent, x, y, turn, width, height)
            if beside > 0 and (best == 0 or peak[beside] > peak[best]):
                best = beside
        if best == 0:
            count += 1
            best = count
            parent[best], peak[best] = best, here
        labels[cell] = best
        for turn in range(4):
            beside = _beside(labels, parent, x, y, turn, width, height)
            if beside > 0 and beside != best and peak[beside] - here < max(2, peak[beside] // 3):
                parent[beside] = best
    return count


@kernel
def _deepest_first(depth):  # type: ignore[no-untyped-def]
    """The cells that aren't rock, by falling depth, then in reading order."""
    deepest = 0
    for here in depth:
        deepest = max(deepest, here)
    begins = np.zeros(deepest + 2, np.int64)
    for here in depth:
        if here > 0:
            begins[deepest - here + 1] += 1
    for at in range(1, begins.size):
        begins[at] += begins[at - 1]
    order = np.empty(begins[deepest], np.int64)
    for cell in range(depth.size):
        if depth[cell] > 0:
            order[begins[deepest - depth[cell]]] = cell
            begins[deepest - depth[cell]] += 1
    return order


@kernel
def _beside(labels, parent, x, y, turn, width, height):  # type: ignore[no-untyped-def]
    """The basin of a neighbour, or 0."""
    ny = y + (turn == 2) - (turn == 0)
    nx = x + (turn == 1) - (turn == 3)
    if not (0 <= ny < height and 0 <= nx < width) or labels[ny * width + nx] == 0:
        return 0
    return root(parent, labels[ny * width + nx])


@kernel
def _numbered(labels, parent):  # type: ignore[no-untyped-def]
    numbers = np.zeros(parent.size, np.int32)
    count = 0
    for cell in range(labels.size):
        if labels[cell] > 0:
            basin = root(parent, labels[cell])
            if numbers[basin] == 0:
                count += 1
                numbers[basin] = count
            labels[cell] = numbers[basin]
    return labels
