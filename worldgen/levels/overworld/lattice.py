"""Rivers of a world without an end: from node to node of a jittered lattice, each to its lowest
neighbour.

A node knows its level from the ground alone, and how many nodes lie upstream of it up to
MOST_ABOVE: what runs through a box depends only on the nodes around it, and any box shows the same.
Cells and nodes are those of the world. Levels are int32, in steps of `Level.heights`.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel
from worldgen.levels.overworld.ground import elevation
from worldgen.levels.overworld.noise import hashed

SPACING = 22
"""Cells from node to node."""
MOST_ABOVE = 4
NONE = 2**31 - 1
"""The level where no river runs."""
_MARGIN = 5
"""Cells of its square that a node keeps away from."""
_AROUND = MOST_ABOVE + 4
"""Nodes around a box that its rivers depend on: upstream, and one for each end of a way."""
_SWAY = 9
"""Cells that a river leaves the straight way by, at most half of it to each side."""
_WIDE = 3
"""Nodes above which make a river two cells wide."""
_LAKE_RADIUS = 3
_NODES, _BENDS = np.uint64(0xA24BAED4963EE407), np.uint64(0x8CB92BA72F3D8DD7)

Levels = NDArray[np.int32]


def rivers_in(
    seed: int, drawn: tuple[float, float, float], left: int, top: int, width: int, height: int
) -> tuple[Levels, Levels]:
    """Levels of rivers and of lakes, shape (height, width) each; NONE elsewhere.

    `drawn`: wavelength, mountains and roughness of the ground.
    """
    first_x, first_y = left // SPACING - _AROUND, top // SPACING - _AROUND
    across = (left + width - 1) // SPACING + _AROUND - first_x + 1
    down = (top + height - 1) // SPACING + _AROUND - first_y + 1
    nodes = np.empty((down, across, 3), np.int64)
    to = np.full((down, across, 2), -1, np.int32)
    above = np.zeros((down, across), np.int32)
    _place(nodes, np.uint64(seed), *drawn, first_x, first_y)
    _point(nodes, to)
    for _ in range(MOST_ABOVE):
        above = _counted_above(above, to)
    river = np.full((height, width), NONE, np.int32)
    lake = np.full((height, width), NONE, np.int32)
    _trace(nodes, to, above, river, lake, np.uint64(seed), left, top)
    return river, lake


def _counted_above(above: NDArray[np.int32], to: NDArray[np.int32]) -> NDArray[np.int32]:
    after = np.zeros_like(above)
    _count_above(above, to, after)
    return after


@bare_kernel
def _place(nodes, seed, wavelength, mountains, roughness, first_x, first_y):  # type: ignore[no-untyped-def]
    """nodes: int64 (down, across, 3): x, y, level."""
    room = np.uint64(SPACING - 2 * _MARGIN)
    for row in range(nodes.shape[0]):
        for column in range(nodes.shape[1]):
            at_x, at_y = first_x + column, first_y + row
            bits = hashed(seed + _NODES, at_x, at_y)
            x = at_x * SPACING + _MARGIN + np.int64((bits >> np.uint64(8)) % room)
            y = at_y * SPACING + _MARGIN + np.int64((bits >> np.uint64(36)) % room)
            value = elevation(seed, x, y, wavelength, mountains, roughness)
            nodes[row, column, 0], nodes[row, column, 1] = x, y
            nodes[row, column, 2] = np.int64(min(max(value, 0.0), 1.0) * 65535.0)


@bare_kernel
def _point(nodes, to):  # type: ignore[no-untyped-def]
    """to: int32 (down, across, 2): row and column of the lowest neighbour that is lower, or -1."""
    for row in range(1, nodes.shape[0] - 1):
        for column in range(1, nodes.shape[1] - 1):
            lowest = nodes[row, column, 2]
            for y in range(row - 1, row + 2):
                for x in range(column - 1, column + 2):
                    if nodes[y, x, 2] < lowest:
                        lowest = nodes[y, x, 2]
                        to[row, column, 0], to[row, column, 1] = y, x


@bare_kernel
def _count_above(above, to, after):  # type: ignore[no-untyped-def]
    """One more than the most of those that lead to each node."""
    for row in range(above.shape[0]):
        for column in range(above.shape[1]):
            y, x = to[row, column, 0], to[row, column, 1]
            if y >= 0:
                after[y, x] = max(after[y, x], above[row, column] + 1)


@bare_kernel
def _trace(nodes, to, above, river, lake, seed, left, top):  # type: ignore[no-untyped-def]
    """Draws what reaches the box; where several claim a cell, the lowest level is its own."""
    for row in range(1, nodes.shape[0] - 1):
        for column in range(1, nodes.shape[1] - 1):
            if above[row, column] == 0:
                continue
            x, y, level = nodes[row, column, 0], nodes[row, column, 1], nodes[row, column, 2]
            down, over = to[row, column, 0], to[row, column, 1]
            if down < 0:
                _pool(lake, x - left, y - top, level)
                continue
            end = nodes[down, over]
            wide = above[row, column] >= _WIDE
            _bend(river, seed, x, y, level, end[0], end[1], end[2], left, top, wide)


@bare_kernel
def _pool(lake, x, y, level):  # type: ignore[no-untyped-def]
    for row in range(max(y - _LAKE_RADIUS, 0), min(y + _LAKE_RADIUS + 1, lake.shape[0])):
        for column in range(max(x - _LAKE_RADIUS, 0), min(x + _LAKE_RADIUS + 1, lake.shape[1])):
            far = (row - y) * (row - y) + (column - x) * (column - x)
            if far <= _LAKE_RADIUS * _LAKE_RADIUS:
                lake[row, column] = min(np.int64(lake[row, column]), level)


@bare_kernel
def _bend(river, seed, x, y, level, end_x, end_y, end_level, left, top, wide):  # type: ignore[no-untyped-def]
    """Four straight parts, whose joints a hash of the way's start sways."""
    from_x, from_y, from_level = x, y, level
    for part in range(1, 5):
        to_x = x + (end_x - x) * part // 4
        to_y = y + (end_y - y) * part // 4
        to_level = level + (end_level - level) * part // 4
        if part < 4:
            bits = hashed(seed + _BENDS + np.uint64(part), x, y)
            to_x += np.int64((bits >> np.uint64(8)) % np.uint64(_SWAY)) - _SWAY // 2
            to_y += np.int64((bits >> np.uint64(36)) % np.uint64(_SWAY)) - _SWAY // 2
        _line(river, from_x, from_y, from_level, to_x, to_y, to_level, left, top, wide)
        from_x, from_y, from_level = to_x, to_y, to_level


@bare_kernel
def _line(river, x, y, level, end_x, end_y, end_level, left, top, wide):  # type: ignore[no-untyped-def]
    """Cells in eight directions; levels fall, or stay, from each to the next."""
    across, down = end_x - x, end_y - y
    count = max(abs(across), abs(down), 1)
    for step in range(count + 1):
        column = x + (2 * across * step + count) // (2 * count) - left
        row = y + (2 * down * step + count) // (2 * count) - top
        here = level - (level - end_level) * step // count
        _claim(river, row, column, here)
        if wide:
            _claim(river, row + 1, column, here)
            _claim(river, row, column + 1, here)


@bare_kernel
def _claim(river, row, column, level):  # type: ignore[no-untyped-def]
    if 0 <= row < river.shape[0] and 0 <= column < river.shape[1]:
        river[row, column] = min(np.int64(river[row, column]), level)
