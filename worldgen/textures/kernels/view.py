"""Which pixels of a picture a band holds, and where on the texture they are."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel

Floats: TypeAlias = NDArray[np.float32]

NO_WARP: Floats = np.zeros((0, 0), np.float32)
"""Displacement of a kernel that isn't warped."""

UNBOUNDED = 1 << 30
"""The period of a lattice whose axis doesn't wrap."""


_HALF = np.float32(0.5)


class View(NamedTuple):
    """A band: its first pixel, and the picture of `width` x `height` pixels that it is part of.

    The picture is one period in each wrapped axis; `top` and `left` may lie outside of it.
    """

    top: int
    left: int
    width: int
    height: int
    wrap_x: bool
    wrap_y: bool


def whole(width: int, height: int, wrap_x: bool = True, wrap_y: bool = True) -> View:
    """The view of a band that is all of the picture."""
    return View(0, 0, width, height, wrap_x, wrap_y)


@bare_kernel
def position(at, size, wraps):  # type: ignore[no-untyped-def]
    """float64 in periods: the middle of pixel `at`; 0..1 where the axis wraps."""
    if wraps:
        at %= size
    return (at + 0.5) / size


@bare_kernel
def fill_u(us, row, view, dx):  # type: ignore[no-untyped-def]
    """us: float32 (columns), in periods, 0..1 where the axis wraps; `row` is the band's."""
    at, column = view.left, 0
    while column < us.size:
        end = us.size
        if view.wrap_x:
            at %= view.width
            end = min(end, column + view.width - at)
        _count_up(us[column:end], np.int32(at), np.float32(1.0 / view.width))
        at, column = at + end - column, end
    if dx.size > 0:
        _displace(us, dx[row], np.float32(1.0), view.wrap_x)


@bare_kernel
def _count_up(us, first, step):  # type: ignore[no-untyped-def]
    for column in range(us.size):
        us[column] = (np.float32(np.int32(first + column)) + _HALF) * step


@bare_kernel
def _displace(values, by, scale, wraps):  # type: ignore[no-untyped-def]
    for column in range(values.size):
        value = values[column] + by[column] * scale
        values[column] = value - np.floor(value) if wraps else value


@bare_kernel
def fill_v(vs, row, view, dy):  # type: ignore[no-untyped-def]
    """vs: float32 (columns), as `fill_u`; displacements are in widths of the texture."""
    v = np.float32(position(view.top + row, view.height, view.wrap_y))
    for column in range(vs.size):
        vs[column] = v
    if dy.size > 0:
        _displace(vs, dy[row], np.float32(view.width / view.height), view.wrap_y)
