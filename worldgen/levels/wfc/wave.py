"""What each cell can still be: the state that the kernels work on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.wfc.rules import Rules

(
    HEAD, TAIL, DEPTH, HEAPED, TOUCHED, BEST, FAILS, DEAD, REPAIRS, OPENED, WORK,
    WIDTH, HEIGHT, WRAPS,
) = range(14)  # fmt: skip
"""Places in `Wave.numbers`: the trail's propagated and recorded ends, decisions made, cells in the
heap, cells to be weighed again, fewest cells ever open, contradictions since then, the cell of a
contradiction that is to be dealt with (or -1), repairs, cells of the repair under way, bans
propagated so far, and the grid."""


class Wave(NamedTuple):
    """C cells in rows, P patterns, K classes of edges. Kernels change it in place."""

    beside: NDArray[np.int32]
    """(C, 4): the cell on each side; -1 for none."""
    alive: NDArray[np.uint8]
    """(C, P): what a cell can still be."""
    start: NDArray[np.uint8]
    """(C, P): what it could be before any decision; a repair goes back to it."""
    start_left: NDArray[np.int32]
    """(C): how many patterns that are."""
    counts: NDArray[np.int16]
    """(C, 4, K): patterns alive whose edge on that side is of that class."""
    left: NDArray[np.int32]
    """(C): patterns alive."""
    weight: NDArray[np.int64]
    """(C): their weights together."""
    weighted_log: NDArray[np.int64]
    """(C): their weighted logs together."""
    trail_cells: NDArray[np.int32]
    """(C * P): the bans in their order; what isn't propagated yet is the queue."""
    trail_patterns: NDArray[np.int16]
    decisions: NDArray[np.int32]
    """(C + 1, 3): the trail's length before, the cell, the pattern."""
    heap: NDArray[np.int32]
    """(C): open cells; the one of least entropy first."""
    place: NDArray[np.int32]
    """(C): where a cell is in the heap; -1 when it isn't."""
    key: NDArray[np.int64]
    """(C): entropy in 2^-16 bits, then 16 bits of noise that break ties."""
    noise: NDArray[np.int64]
    touched: NDArray[np.int32]
    """(C): cells whose entropy has changed."""
    is_touched: NDArray[np.uint8]
    opened: NDArray[np.int32]
    """(C): cells of the repair under way."""
    is_opened: NDArray[np.uint8]
    heat: NDArray[np.int32]
    """(C): how often a repair has re-opened the cell; the more, the larger the next one here."""
    numbers: NDArray[np.int64]
    random: NDArray[np.uint64]
    """(1): the state of splitmix64."""


def wave_of(rules: Rules, width: int, height: int, wraps: bool, seed: int) -> Wave:
    """A wave in which every cell can be everything. `wraps`: its opposite sides touch."""
    cells, patterns, classes = width * height, rules.patterns, rules.classes
    counts = np.stack([np.bincount(side, minlength=classes) for side in rules.edges])
    numbers = np.zeros(16, np.int64)
    numbers[BEST], numbers[DEAD] = cells + 1, -1
    numbers[[WIDTH, HEIGHT, WRAPS]] = width, height, wraps
    return Wave(
        beside=_beside(width, height, wraps),
        alive=np.ones((cells, patterns), np.uint8),
        start=np.ones((cells, patterns), np.uint8),
        start_left=np.full(cells, patterns, np.int32),
        counts=np.tile(counts.astype(np.int16), (cells, 1, 1)),
        left=np.full(cells, patterns, np.int32),
        weight=np.full(cells, sum(rules.weights.tolist()), np.int64),
        weighted_log=np.full(cells, sum(rules.weighted_logs.tolist()), np.int64),
        trail_cells=np.empty(cells * patterns, np.int32),
        trail_patterns=np.empty(cells * patterns, np.int16),
        decisions=np.zeros((cells + 1, 3), np.int32),
        heap=np.zeros(cells, np.int32),
        place=np.full(cells, -1, np.int32),
        key=np.zeros(cells, np.int64),
        noise=np.zeros(cells, np.int64),
        touched=np.zeros(cells, np.int32),
        is_touched=np.zeros(cells, np.uint8),
        opened=np.zeros(cells, np.int32),
        is_opened=np.zeros(cells, np.uint8),
        heat=np.zeros(cells, np.int32),
        numbers=numbers,
        random=np.array([seed], np.uint64),
    )


def bytes_of(rules: Rules, cells: int) -> int:
    """About how much memory a wave takes."""
    return cells * (rules.patterns * 8 + rules.classes * 8 + 100)


def _beside(width: int, height: int, wraps: bool) -> NDArray[np.int32]:
    index = np.arange(width * height, dtype=np.int32).reshape(height, width)
    beside = np.stack(
        [
            np.roll(index, 1, 0),
            np.roll(index, -1, 1),
            np.roll(index, -1, 0),
            np.roll(index, 1, 1),
        ],
        axis=-1,
    )
    if not wraps:
        beside[0, :, 0] = beside[:, -1, 1] = beside[-1, :, 2] = beside[:, 0, 3] = -1
    return np.ascontiguousarray(beside.reshape(-1, 4))
