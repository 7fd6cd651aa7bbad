"""Things strewn over a picture, each drawn once for every period that it reaches into.

One stamp to a lattice cell, moved, turned and sized by its hash; it is a rectangle with axes of its
own. Where an axis doesn't wrap, the lattice goes on past the border. What is drawn is the business
of `scatter` and `gabor`.
"""

import numpy as np

from worldgen.kernels import bare_kernel
from worldgen.textures.kernels.hashing import (
    column_key,
    hash_at,
    high_unit,
    inlined,
    low_unit,
    mixed32,
    row_key,
)
from worldgen.textures.kernels.maths import cosine, sine

_GOLDEN = np.uint32(0x9E3779B9)
_TINY = 1e-9


@inlined
def stamp_at(column, row, view, grid, sizes, salted):  # type: ignore[no-untyped-def]
    """Its middle, in pixels; its cosine and sine; half its length and width, in pixels; its hash.

    grid: cells across and down, and jitter. sizes: length in widths of the texture, width by
    length, how much smaller some are (0..1), turn and its spread (in turns).
    """
    cells_x, cells_y, jitter = grid
    length, aspect, vary, turn, spread = sizes
    key_x = np.int32(column % cells_x) if view.wrap_x else np.int32(column)
    key_y = np.int32(row % cells_y) if view.wrap_y else np.int32(row)
    place = hash_at(column_key(key_x), row_key(key_y), salted)
    look = mixed32(np.uint32(place + _GOLDEN))
    x = (column + 0.5 + jitter * (low_unit(place) - 0.5)) * view.width / cells_x
    y = (row + 0.5 + jitter * (high_unit(place) - 0.5)) * view.height / cells_y
    angle = np.float32(turn + spread * (low_unit(look) - 0.5))
    half = 0.5 * length * view.width * (1.0 - vary * high_unit(look))
    bits = mixed32(np.uint32(look + _GOLDEN))
    return x, y, cosine(angle), sine(angle), half, half * aspect, bits


@bare_kernel
def cells_seen(from_pixel, pixels, reach, size, cells, wraps):  # type: ignore[no-untyped-def]
    """First and end of the lattice cells whose stamps may be seen in that many pixels."""
    if wraps:
        return 0, cells
    first = int(np.floor((from_pixel - reach) * cells / size)) - 1
    return first, int(np.floor((from_pixel + pixels + reach) * cells / size)) + 2


@bare_kernel
def meets(low, high, view, rows):  # type: ignore[no-untyped-def]
    """Whether pixel rows low..high, in any period, are in the band."""
    if not view.wrap_y:
        return high >= view.top and low < view.top + rows
    return (view.top - low) % view.height <= high - low or (low - view.top) % view.height < rows


@bare_kernel
def row_of_cells_meets(row, reach, view, cells, jitter, rows):  # type: ignore[no-untyped-def]
    """Whether a stamp of this row of cells may be in the band."""
    middle, tall = (row + 0.5) * view.height / cells, 0.5 * jitter * view.height / cells + reach
    return meets(int(np.floor(middle - tall)) - 1, int(np.ceil(middle + tall)) + 1, view, rows)


@bare_kernel
def most_segments(rows, columns, view, reach):  # type: ignore[no-untyped-def]
    down = int(2.0 * reach) // view.height + 2 if view.wrap_y else 1
    across = (columns + int(2.0 * reach)) // view.width + 2 if view.wrap_x else 1
    return rows * down * across


@bare_kernel
def fill_segments(segments, rows, columns, view, stamp, widen):  # type: ignore[no-untyped-def]
    """How many pieces of rows of the band the stamp covers, if it is `widen` times as wide.

    segments: int64 (most_segments(), 5), the band's row, its first and end column, what to add
    to a column to be in the stamp's period, and the row in it.
    """
    x, y, cosine_, sine_, length, width, _ = stamp
    width *= widen
    count, reach = 0, abs(sine_) * length + abs(cosine_) * width
    low, high = int(np.floor(y - reach)), int(np.ceil(y + reach))
    if not meets(low, high, view, rows):
        return 0
    for row in range(low, high + 1):
        line = (row - view.top) % view.height if view.wrap_y else row - view.top
        if not 0 <= line < rows:
            continue
        first, end = _span(x, y, cosine_, sine_, length, width, row)
        while line < rows and first < end:
            count = _add_copies(segments, count, line, row, first, end, columns, view)
            line += view.height if view.wrap_y else rows
    return count


@bare_kernel
def _add_copies(segments, count, line, row, first, end, columns, view):  # type: ignore[no-untyped-def]
    start, pixels = first - view.left, end - first
    if view.wrap_x:
        start -= (start + pixels - 1) // view.width * view.width
    while start < columns:
        if start + pixels > 0:
            segments[count, 0], segments[count, 3], segments[count, 4] = line, first - start, row
            segments[count, 1], segments[count, 2] = max(start, 0), min(start + pixels, columns)
            count += 1
        if not view.wrap_x:
            break
        start += view.width
    return count


@inlined
def _span(x, y, cosine_, sine_, length, width, row):  # type: ignore[no-untyped-def]
    """First and end pixel of a row of pixels in the rectangle."""
    down = row + 0.5 - y
    low, high = _slab(-1e9, 1e9, cosine_, down * sine_, length)
    low, high = _slab(low, high, -sine_, down * cosine_, width)
    return int(np.ceil(x + low - 0.5)), int(np.floor(x + high - 0.5)) + 1


@inlined
def _slab(low, high, slope, rise, half):  # type: ignore[no-untyped-def]
    """low..high, cut to where |slope * at + rise| <= half."""
    if abs(slope) < _TINY:
        return (low, high) if abs(rise) <= half else (1.0, -1.0)
    first, second = (-half - rise) / slope, (half - rise) / slope
    return max(low, min(first, second)), min(high, max(first, second))
