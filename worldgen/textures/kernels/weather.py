"""What time does to a relief: edges crumble, rubble fills the cracks, dirt runs down.

Source of the first: F. K. Musgrave, C. Kolb, R. Mace, "The synthesis and rendering of eroded
fractal terrains", SIGGRAPH 1989 (thermal weathering), here at several distances in turn.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.border import beside, pad_row
from worldgen.textures.kernels.view import Floats

_0, _1 = np.float32(0.0), np.float32(1.0)
_EIGHTH = np.float32(0.125)


@kernel
def crumble(
    out: Floats,
    heights: Floats,
    depth: float,
    reach: int,
    times: int,
    slope: float,
    settles: float,
    wrap_x: bool,
    wrap_y: bool,
) -> None:
    """Fills `out` with the whole picture's heights, slopes steeper than `slope` worn off.

    Looks `reach` pixels far (a power of two), then half as far and so on, `times` at each distance.
    `settles`, 0..1, of what comes off lies down below; the rest is blown away.
    """
    before = heights.copy()
    padded = np.empty(heights.shape[1] + 2 * reach, np.float32)
    while reach >= 1:
        steepest = np.float32(slope * reach / (depth * heights.shape[1]))
        for _ in range(times):
            for row in range(heights.shape[0]):
                above = before[beside(row - reach, heights.shape[0], wrap_y)]
                below = before[beside(row + reach, heights.shape[0], wrap_y)]
                pad_row(padded, before[row], reach, wrap_x)
                _crumble_row(out[row], above, padded, below, reach, steepest, np.float32(settles))
            before[:] = out
        reach //= 2


@bare_kernel
def _crumble_row(out, above, padded, below, reach, steepest, settles):  # type: ignore[no-untyped-def]
    middle, far = padded[reach:], padded[2 * reach :]
    for column in range(out.size):
        here = middle[column]
        left, right = padded[column] - here, far[column] - here
        upper, lower = above[column] - here, below[column] - here
        gain = max(left - steepest, _0) + max(right - steepest, _0)
        gain += max(upper - steepest, _0) + max(lower - steepest, _0)
        loss = max(-left - steepest, _0) + max(-right - steepest, _0)
        loss += max(-upper - steepest, _0) + max(-lower - steepest, _0)
        out[column] = here + _EIGHTH * (settles * gain - loss)


@kernel
def run_down(out: Floats, image: Floats, length: float, wrap_y: bool) -> None:
    """Fills `out`, the whole picture, with the most of `image` here and, fading, above.

    length: of a run from 1 to 0, in heights of the texture. `image` is 0..1.
    """
    rows = image.shape[0]
    fading = np.float32(1.0 / (length * rows))
    carried = np.zeros(image.shape[1], np.float32)
    # The first time round finds what runs in over the border: nothing runs round twice higher.
    for _ in range(2 if wrap_y else 1):
        for row in range(rows):
            for column in range(image.shape[1]):
                carried[column] = max(image[row, column], carried[column] - fading)
                out[row, column] = carried[column]
