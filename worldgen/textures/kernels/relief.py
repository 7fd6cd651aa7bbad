"""What the slope of a height map is, as a tangent space normal, an angle or a bend.

Heights are 0..1 of `depth`, which is in widths of the texture. These kernels read the whole
picture's heights and fill a band of rows. Slopes are Sobel's: I. Sobel, G. Feldman, 1968.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.border import beside, pad_row
from worldgen.textures.kernels.pack import interleave
from worldgen.textures.kernels.view import Floats, View
from worldgen.textures.maps import Bytes

_1, _2, _8 = np.float32(1.0), np.float32(2.0), np.float32(8.0)
_ZERO, _FULL = np.float32(128.5), np.float32(127.0)


@kernel
def normals(out: Bytes, heights: Floats, view: View, depth: float) -> None:
    """Fills `out`, uint8 (rows, width, 3): red right, green up, blue outwards; 128 is zero."""
    slopes = np.empty((2, heights.shape[1]), np.float32)
    scratch = np.empty((3, heights.shape[1] + 2), np.float32)
    planes = np.empty((3, heights.shape[1]), np.uint8)
    for row in range(out.shape[0]):
        _fill_slopes(slopes, scratch, heights, view.top + row, view, np.float32(depth))
        _encode_normals(planes, slopes)
        interleave(out[row], planes)


@kernel
def slopes(out: Floats, heights: Floats, view: View, depth: float) -> None:
    """Fills `out` with rise over run: 0 where it's flat, 1 at 45 degrees, without end."""
    both = np.empty((2, heights.shape[1]), np.float32)
    scratch = np.empty((3, heights.shape[1] + 2), np.float32)
    for row in range(out.shape[0]):
        _fill_slopes(both, scratch, heights, view.top + row, view, np.float32(depth))
        for column in range(out.shape[1]):
            x, y = both[0, column], both[1, column]
            out[row, column] = np.sqrt(x * x + y * y)


@kernel
def curvature(out: Floats, heights: Floats, view: View, depth: float, reach: int) -> None:
    """Fills `out` with how much the slope changes over `reach` pixels: above 0 on edges that stand
    out, below 0 in cracks; 1 is from 45 degrees up to as much down."""
    width, height = heights.shape[1], heights.shape[0]
    padded = np.empty((3, width + 2 * reach), np.float32)
    scale = np.float32(depth * width / (6.0 * reach))
    for row in range(out.shape[0]):
        for step in range(3):
            at = beside(view.top + row + (step - 1) * reach, height, view.wrap_y)
            pad_row(padded[step], heights[at], reach, view.wrap_x)
        _bend(out[row], padded[0], padded[1], padded[2], reach, scale)


@bare_kernel
def _bend(out, above, here, below, reach, scale):  # type: ignore[no-untyped-def]
    above_middle, middle, below_middle = above[reach:], here[reach:], below[reach:]
    above_far, far, below_far = above[2 * reach :], here[2 * reach :], below[2 * reach :]
    for column in range(out.size):
        corners = above[column] + above_far[column] + below[column] + below_far[column]
        sides = above_middle[column] + below_middle[column] + here[column] + far[column]
        out[column] = (_8 * middle[column] - corners - sides) * scale


@bare_kernel
def _fill_slopes(slopes, scratch, heights, row, view, depth):  # type: ignore[no-untyped-def]
    """slopes: float32 (2, width), rise over run to the right and down. scratch: (3, width + 2).

    NOTE: rows are taken by index: unpacked, numba takes them for strided, and 8 times as long.
    """
    width, height = heights.shape[1], heights.shape[0]
    above, here, below = scratch[0], scratch[1], scratch[2]
    pad_row(above, heights[beside(row - 1, height, view.wrap_y)], 1, view.wrap_x)
    pad_row(here, heights[beside(row, height, view.wrap_y)], 1, view.wrap_x)
    pad_row(below, heights[beside(row + 1, height, view.wrap_y)], 1, view.wrap_x)
    _sum_columns(above, here, below)
    scale = depth * np.float32(width) / np.float32(8.0)
    _slope_right(slopes[0], here, scale)
    _slope_down(slopes[1], below, scale)


@bare_kernel
def _sum_columns(above, here, below):  # type: ignore[no-untyped-def]
    """Leaves weighted sums in `here`, and differences in `below`."""
    for column in range(here.size):
        here[column] = above[column] + _2 * here[column] + below[column]
        below[column] -= above[column]


@bare_kernel
def _slope_right(out, sums, scale):  # type: ignore[no-untyped-def]
    for column in range(out.size):
        out[column] = (sums[column + 2] - sums[column]) * scale


@bare_kernel
def _slope_down(out, steps, scale):  # type: ignore[no-untyped-def]
    for column in range(out.size):
        out[column] = (steps[column] + _2 * steps[column + 1] + steps[column + 2]) * scale


@bare_kernel
def _encode_normals(planes, slopes):  # type: ignore[no-untyped-def]
    for column in range(slopes.shape[1]):
        x, y = slopes[0, column], slopes[1, column]
        scale = _FULL / np.sqrt(x * x + y * y + _1)
        planes[0, column] = np.uint8(np.int32(_ZERO - x * scale))
        planes[1, column] = np.uint8(np.int32(_ZERO + y * scale))
        planes[2, column] = np.uint8(np.int32(_ZERO + scale))
