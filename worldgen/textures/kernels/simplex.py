"""Periodic simplex noise in octaves: rounder than Perlin's, with no square lattice to be seen.

Source: S. Gustavson, I. McEwan, "Tiling simplex noise and flow noise in two and three dimensions",
JCGT 2022. Its triangles stand in rows, every other one moved by half, so that they wrap where the
number of rows is even.
"""

import numpy as np

from worldgen.kernels import kernel
from worldgen.textures.kernels.fbm import RIDGED, add_octave, sum_of_powers
from worldgen.textures.kernels.gradients import slope
from worldgen.textures.kernels.hashing import column_key, inlined, rough_hash_at, row_key, salt
from worldgen.textures.kernels.lattice import fill_places, periods, shift_places, wrapped_far
from worldgen.textures.kernels.view import Floats, View

_0, _HALF, _1 = np.float32(0.0), np.float32(0.5), np.float32(1.0)
_REACH, _PEAK = np.float32(0.8), np.float32(10.9)


@kernel
def simplex(
    out: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    cells_x: int,
    cells_y: int,
    octaves: int,
    gain: float,
    mode: int,
    seed: int,
) -> None:
    """As `fbm`; `cells_y` is even where y wraps."""
    noise = np.empty(out.shape, np.float32)
    weight = np.ones(out.shape if mode == RIDGED else (0, 0), np.float32)
    amplitude = 1.0 / sum_of_powers(gain, octaves)
    out[:] = _0
    for octave in range(octaves):
        across, down = cells_x << octave, cells_y << octave
        _octave(noise, view, dx, dy, across, down, salt(seed, octave))
        add_octave(out, noise, weight, amplitude, mode)
        amplitude *= gain


@kernel
def _octave(noise, view, dx, dy, cells_x, cells_y, salted):  # type: ignore[no-untyped-def]
    columns = noise.shape[1]
    xs, ys = np.empty(columns, np.float32), np.empty(columns, np.float32)
    both = periods(view, cells_x, cells_y)
    for row in range(noise.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, cells_x, cells_y)
        shift_places(xs, ys, salted)
        for column in range(columns):
            noise[row, column] = _PEAK * _noise(xs[column], ys[column], both, salted)


@inlined
def _noise(x, y, both, salted):  # type: ignore[no-untyped-def]
    """Sheared by half a cell a row, triangles are halves of squares: two corners are always met."""
    sheared = x + _HALF * y
    column, row = np.floor(sheared), np.floor(y)
    right = sheared - column > y - row
    step_x, step_y = (_1 if right else _0), (_0 if right else _1)
    corner_x = column - _HALF * row
    x, y = x - corner_x, y - row
    value = _corner(column, row, x, y, both, salted)
    middle_x, middle_y = x - step_x + _HALF * step_y, y - step_y
    value += _corner(column + step_x, row + step_y, middle_x, middle_y, both, salted)
    return value + _corner(column + _1, row + _1, x - _HALF, y - _1, both, salted)


@inlined
def _corner(column, row, x, y, both, salted):  # type: ignore[no-untyped-def]
    near = max(_REACH - x * x - y * y, _0)
    near *= near
    unsheared = np.int32(column - np.floor(row * _HALF + _HALF))
    bits = rough_hash_at(
        column_key(wrapped_far(unsheared, both[0])),
        row_key(wrapped_far(np.int32(row), both[1])),
        salted,
    )
    return near * near * slope(bits, x, y)
