"""Threads that cross over and under each other: cloth, basket work, chain."""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.hashing import column_key, hash_at, row_key, salt, unit
from worldgen.textures.kernels.lattice import fill_places, periods, wrapped
from worldgen.textures.kernels.maths import sine
from worldgen.textures.kernels.view import Floats, View

_0, _HALF, _1, _2 = np.float32(0.0), np.float32(0.5), np.float32(1.0), np.float32(2.0)


@kernel
def weave(
    height: Floats,
    thread: Floats,
    along: Floats,
    aside: Floats,
    view: View,
    dx: Floats,
    dy: Floats,
    columns: int,
    rows: int,
    over: int,
    under: int,
    step: int,
    gap: float,
    seed: int,
) -> None:
    """Lying threads go `over` and `under` standing ones; each is `step` behind the one above it.

    1, 1, 1 is plain weave, 2, 2, 1 twill, 4, 1, 2 satin. Where they wrap, `columns` and `rows` x
    `step` are multiples of over + under. Fills the upper thread's height, 0..1, 0 in the gaps
    (`gap` of a thread wide); its number, 0..1; the place along where it shows, 0..1; and aside
    from its middle, -1..1.
    """
    xs, ys = np.empty(height.shape[1], np.float32), np.empty(height.shape[1], np.float32)
    found = np.empty((4, height.shape[1]), np.float32)
    shown = np.empty((2, over + under), np.float32)
    _fill_shown(shown, over, step)
    both = periods(view, columns, rows)
    salts = salt(seed, 0), salt(seed, 1)
    pattern = np.float32(over), np.float32(over + under), np.float32(step)
    for row in range(height.shape[0]):
        fill_places(xs, ys, row, view, dx, dy, columns, rows)
        _fill_weave(found, xs, ys, both, pattern, shown, _1 / (_1 - np.float32(gap)), salts)
        height[row], thread[row] = found[0], found[1]
        along[row], aside[row] = found[2], found[3]


@bare_kernel
def _fill_shown(shown, over, step):  # type: ignore[no-untyped-def]
    """shown: float32 (2, over + under): by place in the pattern, how many crossings ago the thread
    above came up, and how many it stays."""
    cycle = shown.shape[1]
    for place in range(cycle):
        begun, left = place, over - place
        if place >= over:
            begun, left = 0, 1
            while (place + (begun + 1) * step) % cycle >= over:
                begun += 1
            while (place - left * step) % cycle >= over:
                left += 1
        shown[0, place], shown[1, place] = begun, begun + left


@bare_kernel
def _fill_weave(found, xs, ys, both, pattern, shown, wider, salts):  # type: ignore[no-untyped-def]
    over, cycle, step = pattern
    for at in range(xs.size):
        column, row = np.floor(xs[at]), np.floor(ys[at])
        x, y = xs[at] - column, ys[at] - row
        place = column - row * step
        place -= np.floor((place + _HALF) / cycle) * cycle
        lying = place < over
        begun, stays = shown[0, np.uint32(place)], shown[1, np.uint32(place)]
        along = (begun + (x if lying else y)) / stays
        aside = (_2 * (y if lying else x) - _1) * wider
        found[0, at] = np.sqrt(max(_1 - aside * aside, _0)) * (_HALF + _HALF * sine(along * _HALF))
        row_number, column_number = np.int32(row), np.int32(column)
        standing = column_key(wrapped(column_number, both[0]))
        key = row_key(wrapped(row_number, both[1])) if lying else standing
        found[1, at] = unit(hash_at(key, np.uint32(0), salts[0] if lying else salts[1]))
        found[2, at], found[3, at] = along, min(max(aside, -_1), _1)
