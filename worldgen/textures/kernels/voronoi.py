"""Cells with the distance to their border, as cobbles need it: F2 - F1 is no distance.

Source: I. Quilez, "Voronoi - distances", 2012. The nearest point is looked for in 3 x 3 cells, its
borders in 5 x 5 but the corners; beyond, a border counts as near as the nearest there could be.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.hashing import (
    column_key,
    hash_at,
    high_unit,
    inlined,
    low_unit,
    row_key,
    salt,
    unit,
)
from worldgen.textures.kernels.lattice import (
    around,
    fill_places,
    periods,
    shift_places,
    wrapped_far,
)
from worldgen.textures.kernels.view import Floats, View

_0, _HALF, _1 = np.float32(0.0), np.float32(0.5), np.float32(1.0)
_REACH, _ROOT_2, _CORNER = np.float32(1.5), np.float32(1.4142135), np.float32(4.0)
_FAR, _SAME = np.float32(64.0), np.float32(1e-9)


@kernel
def voronoi(
    edge: Floats,
    cell: Floats,
    across: Floats,
    down: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    cells_x: int,
    cells_y: int,
    jitter: float,
    seed: int,
) -> None:
    """Fills distances to the border in cells (0 to about 0.7), the cell's number (0..1), and where
    the pixel is from the cell's point (-1.5..1.5, in cells). jitter: 0 (squares) to 1."""
    columns = edge.shape[1]
    places, found = np.empty((2, columns), np.float32), np.empty((5, columns), np.float32)
    both = periods(view, cells_x, cells_y)
    salted, spread = salt(seed, 0), np.float32(jitter)
    for row in range(edge.shape[0]):
        fill_places(places[0], places[1], row, view, dx, dy, cells_x, cells_y)
        shift_places(places[0], places[1], salted)
        _search(found, places[0], places[1], both, spread, salted)
        for step in range(1, 24):
            right, below = np.float32(step % 5 - 2), np.float32(step // 5 - 2)
            if abs(right) + abs(below) < _CORNER:
                _meet_border(found[4], found[:3], places, right, below, both, spread, salted)
        edge[row], cell[row] = found[4], found[3]
        across[row], down[row] = found[1], found[2]


@bare_kernel
def _search(found, xs, ys, both, jitter, salted):  # type: ignore[no-untyped-def]
    """found: float32 (5, columns): the nearest point's squared distance, where the pixel is from
    it, its number, and the least that a border out of sight could be away."""
    for at in range(xs.size):
        column, row = np.floor(xs[at]), np.floor(ys[at])
        x, y = xs[at] - column, ys[at] - row
        left, middle, right = around(np.int32(column), both[0])
        above, here, below = around(np.int32(row), both[1])
        keys = column_key(left), column_key(middle), column_key(right)
        near = _FAR, _0, _0, np.uint32(0)
        near = _nearest(near, keys, row_key(above), x, y + _1, jitter, salted)
        near = _nearest(near, keys, row_key(here), x, y, jitter, salted)
        near = _nearest(near, keys, row_key(below), x, y - _1, jitter, salted)
        found[0, at], found[1, at] = near[0], near[1]
        found[2, at], found[3, at] = near[2], unit(near[3])
        unseen = (_REACH - _HALF * jitter) * _ROOT_2
        found[4, at] = max((unseen - np.sqrt(near[0])) * _HALF, _0)


@inlined
def _nearest(near, keys, row, x, y, jitter, salted):  # type: ignore[no-untyped-def]
    near = _nearer(near, hash_at(keys[0], row, salted), x + _1, y, jitter)
    near = _nearer(near, hash_at(keys[1], row, salted), x, y, jitter)
    return _nearer(near, hash_at(keys[2], row, salted), x - _1, y, jitter)


@inlined
def _nearer(near, bits, x, y, jitter):  # type: ignore[no-untyped-def]
    x, y = _from_point(bits, x, y, jitter)
    distance = x * x + y * y
    closer = distance < near[0]
    return (
        min(distance, near[0]),
        x if closer else near[1],
        y if closer else near[2],
        bits if closer else near[3],
    )


@bare_kernel
def _meet_border(edge, near, places, right, below, both, jitter, salted):  # type: ignore[no-untyped-def]
    """How far the line midway between the nearest point and this one is, where that's less."""
    for at in range(edge.size):
        x, y = places[0, at], places[1, at]
        column, row = np.floor(x) + right, np.floor(y) + below
        key = column_key(wrapped_far(np.int32(column), both[0]))
        bits = hash_at(key, row_key(wrapped_far(np.int32(row), both[1])), salted)
        x, y = _from_point(bits, x - column, y - row, jitter)
        apart_x, apart_y = x - near[1, at], y - near[2, at]
        apart = apart_x * apart_x + apart_y * apart_y
        twice = (x * x + y * y - near[0, at]) / np.sqrt(max(apart, _SAME))
        edge[at] = min(edge[at], twice * _HALF if apart > _SAME else _FAR)


@inlined
def _from_point(bits, x, y, jitter):  # type: ignore[no-untyped-def]
    x -= _HALF + jitter * (low_unit(bits) - _HALF)
    y -= _HALF + jitter * (high_unit(bits) - _HALF)
    return x, y
