"""Walking on one floor: how far cells are, and which of them may be blocked.

Kernels take open cells: bool, shape (height, width). A flat cell is y * width + x.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import kernel
from worldgen.levels.level import Mask

Distances = NDArray[np.int32]
"""Shape (height, width): moves from the nearest start; -1 where one doesn't get."""
SIDES = ((0, -1), (1, 0), (0, 1), (-1, 0))
"""The neighbours of a cell: north, east, south, west."""
Labels = NDArray[np.int32]
"""Shape (height, width): the area of each cell from 1 on; 0 is none."""


def distances(open_: Mask, *starts: tuple[int, int]) -> Distances:
    """Moves from the nearest start (x, y), in four directions; -1 where one doesn't get."""
    width = open_.shape[1]
    flat = np.array([y * width + x for x, y in starts], np.int64)
    return _distances(np.ascontiguousarray(open_), flat)


def way_back(away: Distances, x: int, y: int) -> list[tuple[int, int]]:
    """A shortest way from a start of `distances` to (x, y), both included."""
    height, width = away.shape
    way = [(x, y)]
    while away[y, x] > 0:
        for dx, dy in SIDES:
            nx, ny = x + dx, y + dy
            if 0 <= nx < width and 0 <= ny < height and away[ny, nx] == away[y, x] - 1:
                x, y = nx, ny
                break
        way.append((x, y))
    return way[::-1]


def contacts(labels: Labels) -> list[tuple[int, int, int]]:
    """Areas that touch, the lower number first, and along how many cells; in order."""
    most = int(labels.max()) + 1
    codes = np.concatenate(
        [
            _codes(labels[:, :-1], labels[:, 1:], most),
            _codes(labels[:-1], labels[1:], most),
        ]
    )
    pairs, lengths = np.unique(codes, return_counts=True)
    return [(int(p) // most, int(p) % most, int(n)) for p, n in zip(pairs, lengths, strict=True)]


def _codes(a: Labels, b: Labels, most: int) -> NDArray[np.int64]:
    touch = (a > 0) & (b > 0) & (a != b)
    low, high = np.minimum(a[touch], b[touch]), np.maximum(a[touch], b[touch])
    codes: NDArray[np.int64] = low.astype(np.int64) * most + high
    return codes


@kernel
def _distances(open_: Mask, starts: NDArray[np.int64]) -> Distances:
    height, width = open_.shape
    away = np.full((height, width), -1, np.int32)
    queue = np.empty(height * width, np.int64)
    head, tail = 0, 0
    for start in starts:
        y, x = start // width, start % width
        if open_[y, x] and away[y, x] < 0:
            away[y, x] = 0
            queue[tail] = start
            tail += 1
    while head < tail:
        y, x = queue[head] // width, queue[head] % width
        head += 1
        for turn in range(4):
            ny = y + (turn == 2) - (turn == 0)
            nx = x + (turn == 1) - (turn == 3)
            if 0 <= ny < height and 0 <= nx < width and open_[ny, nx] and away[ny, nx] < 0:
                away[ny, nx] = away[y, x] + 1
                queue[tail] = ny * width + nx
                tail += 1
    return away


@kernel
def block(open_: Mask, cells: NDArray[np.int64], keep: Mask, most: int) -> NDArray[np.int64]:
    """Those of the flat cells, in their order, that may be blocked one after the other so that all
    others still reach each other; at most `most`. Changes `open_`.

    A cell in `keep` stays open. Nothing is cut off where the open neighbours in four directions
    hang together within the eight around (a simple point: Rosenfeld 1970).
    """
    width = open_.shape[1]
    blocked = np.empty(cells.size, np.int64)
    count = 0
    for cell in cells:
        if count >= most:
            break
        y, x = cell // width, cell % width
        if open_[y, x] and not keep[y, x] and is_simple(open_, x, y):
            open_[y, x] = False
            blocked[count] = cell
            count += 1
    return blocked[:count]


@kernel
def is_simple(open_: Mask, x: int, y: int) -> bool:
    """Whether a cell can be blocked, and its open neighbours still reach each other around it."""
    height, width = open_.shape
    ring = np.zeros(8, np.bool_)
    for at in range(8):
        nx = x + (1 if at in (1, 2, 3) else -1 if at in (5, 6, 7) else 0)
        ny = y + (1 if at in (3, 4, 5) else -1 if at in (7, 0, 1) else 0)
        ring[at] = 0 <= nx < width and 0 <= ny < height and open_[ny, nx]
    ends, sides = 0, 0
    for at in range(0, 8, 2):
        sides += ring[at]
        ends += ring[at] and not (ring[(at + 1) % 8] and ring[(at + 2) % 8])
    return sides > 0 and ends <= 1
