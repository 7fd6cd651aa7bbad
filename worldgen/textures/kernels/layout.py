"""Bricks, tiles, planks, hexagons and herringbone: which piece a pixel is on, and where on it.

Each fills four bands: `edge`, the distance to the nearest joint; `cell`, a number of the piece,
0..1; `across` and `down`, the place within it, 0..1.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.hashing import (
    column_key,
    hash_at,
    inlined,
    row_key,
    salt,
    unit,
)
from worldgen.textures.kernels.lattice import fill_places, periods, wrapped, wrapped_far
from worldgen.textures.kernels.view import Floats, View

_0, _HALF, _1, _2 = np.float32(0.0), np.float32(0.5), np.float32(1.0), np.float32(2.0)
_ROOT_3 = np.float32(1.7320508)


@kernel
def courses(
    edge: Floats,
    cell: Floats,
    across: Floats,
    down: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    columns: int,
    rows: int,
    shift: float,
    scatter: float,
    uneven: float,
    seed: int,
) -> None:
    """Rows of pieces side by side: tiles, bricks (shift 0.5) or planks (scatter 1, uneven 0.5).

    Every other row is moved by `shift` of a piece, each by up to `scatter` more, and joints by up
    to `uneven` / 2, 0..1 each. `edge` is in heights of a row, 0..0.5.
    """
    xs, ys = np.empty(edge.shape[1], np.float32), np.empty(edge.shape[1], np.float32)
    found = np.empty((4, edge.shape[1]), np.float32)
    both = periods(view, columns, rows)
    aspect = np.float32((view.width / columns) / (view.height / rows))
    moves = np.float32(shift), np.float32(scatter), np.float32(uneven)
    salts = salt(seed, 0), salt(seed, 1), salt(seed, 2)
    for row in range(edge.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, columns, rows)
        _fill_courses(found, xs, ys, both, aspect, moves, salts)
        edge[row], cell[row] = found[0], found[1]
        across[row], down[row] = found[2], found[3]


@bare_kernel
def _fill_courses(found, xs, ys, both, aspect, moves, salts):  # type: ignore[no-untyped-def]
    for at in range(xs.size):
        floor_y = np.floor(ys[at])
        y = ys[at] - floor_y
        row = wrapped(np.int32(floor_y), both[1])
        key = row_key(row)
        odd = _1 if row & 1 else _0
        x = xs[at] + odd * moves[0] + moves[1] * unit(hash_at(np.uint32(0), key, salts[0]))
        floor_x = np.floor(x)
        x -= floor_x
        first = np.int32(floor_x)
        left = moves[2] * (_joint(first, key, both[0], salts[1]))
        right = _1 + moves[2] * _joint(np.int32(first + 1), key, both[0], salts[1])
        step = np.int32(-1) if x < left else (np.int32(1) if x >= right else np.int32(0))
        first = np.int32(first + step)
        moved = np.float32(step)
        left = moved + moves[2] * _joint(first, key, both[0], salts[1])
        right = moved + _1 + moves[2] * _joint(np.int32(first + 1), key, both[0], salts[1])
        beside = min(x - left, right - x) * aspect
        found[0, at] = max(min(beside, min(y, _1 - y)), _0)
        found[1, at] = unit(hash_at(column_key(wrapped_far(first, both[0])), key, salts[2]))
        found[2, at], found[3, at] = (x - left) / (right - left), y


@inlined
def _joint(column, key, period, salted):  # type: ignore[no-untyped-def]
    """float32 -0.45..0.45, how far the joint before this piece is moved."""
    bits = hash_at(column_key(wrapped_far(column, period)), key, salted)
    return (unit(bits) - _HALF) * np.float32(0.9)


@kernel
def hexagons(
    edge: Floats,
    cell: Floats,
    across: Floats,
    down: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    columns: int,
    rows: int,
    seed: int,
) -> None:
    """Hexagons with a corner up, in `rows` (even, where y wraps) of `columns`; stretched to fit.

    `edge` is in widths of a hexagon, 0..0.5.
    """
    xs, ys = np.empty(edge.shape[1], np.float32), np.empty(edge.shape[1], np.float32)
    found = np.empty((4, edge.shape[1]), np.float32)
    both = periods(view, columns, rows)
    salted = salt(seed, 0)
    for row in range(edge.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, columns, rows)
        _fill_hexagons(found, xs, ys, both, salted)
        edge[row], cell[row] = found[0], found[1]
        across[row], down[row] = found[2], found[3]


@bare_kernel
def _fill_hexagons(found, xs, ys, both, salted):  # type: ignore[no-untyped-def]
    tall = _HALF * _ROOT_3
    for at in range(xs.size):
        even_x, even_y = np.floor(xs[at] + _HALF), _2 * np.floor(ys[at] * _HALF + _HALF)
        odd_x, odd_y = np.floor(xs[at]), _2 * np.floor(ys[at] * _HALF) + _1
        x, y = xs[at] - even_x, (ys[at] - even_y) * tall
        other_x, other_y = xs[at] - odd_x - _HALF, (ys[at] - odd_y) * tall
        odd = other_x * other_x + other_y * other_y < x * x + y * y
        x, y = (other_x if odd else x), (other_y if odd else y)
        column = wrapped(np.int32(odd_x if odd else even_x), both[0])
        row = wrapped(np.int32(odd_y if odd else even_y), both[1])
        slanted = abs(x) * _HALF + abs(y) * tall
        found[0, at] = max(_HALF - max(abs(x), slanted), _0)
        found[1, at] = unit(hash_at(column_key(column), row_key(row), salted))
        found[2, at], found[3, at] = x + _HALF, y * tall + _HALF


@kernel
def herringbone(
    edge: Floats,
    cell: Floats,
    across: Floats,
    down: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    columns: int,
    rows: int,
    ratio: int,
    seed: int,
) -> None:
    """Pieces of 1 x `ratio` squares, lying and standing in turn, on `columns` x `rows` squares.

    Both are multiples of 2 x `ratio` where their axis wraps. `across` runs along the piece.
    `edge` is in widths of a piece, 0..0.5.
    """
    xs, ys = np.empty(edge.shape[1], np.float32), np.empty(edge.shape[1], np.float32)
    found = np.empty((4, edge.shape[1]), np.float32)
    both = periods(view, columns, rows)
    salted = salt(seed, 0)
    for row in range(edge.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, columns, rows)
        _fill_herringbone(found, xs, ys, both, np.float32(ratio), salted)
        edge[row], cell[row] = found[0], found[1]
        across[row], down[row] = found[2], found[3]


@bare_kernel
def _fill_herringbone(found, xs, ys, both, ratio, salted):  # type: ignore[no-untyped-def]
    cycle = _2 * ratio
    for at in range(xs.size):
        column, row = np.floor(xs[at]), np.floor(ys[at])
        x, y = xs[at] - column, ys[at] - row
        step = column - row
        step -= np.floor((step + _HALF) / cycle) * cycle
        lying = step < ratio
        place = step if lying else cycle - _1 - step
        first_column = np.int32(column - place if lying else column)
        first_row = np.int32(row if lying else row - place)
        along = place + (x if lying else y)
        aside = y if lying else x
        key = column_key(wrapped(first_column, both[0]))
        found[0, at] = min(min(along, ratio - along), min(aside, _1 - aside))
        found[1, at] = unit(hash_at(key, row_key(wrapped(first_row, both[1])), salted))
        found[2, at], found[3, at] = along / ratio, aside
