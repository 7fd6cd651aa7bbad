"""Pools in a cave: none of them keeps anybody from going anywhere."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.kernels import kernel
from worldgen.levels.counted import too_many
from worldgen.levels.ground import is_simple
from worldgen.levels.level import Mask
from worldgen.rng import Stream
from worldgen.splitmix import GOLDEN, mixed

APART = 2
"""Cells between two pools, at least."""
LARGEST = 400


def pools(open_: Mask, keep: Mask, wanted: int, least: int, stream: Stream) -> Iterator[Mask]:
    """The cells of each pool, one after the other; they are closed in `open_`, those in `keep` not.

    Raises Unsatisfiable where fewer than `least` of the wanted ones find a place.
    """
    if wanted == 0:
        return
    free = open_ & ~keep
    usual = min(LARGEST, 3 + int(np.count_nonzero(free)) // (8 * wanted))
    made = 0
    for cell in _places(free, wanted, stream):
        y, x = divmod(cell, open_.shape[1])
        size = stream.between(2 + usual // 4, 2 + usual)
        grown = _grow(open_, free, x, y, size, np.uint64(stream.seed()))
        if not grown.size:
            continue
        pool = np.zeros_like(open_)
        pool.reshape(-1)[grown] = True
        _keep_away(free, grown)
        yield pool
        made += 1
        if made == wanted:
            return
    if made < least:
        raise too_many("pools", least, made)


def _places(free: Mask, wanted: int, stream: Stream) -> Iterator[int]:
    """Cells to begin at: some that are drawn, wide ones first, then all."""
    depth = ndimage.distance_transform_cdt(np.pad(free, 1), "chessboard")[1:-1, 1:-1].ravel()
    cells = np.flatnonzero(free)
    drawn = [int(cells[stream.below(cells.size)]) for _ in range(min(cells.size, 4 * wanted))]
    yield from sorted(drawn, key=lambda cell: -min(3, int(depth[cell])))
    flat = free.reshape(-1)
    for cell in cells:
        if flat[cell]:
            yield int(cell)


def _keep_away(free: Mask, grown: NDArray[np.int64]) -> None:
    width = free.shape[1]
    for cell in grown:
        y, x = int(cell) // width, int(cell) % width
        top, left = max(0, y - APART), max(0, x - APART)
        free[top : y + APART + 1, left : x + APART + 1] = False


@kernel
def _grow(  # type: ignore[no-untyped-def]
    open_: Mask, free: Mask, x: int, y: int, size: int, state
) -> NDArray[np.int64]:
    """Closes up to `size` cells that hang together, drawn at their rim; none cuts a way off."""
    height, width = open_.shape
    grown = np.empty(size, np.int64)
    rim = np.empty(4 * size + 1, np.int64)
    rim[0] = y * width + x
    count, waiting = 0, 1
    while waiting > 0 and count < size:
        state += GOLDEN
        drawn = np.int64(mixed(state) >> np.uint64(33)) % waiting
        cell = rim[drawn]
        waiting -= 1
        rim[drawn] = rim[waiting]
        y, x = cell // width, cell % width
        if not (open_[y, x] and free[y, x] and is_simple(open_, x, y)):
            continue
        open_[y, x] = False
        grown[count] = cell
        count += 1
        for turn in range(4):
            ny = y + (turn == 2) - (turn == 0)
            nx = x + (turn == 1) - (turn == 3)
            if 0 <= ny < height and 0 <= nx < width and open_[ny, nx] and waiting < rim.size:
                rim[waiting] = ny * width + nx
                waiting += 1
    return grown[:count]
