"""Cellular noise: S. Worley, "A cellular texture basis function", SIGGRAPH 1996.

One feature point a lattice cell; a pixel looks at the 3 x 3 cells around its own. NOTE: distances
are capped at 1.5 - jitter / 2, the least at which a point farther off could be: up to there they
are exact, and nothing ever jumps where a cell leaves the search.
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
from worldgen.textures.kernels.lattice import around, fill_places, periods, shift_places
from worldgen.textures.kernels.view import Floats, View

F1, F2, F2_MINUS_F1, CELL_ID = 0, 1, 2, 3
EUCLID, MANHATTAN = 0, 1

_HALF, _1 = np.float32(0.5), np.float32(1.0)
_FAR = np.float32(64.0)


@kernel
def worley(
    out: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    cells_x: int,
    cells_y: int,
    jitter: float,
    what: int,
    metric: int,
    seed: int,
) -> None:
    """Fills `out` with distances in cells, 0..1.5 - jitter / 2, or 0..1 for CELL_ID.

    jitter: 0 (a grid) to 1. CELL_ID is a number of the nearest point, the same all over its cell.
    """
    columns = out.shape[1]
    xs, ys = np.empty(columns, np.float32), np.empty(columns, np.float32)
    found = np.empty((3, columns), np.float32)
    both = periods(view, cells_x, cells_y)
    salted, manhattan = salt(seed, 0), metric == MANHATTAN
    for row in range(out.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, cells_x, cells_y)
        shift_places(xs, ys, salted)
        search(found, xs, ys, both, np.float32(jitter), manhattan, salted)
        _choose(out[row], found, np.float32(1.5 - 0.5 * jitter), what, manhattan)


@kernel
def worley_all(
    first: Floats,
    second: Floats,
    cell: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    cells_x: int,
    cells_y: int,
    jitter: float,
    metric: int,
    seed: int,
) -> None:
    """F1, F2 and CELL_ID at the cost of one of them."""
    columns = first.shape[1]
    xs, ys = np.empty(columns, np.float32), np.empty(columns, np.float32)
    found = np.empty((3, columns), np.float32)
    both = periods(view, cells_x, cells_y)
    salted, manhattan = salt(seed, 0), metric == MANHATTAN
    cap = np.float32(1.5 - 0.5 * jitter)
    for row in range(first.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, cells_x, cells_y)
        shift_places(xs, ys, salted)
        search(found, xs, ys, both, np.float32(jitter), manhattan, salted)
        _choose(first[row], found, cap, F1, manhattan)
        _choose(second[row], found, cap, F2, manhattan)
        cell[row] = found[2]


@bare_kernel
def search(found, xs, ys, both, jitter, manhattan, salted):  # type: ignore[no-untyped-def]
    """found: float32 (3, columns), distances F1 and F2 (Euclid's squared), and the nearest's id."""
    for at in range(xs.size):
        column, row = np.floor(xs[at]), np.floor(ys[at])
        x, y = xs[at] - column, ys[at] - row
        left, middle, right = around(np.int32(column), both[0])
        above, here, below = around(np.int32(row), both[1])
        columns = column_key(left), column_key(middle), column_key(right)
        near = _FAR, _FAR, np.uint32(0)
        near = _meet_row(near, columns, row_key(above), x, y + _1, jitter, manhattan, salted)
        near = _meet_row(near, columns, row_key(here), x, y, jitter, manhattan, salted)
        near = _meet_row(near, columns, row_key(below), x, y - _1, jitter, manhattan, salted)
        found[0, at], found[1, at], found[2, at] = near[0], near[1], unit(near[2])


@inlined
def _meet_row(near, columns, row, x, y, jitter, manhattan, salted):  # type: ignore[no-untyped-def]
    near = _meet(near, hash_at(columns[0], row, salted), x + _1, y, jitter, manhattan)
    near = _meet(near, hash_at(columns[1], row, salted), x, y, jitter, manhattan)
    return _meet(near, hash_at(columns[2], row, salted), x - _1, y, jitter, manhattan)


@inlined
def _meet(near, bits, x, y, jitter, manhattan):  # type: ignore[no-untyped-def]
    """The two least distances and the nearest's hash; x, y are the pixel's place in the cell."""
    x -= _HALF + jitter * (low_unit(bits) - _HALF)
    y -= _HALF + jitter * (high_unit(bits) - _HALF)
    distance = abs(x) + abs(y) if manhattan else x * x + y * y
    first, second, nearest = near
    closer = distance < first
    second = min(second, max(first, distance))
    return min(first, distance), second, (bits if closer else nearest)


@bare_kernel
def _choose(out, found, cap, what, manhattan):  # type: ignore[no-untyped-def]
    for at in range(out.size):
        first, second, cell = found[0, at], found[1, at], found[2, at]
        if not manhattan:
            first, second = np.sqrt(first), np.sqrt(second)
        first, second = min(first, cap), min(second, cap)
        value = first if what == F1 else second
        value = second - first if what == F2_MINUS_F1 else value
        out[at] = cell if what == CELL_ID else value
