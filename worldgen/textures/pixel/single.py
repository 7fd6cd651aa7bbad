"""One tile out of a larger picture, cut so that it meets itself on every side."""

import numpy as np

from worldgen.textures.example.seams import cut
from worldgen.textures.maps import Bytes


def single(picture: Bytes, side: int) -> Bytes:
    """uint8 (side, side, 3) of `picture`, uint8 (rows, columns, 3), which is larger.

    What overlaps at its far edges is laid over its near ones, along the cuts that show least.
    """
    overlap = max(2, side // 4)
    wide = picture[: side + overlap, : side + overlap]
    return _joined(_joined(wide, side).swapaxes(0, 1), side).swapaxes(0, 1)


def _joined(wide: Bytes, side: int) -> Bytes:
    """Its first `side` columns, the first of which give way to those beyond them."""
    overlap = wide.shape[1] - side
    near, beyond = wide[:, :overlap], wide[:, side:]
    gaps = ((near.astype(np.int64) - beyond.astype(np.int64)) ** 2).sum(axis=2)
    taken = np.arange(overlap) <= cut(gaps)[:, None]
    joined = wide[:, :side].copy()
    joined[:, :overlap] = np.where(taken[:, :, None], beyond, near)
    return joined
