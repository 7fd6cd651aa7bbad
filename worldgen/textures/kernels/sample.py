"""A picture looked up where each pixel is displaced to: warps of what isn't a formula."""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.hashing import inlined
from worldgen.textures.kernels.view import Floats, View, fill_u, fill_v

_HALF = np.float32(0.5)


@kernel
def sample(out: Floats, image: Floats, view: View, dx: Floats, dy: Floats) -> None:
    """Fills `out` between the four nearest pixels of `image`, the whole picture."""
    us, vs = np.empty(out.shape[1], np.float32), np.empty(out.shape[1], np.float32)
    for row in range(out.shape[0]):
        fill_u(us, row, view, dx)
        fill_v(vs, row, view, dy)
        _look_up(out[row], image, us, vs, view.wrap_x, view.wrap_y)


@bare_kernel
def _look_up(out, image, us, vs, wrap_x, wrap_y):  # type: ignore[no-untyped-def]
    rows, columns = np.int32(image.shape[0]), np.int32(image.shape[1])
    for at in range(out.size):
        x = us[at] * np.float32(columns) - _HALF
        y = vs[at] * np.float32(rows) - _HALF
        column, row = np.floor(x), np.floor(y)
        left, right = _pair(np.int32(column), columns, wrap_x)
        upper, lower = _pair(np.int32(row), rows, wrap_y)
        share = x - column
        above = image[upper, left] + share * (image[upper, right] - image[upper, left])
        below = image[lower, left] + share * (image[lower, right] - image[lower, left])
        out[at] = above + (y - row) * (below - above)


@inlined
def _pair(at, size, wraps):  # type: ignore[no-untyped-def]
    """uint32 twice: the index and the next, from at most one period too far."""
    following = np.int32(at + np.int32(1))
    last = np.int32(size - np.int32(1))
    if wraps:
        at = np.int32(at + size) if at < 0 else (np.int32(at - size) if at > last else at)
        following = np.int32(following - size) if following > last else following
        following = np.int32(following - size) if following > last else following
        return np.uint32(at), np.uint32(following)
    zero = np.int32(0)
    return np.uint32(min(max(at, zero), last)), np.uint32(min(max(following, zero), last))
