"""Gradient noise in world coordinates: K. Perlin, "Improving noise", 2002; ridges after F. K.
Musgrave, in "Texturing and Modeling", 3rd ed., ch. 16.

NOTE: only + - * / on float64 and an integer hash of our own, so the last bit is the same on every
machine; a cell's value depends on nothing but the seed and where the cell is.
"""

import numpy as np

from worldgen.kernels import bare_kernel
from worldgen.splitmix import GOLDEN, mixed

_DOWN = np.uint64(0xD1B54A32D192ED03)
_AMPLITUDE = 1.0 / 1.06
"""Gradients are sqrt(2) long, so noise stays within 1; a little less leaves room for rounding."""
GAIN = 0.5
"""How loud each octave is, of the one before; its wavelength is half."""


@bare_kernel
def hashed(seed, x, y):  # type: ignore[no-untyped-def]
    """The uint64 of a cell; `seed` is uint64, x and y int64 of either sign."""
    across = np.uint64(np.int64(x)) * GOLDEN
    down = np.uint64(np.int64(y)) * _DOWN
    return mixed(mixed(seed + across) + down)


@bare_kernel
def _dot(seed, x, y, dx, dy):  # type: ignore[no-untyped-def]
    """One of 16 gradients, all about as long, times the way to it."""
    drawn = hashed(seed, x, y) >> np.uint64(60)
    long, short = dx, dy
    if drawn & np.uint64(1):
        long, short = dy, dx
    if drawn & np.uint64(2):
        long = -long
    if drawn & np.uint64(4):
        short = -short
    if drawn & np.uint64(8):
        return 1.3065629648763766 * long + 0.541196100146197 * short
    return 1.3870398453221475 * long + 0.27589937928294306 * short


@bare_kernel
def noise(seed, x, y):  # type: ignore[no-untyped-def]
    """-1..1, 0 on each whole x and y."""
    left, top = np.floor(x), np.floor(y)
    dx, dy = x - left, y - top
    column, row = np.int64(left), np.int64(top)
    across = dx * dx * dx * (dx * (dx * 6.0 - 15.0) + 10.0)
    down = dy * dy * dy * (dy * (dy * 6.0 - 15.0) + 10.0)
    nw = _dot(seed, column, row, dx, dy)
    ne = _dot(seed, column + 1, row, dx - 1.0, dy)
    sw = _dot(seed, column, row + 1, dx, dy - 1.0)
    se = _dot(seed, column + 1, row + 1, dx - 1.0, dy - 1.0)
    north = nw + across * (ne - nw)
    south = sw + across * (se - sw)
    return (north + down * (south - north)) * _AMPLITUDE


@bare_kernel
def fbm(seed, x, y, octaves):  # type: ignore[no-untyped-def]
    """-1..1: each octave half as wide and half as loud as the one before."""
    total, loud, all_of_it = 0.0, 1.0, 0.0
    for octave in range(octaves):
        total += loud * noise(seed + np.uint64(octave), x, y)
        all_of_it += loud
        loud *= GAIN
        x *= 2.0
        y *= 2.0
    return total / all_of_it


@bare_kernel
def ridged(seed, x, y, octaves):  # type: ignore[no-untyped-def]
    """0..1, with sharp crests: finer ones only where there is a coarse one."""
    total, loud, all_of_it, weight = 0.0, 1.0, 0.0, 1.0
    for octave in range(octaves):
        value = noise(seed + np.uint64(octave), x, y)
        crest = 1.0 - (value if value >= 0.0 else -value)
        crest = crest * crest * weight
        total += loud * crest
        all_of_it += loud
        weight = crest if crest < 1.0 else 1.0
        loud *= GAIN
        x *= 2.0
        y *= 2.0
    return total / all_of_it
