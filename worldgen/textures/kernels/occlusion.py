"""Ambient occlusion from heights alone: how far a pixel lies below the mean of what is around it.

Three sizes of surroundings, blurred at a quarter of the size. An approximation: a horizon is not
traced. Source of the idea: T. Luft, C. Colditz, O. Deussen, "Image enhancement by unsharp masking
the depth buffer", SIGGRAPH 2006.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import kernel
from worldgen.textures.kernels.blur import box_blur, shrink
from worldgen.textures.kernels.border import beside
from worldgen.textures.kernels.view import Floats, View

SHRINK = 4
REACHES = (1 / 256, 1 / 64, 1 / 16)
"""How far the surroundings go, in widths of the texture."""

_0, _1, _HALF = np.float32(0.0), np.float32(1.0), np.float32(0.5)


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
    for row in range(out.shape[0]):
        here = heights[beside(view.top + row, heights.shape[0], view.wrap_y)]
        total[:] = _0
        for layer in range(blurred.shape[0]):
            reach = 1.0 / 256.0 * 4.0**layer
            scale = np.float32(strength * depth / reach)
            _enlarge(around, blurred[layer], view, row)
            for column in range(width):
                total[column] += max(around[column] - here[column], _0) * scale
        for column in range(width):
            out[row, column] = _1 / (_1 + total[column])


@kernel
def _enlarge(out, image, view, row):  # type: ignore[no-untyped-def]
    """Row `row` of the band, between the middles of the pixels of a smaller image."""
    rows, columns = image.shape
    y = (view.top + row + 0.5) * rows / view.height - 0.5
    upper = int(np.floor(y))
    share = np.float32(y - upper)
    line = np.empty(columns + 2, np.float32)
    above = image[beside(upper, rows, view.wrap_y)]
    below = image[beside(upper + 1, rows, view.wrap_y)]
    for column in range(columns):
        line[column + 1] = above[column] + share * (below[column] - above[column])
    line[0] = line[beside(-1, columns, view.wrap_x) + 1]
    line[columns + 1] = line[beside(columns, columns, view.wrap_x) + 1]
    times = view.width // columns
    for column in range(columns):
        for step in range(times):
            x = (step + 0.5) / times - 0.5
            left = column + 1 if x >= 0.0 else column
            share = np.float32(x if x >= 0.0 else x + 1.0)
            out[column * times + step] = line[left] + share * (line[left + 1] - line[left])
