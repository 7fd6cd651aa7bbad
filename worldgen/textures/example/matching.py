"""Where in the exemplar a patch fits what is already there, in whole numbers throughout.

`window` is what the patch will cover: int32 (side, side, 3), with `filled` uint8 (side, side)
saying which pixels are there. A cost is the sum of squared differences over those.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import kernel

Pixels = NDArray[np.int32]
Mask = NDArray[np.uint8]
Costs = NDArray[np.int64]


@kernel
def costs_everywhere(costs: Costs, exemplar: Pixels, window: Pixels, filled: Mask) -> None:
    """Fills `costs`, int64 (rows, columns), for the patch's corner at each pixel."""
    for row in range(costs.shape[0]):
        for column in range(costs.shape[1]):
            costs[row, column] = 0
    for y in range(window.shape[0]):
        for x in range(window.shape[1]):
            if not filled[y, x]:
                continue
            red, green, blue = window[y, x]
            for row in range(costs.shape[0]):
                line = exemplar[row + y]
                for column in range(costs.shape[1]):
                    pixel = line[column + x]
                    first, second, third = pixel[0] - red, pixel[1] - green, pixel[2] - blue
                    gap = first * first + second * second + third * third
                    costs[row, column] += gap


@kernel
def cost_at(
    exemplar: Pixels, window: Pixels, filled: Mask, top: int, left: int, most: np.int64
) -> np.int64:
    """Of one corner; any number above `most` once it is clear that it costs more."""
    total = np.int64(0)
    for y in range(window.shape[0]):
        for x in range(window.shape[1]):
            if filled[y, x]:
                for channel in range(3):
                    gap = np.int64(exemplar[top + y, left + x, channel] - window[y, x, channel])
                    total += gap * gap
        if total > most:
            return total
    return total


@kernel
def best_near(
    exemplar: Pixels, window: Pixels, filled: Mask, top: int, left: int, reach: int
) -> tuple[np.int64, int, int]:
    """Cost, top and left of the best corner at most `reach` from there; the first of equals."""
    side = window.shape[0]
    best, best_top, best_left = np.int64(2**62), 0, 0
    for row in range(max(0, top - reach), min(exemplar.shape[0] - side, top + reach) + 1):
        for column in range(max(0, left - reach), min(exemplar.shape[1] - side, left + reach) + 1):
            cost = cost_at(exemplar, window, filled, row, column, best)
            if cost < best:
                best, best_top, best_left = cost, row, column
    return best, best_top, best_left
