"""Pebbles, leaves, blades and scratches: shapes strewn over a picture, the highest on top."""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.hashing import high_unit, inlined, low_unit, salt
from worldgen.textures.kernels.stamps import (
    cells_seen,
    fill_segments,
    most_segments,
    row_of_cells_meets,
    stamp_at,
)
from worldgen.textures.kernels.view import Floats, View

DOME, CONE, DISC, LEAF, BLADE, SCRATCH = 0, 1, 2, 3, 4, 5

_0, _HALF, _1, _4 = np.float32(0.0), np.float32(0.5), np.float32(1.0), np.float32(4.0)
_LEAST = np.float32(0.02)


@kernel
def scatter(
    height: Floats,
    cell: Floats,
    along: Floats,
    aside: Floats,
    view: View,
    cells_x: int,
    cells_y: int,
    jitter: float,
    length: float,
    aspect: float,
    vary: float,
    turn: float,
    spread: float,
    bend: float,
    lift: float,
    shape: int,
    seed: int,
) -> None:
    """One shape to a cell; fills the height 0..1 (0 where there is none), the number of the highest
    shape, 0..1, and the place in it, -1..1 each.

    `length` is in widths of the texture, the width `aspect` of it; some are up to `vary` smaller.
    They lie at `turn`, `spread` more or less (in turns), and bend aside by `bend` of their width.
    Each lies up to `lift` higher than another: 0..1.
    """
    height[:], cell[:], along[:], aside[:] = _0, _0, _0, _0
    grid, sizes = (cells_x, cells_y, jitter), (length, aspect, vary, turn, spread)
    salted, widen, (rows, columns) = salt(seed, 0), 1.0 + 0.5 * abs(bend), height.shape
    reach = 0.5 * length * view.width * (1.0 + aspect * widen)
    segments = np.empty((most_segments(rows, columns, view, reach), 5), np.int64)
    first, end = cells_seen(view.top, rows, reach, view.height, cells_y, view.wrap_y)
    left, right = cells_seen(view.left, columns, reach, view.width, cells_x, view.wrap_x)
    for row in range(first, end):
        if not row_of_cells_meets(row, reach, view, cells_y, jitter, rows):
            continue
        for column in range(left, right):
            stamp = stamp_at(column, row, view, grid, sizes, salted)
            count = fill_segments(segments, rows, columns, view, stamp, widen)
            _draw(height, cell, along, aside, segments[:count], stamp, bend, lift, shape)


@bare_kernel
def _draw(height, cell, along, aside, segments, stamp, bend, lift, shape):  # type: ignore[no-untyped-def]
    x, y, _, _, _, _, bits = stamp
    origin = int(np.floor(x))
    looks = np.float32(bend), np.float32(lift) * low_unit(bits), _1 - np.float32(lift)
    for line, first, end, shift, row in segments:
        places = first + shift - origin, np.float32(0.5 - (x - origin)), np.float32(row + 0.5 - y)
        lines = height[line, first:end], cell[line, first:end]
        insides = along[line, first:end], aside[line, first:end]
        _draw_line(lines, insides, places, stamp, looks, shape)


@bare_kernel
def _draw_line(lines, insides, places, stamp, looks, shape):  # type: ignore[no-untyped-def]
    (height, cell), (along, aside), (first, part, down) = lines, insides, places
    _, _, cosine, sine, length, width, bits = stamp
    length, width, (bend, lifted, thick) = _1 / np.float32(length), _1 / np.float32(width), looks
    number = high_unit(bits)
    for at in range(height.size):
        right = np.float32(np.int32(first + at)) + part
        a = (right * cosine + down * sine) * length
        b = (down * cosine - right * sine) * width + bend * (a * a - _HALF)
        value = _profile(a, b, shape)
        value = lifted + thick * value if value > _0 else _0
        higher = value > height[at]
        height[at] = value if higher else height[at]
        cell[at] = number if higher else cell[at]
        along[at] = a if higher else along[at]
        aside[at] = b if higher else aside[at]


@inlined
def _profile(a, b, shape):  # type: ignore[no-untyped-def]
    """float32 up to 1, not above 0 outside of the shape; a, b are the place in it."""
    if shape == DOME:
        return np.sqrt(max(_1 - a * a - b * b, _0))
    if shape == CONE:
        return _1 - np.sqrt(a * a + b * b)
    if shape == DISC:
        return min((_1 - np.sqrt(a * a + b * b)) * _4, _1)
    if shape == LEAF:
        broad = max(_1 - a * a, _LEAST)
        return broad * (_1 - b * b / (broad * broad))
    if shape == BLADE:
        broad = max(_HALF - _HALF * a, _LEAST)
        return (_HALF + _HALF * a) * (_1 - b * b / (broad * broad))
    return (_1 - a * a) * (_1 - abs(b))
