"""Periodic gradient noise in octaves, summed in one call: plain, billowed or ridged.

Sources: K. Perlin, "Improving noise", 2002; F. K. Musgrave in "Texturing and Modeling", 2003.
Each octave has its own gradients and its own fractional offset: with none the lattice lines of all
octaves would meet at the border.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.hashing import salt
from worldgen.textures.kernels.octave import octave_of
from worldgen.textures.kernels.view import Floats, View

FBM, BILLOW, RIDGED = 0, 1, 2

_1, _2 = np.float32(1.0), np.float32(2.0)


def perlin(
    out: Floats, view: View, dx: Floats, dy: Floats, cells_x: int, cells_y: int, seed: int
) -> None:
    """Fills `out` with -1..1: one octave."""
    fbm(out, view, dx, dy, cells_x, cells_y, 1, 1.0, FBM, seed)


@kernel
def fbm(
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
    """Fills `out` with -1..1: octaves of 1, 2, 4 ... x `cells`, each `gain` times the one before.

    BILLOW sums 2|n| - 1. RIDGED sums 2 (1 - |n|)^2 - 1, weaker off the ridges of the octave before.
    """
    noise = np.empty(out.shape, np.float32)
    weight = np.ones(out.shape if mode == RIDGED else (0, 0), np.float32)
    amplitude = 1.0 / sum_of_powers(gain, octaves)
    out[:] = np.float32(0.0)
    for octave in range(octaves):
        across, down, salted = cells_x << octave, cells_y << octave, salt(seed, octave)
        octave_of(noise, view, dx, dy, across, down, salted)
        add_octave(out, noise, weight, amplitude, mode)
        amplitude *= gain


@bare_kernel
def sum_of_powers(base, count):  # type: ignore[no-untyped-def]
    total, power = 0.0, 1.0
    for _ in range(count):
        total += power
        power *= base
    return total


@bare_kernel
def add_octave(out, noise, weight, amplitude, mode):  # type: ignore[no-untyped-def]
    """weight: float32, as `out`, 1 before the first octave; empty where the mode isn't RIDGED."""
    for row in range(out.shape[0]):
        if mode == RIDGED:
            _add_ridge(out[row], noise[row], weight[row], np.float32(amplitude))
        else:
            _add(out[row], noise[row], np.float32(amplitude), mode == BILLOW)


@bare_kernel
def _add(out, noise, amplitude, billow):  # type: ignore[no-untyped-def]
    if billow:
        for column in range(out.size):
            out[column] += amplitude * (_2 * abs(noise[column]) - _1)
    else:
        for column in range(out.size):
            out[column] += amplitude * noise[column]


@bare_kernel
def _add_ridge(out, noise, weight, amplitude):  # type: ignore[no-untyped-def]
    for column in range(out.size):
        ridge = _1 - abs(noise[column])
        ridge *= ridge * weight[column]
        out[column] += amplitude * (_2 * ridge - _1)
        weight[column] = min(_2 * ridge, _1)
