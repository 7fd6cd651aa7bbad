"""Ambient occlusion from heights alone: how far a pixel lies below the mean of what is around it.

Three sizes of surroundings, blurred at a quarter of the size. An approximation: a horizon is not
traced. Source of the idea: T. Luft, C. Colditz, O. Deussen, "Image enhancement by unsharp masking
the depth buffer", SIGGRAPH 2006.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.blur import box_blur, shrink
from worldgen.textures.kernels.border import beside
from worldgen.textures.kernels.view import Floats, View

SHRINK = 4
REACHES = (1 / 256, 1 / 64, 1 / 16)
"""How far the surroundings go, in widths of the texture."""

_0, _1 = np.float32(0.0), np.float32(1.0)
_EIGHTH, _3_EIGHTHS = np.float32(0.125), np.float32(0.375)


def surroundings(heights: Floats, wrap_x: bool, wrap_y: bool) -> NDArray[np.float32]:
    """float32 (3, height / 4, width / 4): the heights, blurred over each of REACHES."""
    small = np.empty((heights.shape[0] // SHRINK, heights.shape[1] // SHRINK), np.float32)
    shrink(small, heights)
    blurred = np.empty((len(REACHES), *small.shape), np.float32)
    for layer, reach in zip(blurred, REACHES, strict=True):
        pixels = max(1, round(reach * small.shape[1] / 2))
        box_blur(layer, small, pixels, pixels, 2, wrap_x, wrap_y)
    return blurred


@kernel
def occlusion(
    out: Floats,
    heights: Floats,
    blurred: NDArray[np.float32],
    view: View,
    depth: float,
    strength: float,
) -> None:
    """Fills `out` with 0..1: 1 is open to the sky. `heights` is the whole picture's."""
    width = out.shape[1]
    total, around = np.empty(width, np.float32), np.empty(width, np.float32)
    line = np.empty(blurred.shape[2] + 2, np.float32)
    for row in range(out.shape[0]):
        here = heights[beside(view.top + row, heights.shape[0], view.wrap_y)]
        total[:] = _0
        for layer in range(blurred.shape[0]):
            reach = 1.0 / 256.0 * 4.0**layer
            scale = np.float32(strength * depth / reach)
            _enlarge(around, line, blurred[layer], view, row)
            for column in range(width):
                total[column] += max(around[column] - here[column], _0) * scale
        for column in range(width):
            out[row, column] = _1 / (_1 + total[column])


@bare_kernel
def _enlarge(out, line, image, view, row):  # type: ignore[no-untyped-def]
    """out: float32 (width), row `row` of the band, between the middles of the image's pixels.

    line: float32 (width / 4 + 2), overwritten.
    """
    y = (view.top + row) % view.height
    upper = (y + SHRINK // 2) // SHRINK - 1
    share = np.float32((y - upper * SHRINK) * 2 + 1 - SHRINK) * _EIGHTH
    above = image[beside(upper, image.shape[0], view.wrap_y)]
    below = image[beside(upper + 1, image.shape[0], view.wrap_y)]
    columns = image.shape[1]
    for column in range(columns):
        line[column + 1] = above[column] + share * (below[column] - above[column])
    line[0] = line[columns if view.wrap_x else 1]
    line[columns + 1] = line[1 if view.wrap_x else columns]
    for column in range(columns):
        before, here, after = line[column], line[column + 1], line[column + 2]
        fall, rise = before - here, after - here
        out[SHRINK * column] = here + _3_EIGHTHS * fall
        out[SHRINK * column + 1] = here + _EIGHTH * fall
        out[SHRINK * column + 2] = here + _EIGHTH * rise
        out[SHRINK * column + 3] = here + _3_EIGHTHS * rise
