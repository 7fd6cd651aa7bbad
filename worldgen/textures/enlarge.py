"""Small pictures as bands of large ones, for what is blurred and so needs few pixels."""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.border import beside
from worldgen.textures.kernels.view import View
from worldgen.textures.plan import Floats


@kernel
def enlarged(out: Floats, image: Floats, view: View) -> None:
    """Fills `out` between the middles of the image's pixels; the view's sides are multiples of the
    image's, and one is as many times the image's as the other."""
    times = view.width // image.shape[1]
    for row in range(out.shape[0]):
        y = view.top + row
        # Twice the place between two pixels' middles, as whole numbers: exact.
        doubled = 2 * (y % times) + 1 - times
        upper = y // times - (1 if doubled < 0 else 0)
        share = np.float32((doubled + (2 * times if doubled < 0 else 0)) / (2 * times))
        above = image[beside(upper, image.shape[0], view.wrap_y)]
        below = image[beside(upper + 1, image.shape[0], view.wrap_y)]
        _enlarge_row(out[row], above, below, share, times, view.wrap_x)


@bare_kernel
def _enlarge_row(out, above, below, share, times, wraps):  # type: ignore[no-untyped-def]
    for column in range(out.size):
        doubled = 2 * (column % times) + 1 - times
        left = column // times - (1 if doubled < 0 else 0)
        part = np.float32((doubled + (2 * times if doubled < 0 else 0)) / (2 * times))
        first, second = beside(left, above.size, wraps), beside(left + 1, above.size, wraps)
        one = above[first] + share * (below[first] - above[first])
        other = above[second] + share * (below[second] - above[second])
        out[column] = one + part * (other - one)
