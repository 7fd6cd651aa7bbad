"""Sparse convolution noise: waves with a direction, a length and no lattice to be seen.

Source: A. Lagae et al., "Procedural noise using sparse Gabor convolution", SIGGRAPH 2009; with a
polynomial for the Gaussian, so that an impulse ends where its stamp does.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.hashing import high_unit, low_unit, salt
from worldgen.textures.kernels.maths import cosine
from worldgen.textures.kernels.stamps import (
    cells_seen,
    fill_segments,
    most_segments,
    row_of_cells_meets,
    stamp_at,
)
from worldgen.textures.kernels.view import Floats, View

_0, _1 = np.float32(0.0), np.float32(1.0)


@kernel
def gabor(
    out: Floats,
    view: View,
    cells_x: int,
    cells_y: int,
    length: float,
    waves: float,
    turn: float,
    spread: float,
    seed: int,
) -> None:
    """Fills `out` with -1..1, three times its standard deviation; what is beyond is cut.

    One impulse to a cell, `length` widths of the texture long and broad, with `waves` waves along
    it. Waves go towards `turn`, `spread` more or less, in turns: 0.5 is every direction.
    """
    out[:] = _0
    grid, sizes = (cells_x, cells_y, 1.0), (length, 1.0, 0.0, turn, 2.0 * spread)
    salted, reach, (rows, columns) = salt(seed, 0), length * view.width, out.shape
    segments = np.empty((most_segments(rows, columns, view, reach), 5), np.int64)
    first, end = cells_seen(view.top, rows, reach, view.height, cells_y, view.wrap_y)
    left, right = cells_seen(view.left, columns, reach, view.width, cells_x, view.wrap_x)
    for row in range(first, end):
        if not row_of_cells_meets(row, reach, view, cells_y, 1.0, rows):
            continue
        for column in range(left, right):
            stamp = stamp_at(column, row, view, grid, sizes, salted)
            count = fill_segments(segments, rows, columns, view, stamp, 1.0)
            _add(out, segments[:count], stamp, np.float32(0.5 * waves))
    each = 0.25 * length * length * cells_x * cells_y * view.width / view.height
    _cut(out, np.float32(1.0 / (3.0 * np.sqrt(each * _MEAN_SQUARE))))


_MEAN_SQUARE = 3.14159265 / 30.0
"""Of an impulse over the square of its half length: the window's fourth power (a fifth of the
disc), a wave's (a half), the hash's weight's (a third)."""


@bare_kernel
def _add(out, segments, stamp, waves):  # type: ignore[no-untyped-def]
    x, y = stamp[0], stamp[1]
    origin = int(np.floor(x))
    for line, first, end, shift, row in segments:
        places = first + shift - origin, np.float32(0.5 - (x - origin)), np.float32(row + 0.5 - y)
        _add_line(out[line, first:end], places, stamp, waves)


@bare_kernel
def _add_line(out, places, stamp, waves):  # type: ignore[no-untyped-def]
    (first, part, down), (_, _, along, aside, half, _, bits) = places, stamp
    scale = _1 / np.float32(half)
    phase, weight = low_unit(bits), high_unit(bits) + high_unit(bits) - _1
    for at in range(out.size):
        right = (np.float32(np.int32(first + at)) + part) * scale
        window = max(_1 - right * right - down * down * scale * scale, _0)
        place = right * along + down * scale * aside
        out[at] += weight * window * window * cosine(place * waves + phase)


@bare_kernel
def _cut(out, scale):  # type: ignore[no-untyped-def]
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = min(max(out[row, column] * scale, -_1), _1)
