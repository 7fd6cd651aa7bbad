"""Joins hollows by the shortest tunnels, compiled.

labels: int32 (height, width), the hollow of each cell from 1 on, 0 for rock. diggable: bool, the
same shape. A flat cell is y * width + x.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import kernel
from worldgen.levels.cave.parents import root
from worldgen.splitmix import GOLDEN, mixed


def dig(
    labels: NDArray[np.int32], hollows: int, diggable: NDArray[np.bool_], seed: int
) -> NDArray[np.bool_]:
    """The open cells, with a tunnel for each edge of a minimum spanning tree (Kruskal 1956)."""
    height, width = labels.shape
    owner = labels.copy().reshape(-1)
    came_from = np.full(owner.size, -1, np.int64)
    away = np.zeros(owner.size, np.int32)
    _spread(owner, came_from, away, diggable, width)
    cost, a, b = _meetings(owner, away, width)
    order = np.argsort(cost, kind="stable")
    open_ = labels.reshape(-1) > 0
    _join(open_, owner, came_from, diggable, a[order], b[order], hollows, np.uint64(seed))
    return open_.reshape(height, width)


@kernel
def _join(  # type: ignore[no-untyped-def]
    open_, owner, came_from, diggable, a, b, hollows, state
):
    parent = np.arange(hollows + 1)
    for at in range(a.size):
        one, other = root(parent, owner[a[at]]), root(parent, owner[b[at]])
        if one != other:
            parent[one] = other
            for end in (a[at], b[at]):
                state = _open_back(open_, came_from, diggable, end, state)


@kernel
def _spread(owner, came_from, away, diggable, width):  # type: ignore[no-untyped-def]
    """Every hollow grows through the rock until it meets the others."""
    height = owner.size // width
    queue = np.empty(owner.size, np.int64)
    head, tail = 0, 0
    for cell in range(owner.size):
        if owner[cell] > 0:
            queue[tail] = cell
            tail += 1
    while head < tail:
        cell = queue[head]
        head += 1
        y, x = cell // width, cell % width
        for turn in range(4):
            ny = y + (turn == 2) - (turn == 0)
            nx = x + (turn == 1) - (turn == 3)
            if not (0 <= ny < height and 0 <= nx < width):
                continue
            to = ny * width + nx
            if diggable[ny, nx] and owner[to] == 0:
                owner[to], came_from[to], away[to] = owner[cell], cell, away[cell] + 1
                queue[tail] = to
                tail += 1


@kernel
def _meetings(owner, away, width):  # type: ignore[no-untyped-def]
    """Where two hollows' growth meets: how much rock is between them, and the two cells."""
    cost = np.empty(2 * owner.size, np.int32)
    a, b = np.empty(2 * owner.size, np.int64), np.empty(2 * owner.size, np.int64)
    count = 0
    for cell in range(owner.size):
        for to in (cell + 1, cell + width):
            if to >= owner.size or (to == cell + 1 and to % width == 0):
                continue
            if owner[cell] > 0 and owner[to] > 0 and owner[cell] != owner[to]:
                cost[count], a[count], b[count] = away[cell] + away[to], cell, to
                count += 1
    return cost[:count], a[:count], b[:count]


@kernel
def _open_back(open_, came_from, diggable, cell, state):  # type: ignore[no-untyped-def]
    """Opens the rock from a meeting to its hollow, here and there two cells wide."""
    width = diggable.shape[1]
    while came_from[cell] >= 0:
        open_[cell] = True
        state += GOLDEN
        drawn = mixed(state)
        if drawn & np.uint64(3) != 0:
            side = cell + (1 if drawn & np.uint64(4) else width)
            if side < open_.size and diggable[side // width, side % width]:
                open_[side] = True
        cell = came_from[cell]
    return state
