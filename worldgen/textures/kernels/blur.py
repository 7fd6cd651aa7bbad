"""Blurs that wrap: box means by running sums of integers, three of them for a Gaussian.

Sources: P. Kovesi, "Fast almost-Gaussian filtering", 2010. NOTE: values become whole multiples of
2^-24 first, so that a sum is exact whatever the order: a running sum of floats would drift along
the row, and so differ at the two sides of the border.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.border import beside
from worldgen.textures.kernels.view import Floats

_ONE = 2.0**24


@kernel
def box_blur(
    out: Floats,
    image: Floats,
    reach_x: int,
    reach_y: int,
    times: int,
    wrap_x: bool,
    wrap_y: bool,
) -> None:
    """Fills `out` with means over (2 reach + 1) pixels each way, taken `times` over.

    Both hold the whole picture, and may be the same.
    """
    rows, columns = image.shape
    sums, means = np.empty((rows, columns), np.int64), np.empty((rows, columns), np.int64)
    for row in range(rows):
        for column in range(columns):
            means[row, column] = np.int64(np.floor(image[row, column] * _ONE + 0.5))
    for _ in range(times):
        for row in range(rows):
            _blur_along(sums[row], means[row], reach_x, wrap_x)
        _blur_down(means, sums, reach_y, wrap_y)
    for row in range(rows):
        for column in range(columns):
            out[row, column] = np.float32(means[row, column] * (1.0 / _ONE))


@bare_kernel
def _blur_along(out, line, reach, wraps):  # type: ignore[no-untyped-def]
    total, size, per = np.int64(0), line.size, 1.0 / (2 * reach + 1)
    for at in range(-reach, reach + 1):
        total += line[beside(at, size, wraps)]
    for at in range(size):
        out[at] = np.int64(np.floor(total * per + 0.5))
        total += line[beside(at + reach + 1, size, wraps)] - line[beside(at - reach, size, wraps)]


@kernel
def _blur_down(out, image, reach, wraps):  # type: ignore[no-untyped-def]
    rows, columns = image.shape
    per = 1.0 / (2 * reach + 1)
    total = np.zeros(columns, np.int64)
    for at in range(-reach, reach + 1):
        total += image[beside(at, rows, wraps)]
    for row in range(rows):
        entering = image[beside(row + reach + 1, rows, wraps)]
        leaving = image[beside(row - reach, rows, wraps)]
        for column in range(columns):
            out[row, column] = np.int64(np.floor(total[column] * per + 0.5))
            total[column] += entering[column] - leaving[column]


@kernel
def shrink(out: Floats, image: Floats) -> None:
    """Fills `out` with means over blocks: each side of `image` is a multiple of `out`'s."""
    rows, columns = out.shape
    down, across = image.shape[0] // rows, image.shape[1] // columns
    scale = np.float32(1.0 / (down * across))
    for row in range(rows):
        out[row] = np.float32(0.0)
        for step in range(down):
            line = image[row * down + step]
            for column in range(columns):
                total = np.float32(0.0)
                for at in range(across):
                    total += line[column * across + at]
                out[row, column] += total * scale
