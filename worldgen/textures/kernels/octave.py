"""One octave of gradient noise, in two forms that agree within 1e-6.

NOTE: without a warp the work is done once per lattice cell, where cells are wide: within a cell and
a row of pixels the noise is two lines in x, faded into each other. Their coefficients change with
the row, and need new gradients only in a new row of cells. A warped picture has no such rows.

Loops run over slices from 0: an index that might be negative keeps numba from using lanes.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.gradients import diamond, fade, lerp, reciprocal_length, slope
from worldgen.textures.kernels.hashing import (
    column_key,
    high_unit,
    inlined,
    low_unit,
    mixed32,
    rough_hash_at,
    row_key,
)
from worldgen.textures.kernels.lattice import (
    cell_and_next,
    fill_places,
    periods,
    shift_places,
)
from worldgen.textures.kernels.view import UNBOUNDED, position

_0, _1 = np.float32(0.0), np.float32(1.0)
_PEAK = np.float32(1.413)
"""Brings an octave to -1..1: unit gradients alone reach 0.7075."""
_LONG_RUN = 8
"""Pixels to a cell from which the work done once a cell is worth its bother."""


@kernel
def octave_of(noise, view, dx, dy, cells_x, cells_y, salted):  # type: ignore[no-untyped-def]
    """noise: float32 (rows, columns), filled with -1..1."""
    if dx.size == 0 and view.width >= _LONG_RUN * cells_x:
        lattice_octave(noise, view, cells_x, cells_y, salted)
    else:
        warped_octave(noise, view, dx, dy, cells_x, cells_y, salted)


@kernel
def warped_octave(noise, view, dx, dy, cells_x, cells_y, salted):  # type: ignore[no-untyped-def]
    """noise: float32 (rows, columns), filled with -1..1."""
    columns = noise.shape[1]
    xs, ys = np.empty(columns, np.float32), np.empty(columns, np.float32)
    period_x, period_y = periods(view, cells_x, cells_y)
    for row in range(noise.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, cells_x, cells_y)
        shift_places(xs, ys, salted)
        for column in range(columns):
            value = _gradient_noise(xs[column], ys[column], period_x, period_y, salted)
            noise[row, column] = value


@inlined
def _gradient_noise(x, y, period_x, period_y, salted):  # type: ignore[no-untyped-def]
    column, row = np.floor(x), np.floor(y)
    x, y = x - column, y - row
    left, right = cell_and_next(np.int32(column), period_x)
    upper, lower = cell_and_next(np.int32(row), period_y)
    left, right = column_key(left), column_key(right)
    upper, lower = row_key(upper), row_key(lower)
    u, v = fade(x), fade(y)
    near = slope(rough_hash_at(left, upper, salted), x, y)
    far = slope(rough_hash_at(right, upper, salted), x - _1, y)
    above = lerp(near, far, u)
    near = slope(rough_hash_at(left, lower, salted), x, y - _1)
    far = slope(rough_hash_at(right, lower, salted), x - _1, y - _1)
    return _PEAK * lerp(above, lerp(near, far, u), v)


@kernel
def lattice_octave(noise, view, cells_x, cells_y, salted):  # type: ignore[no-untyped-def]
    """noise: float32 (rows, columns), filled with -1..1."""
    rows, columns = noise.shape
    shift = mixed32(salted)
    lefts, starts = np.empty(columns, np.int32), np.empty(columns + 1, np.int32)
    fs = np.empty(columns, np.float32)
    period_x = cells_x if view.wrap_x else UNBOUNDED
    period_y = cells_y if view.wrap_y else UNBOUNDED
    runs = _fill_runs(lefts, starts, fs, view, cells_x, period_x, low_unit(shift))
    corners = np.empty((8, runs), np.float32)
    lines = np.empty((4, runs), np.float32)
    seen = 0
    for row in range(rows):
        y = position(view.top + row, view.height, view.wrap_y) * cells_y + high_unit(shift)
        upper = int(np.floor(y))
        if row == 0 or upper != seen:
            seen = upper
            _fill_corners(corners, lefts, period_x, upper, period_y, salted)
        _fill_lines(lines, corners, np.float32(y - upper))
        _draw_runs(noise[row], fs, starts, lines)


@bare_kernel
def _fill_runs(lefts, starts, fs, view, cells, period, shift):  # type: ignore[no-untyped-def]
    """How many runs of pixels share a cell; and where each begins, and in which lattice column."""
    runs, before = 0, -UNBOUNDED
    for column in range(fs.size):
        x = position(view.left + column, view.width, view.wrap_x) * cells + shift
        cell = int(np.floor(x))
        fs[column] = np.float32(x - cell)
        if cell >= period:
            cell -= period
        if cell != before:
            lefts[runs], starts[runs] = cell, column
            before, runs = cell, runs + 1
    starts[runs] = fs.size
    return runs


@bare_kernel
def _fill_corners(corners, lefts, period_x, upper, period_y, salted):  # type: ignore[no-untyped-def]
    """corners: float32 (8, runs), the gradients (x, y) at the four corners of each run's cell."""
    upper, lower = cell_and_next(np.int32(upper), np.int32(period_y))
    upper, lower = row_key(upper), row_key(lower)
    for run in range(corners.shape[1]):
        left, right = cell_and_next(lefts[run], np.int32(period_x))
        left, right = column_key(left), column_key(right)
        corners[0, run], corners[1, run] = _gradient(left, upper, salted)
        corners[2, run], corners[3, run] = _gradient(left, lower, salted)
        corners[4, run], corners[5, run] = _gradient(right, upper, salted)
        corners[6, run], corners[7, run] = _gradient(right, lower, salted)


@inlined
def _gradient(column, row, salted):  # type: ignore[no-untyped-def]
    x, y = diamond(rough_hash_at(column, row, salted))
    scale = reciprocal_length(x)
    return x * scale, y * scale


@bare_kernel
def _fill_lines(lines, corners, y):  # type: ignore[no-untyped-def]
    """lines: float32 (4, runs), slope and rise of the line from the left, then from the right."""
    v = fade(y)
    for run in range(lines.shape[1]):
        for side in range(2):
            at = 4 * side
            above, below = corners[at + 1, run] * y, corners[at + 3, run] * (y - _1)
            lines[2 * side, run] = _PEAK * lerp(corners[at, run], corners[at + 2, run], v)
            lines[2 * side + 1, run] = _PEAK * lerp(above, below, v)


@bare_kernel
def _draw_runs(noise, fs, starts, lines):  # type: ignore[no-untyped-def]
    for run in range(lines.shape[1]):
        pixels = slice(starts[run], starts[run + 1])
        _draw_run(noise[pixels], fs[pixels], lines, run)


@bare_kernel
def _draw_run(noise, fs, lines, run):  # type: ignore[no-untyped-def]
    near_slope, near_rise = lines[0, run], lines[1, run]
    far_slope, far_rise = lines[2, run], lines[3, run]
    for column in range(noise.size):
        x = fs[column]
        near = near_slope * x + near_rise
        far = far_slope * (x - _1) + far_rise
        noise[column] = lerp(near, far, fade(x))
