"""Blurs that wrap: box means by running sums of integers, three of them for a Gaussian.

Sources: P. Kovesi, "Fast almost-Gaussian filtering", 2010. NOTE: values become whole multiples of
2^-24 first, so that a sum is exact whatever the order: a running sum of floats would drift along
the row, and so differ at the two sides of the border.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.border import beside, pad_row
from worldgen.textures.kernels.view import Floats

_ONE, _PART, _HALF = np.float32(2.0**24), np.float32(2.0**-24), 0.5


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

    Both hold the whole picture, -100..100, and may be the same.
    """
    rows, columns = image.shape
    across, means = np.empty((rows, columns), np.int32), np.empty((rows, columns), np.int32)
    padded, sums = np.empty(columns + 2 * reach_x + 1, np.int32), np.empty(columns, np.int64)
    for row in range(rows):
        _fix(means[row], image[row])
    for _ in range(times):
        for row in range(rows):
            pad_row(padded[:-1], means[row], reach_x, wrap_x)
            _sum_along(sums, padded, 2 * reach_x + 1)
            _divide(across[row], sums, 1.0 / (2 * reach_x + 1))
        _blur_down(means, across, sums, reach_y, wrap_y)
    for row in range(rows):
        _float(out[row], means[row])


@bare_kernel
def _fix(out, values):  # type: ignore[no-untyped-def]
    for at in range(out.size):
        out[at] = np.int32(np.floor(values[at] * _ONE))


@bare_kernel
def _float(out, values):  # type: ignore[no-untyped-def]
    for at in range(out.size):
        out[at] = np.float32(values[at]) * _PART


@bare_kernel
def _sum_along(sums, padded, wide):  # type: ignore[no-untyped-def]
    entering = padded[wide:]
    total = np.int64(0)
    for at in range(wide):
        total += padded[at]
    for at in range(sums.size):
        sums[at] = total
        total += np.int64(entering[at]) - np.int64(padded[at])


@bare_kernel
def _divide(out, sums, share):  # type: ignore[no-untyped-def]
    for at in range(out.size):
        out[at] = np.int32(np.floor(sums[at] * share + _HALF))


@bare_kernel
def _blur_down(out, image, sums, reach, wraps):  # type: ignore[no-untyped-def]
    rows, share = image.shape[0], 1.0 / (2 * reach + 1)
    sums[:] = 0
    for row in range(-reach, reach + 1):
        _exchange(sums, image[beside(row, rows, wraps)], 1)
    for row in range(rows):
        _divide(out[row], sums, share)
        _exchange(sums, image[beside(row + reach + 1, rows, wraps)], 1)
        _exchange(sums, image[beside(row - reach, rows, wraps)], -1)


@bare_kernel
def _exchange(sums, line, sign):  # type: ignore[no-untyped-def]
    for at in range(sums.size):
        sums[at] += np.int64(line[at]) * sign


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
