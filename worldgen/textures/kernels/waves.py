"""Stripes that repeat by a rule: what ripples, rings and grain begin with."""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.lattice import fill_places
from worldgen.textures.kernels.maths import sine
from worldgen.textures.kernels.view import Floats, View

SINE, TRIANGLE, SAW = 0, 1, 2

_1, _2, _4, _QUARTER = np.float32(1.0), np.float32(2.0), np.float32(4.0), np.float32(0.25)


@kernel
def waves(
    out: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    turns_x: int,
    turns_y: int,
    phase: float,
    shape: int,
) -> None:
    """Fills `out` with -1..1: so many waves across and down one period (negative: the other way).

    phase: in turns. SINE rises from 0, TRIANGLE too, SAW rises from -1 and falls at once.
    """
    xs, ys = np.empty(out.shape[1], np.float32), np.empty(out.shape[1], np.float32)
    for row in range(out.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, turns_x, turns_y)
        _fill_waves(out[row], xs, ys, np.float32(phase), shape)


@bare_kernel
def _fill_waves(out, xs, ys, phase, shape):  # type: ignore[no-untyped-def]
    for at in range(out.size):
        turns = xs[at] + ys[at] + phase
        part = turns - np.floor(turns)
        value = _2 * part - _1
        if shape == TRIANGLE:
            shifted = part + _QUARTER
            shifted -= np.floor(shifted)
            value = _1 - abs(_4 * shifted - _2)
        if shape == SINE:
            value = sine(part)
        out[at] = value
