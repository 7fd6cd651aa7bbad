"""Which patterns fit beside which, as flat tables that the kernels read.

Patterns whose edge on one side lets the same neighbours in form a class there, so support is
counted per class: a ban costs four decrements, however many patterns fit.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NORTH, EAST, SOUTH, WEST = range(4)
"""Sides, clockwise; the opposite of a side is (side + 2) % 4."""
LOG_BITS = 10
FRACTION_BITS = 16


class Rules(NamedTuple):
    """P patterns, K classes of edges a side. CSR: entry i has items[starts[i]:starts[i + 1]]."""

    weights: NDArray[np.int64]
    """(P): how often a pattern is chosen, beside the others."""
    weighted_logs: NDArray[np.int64]
    """(P): weight * log2(weight), in 2^-16 bits."""
    edges: NDArray[np.int32]
    """(4, P): the class of each pattern's edge on each side."""
    member_starts: NDArray[np.int32]
    """(4, K + 1)."""
    members: NDArray[np.int32]
    """(4, P): the patterns of each class."""
    fit_starts: NDArray[np.int32]
    """(4, K + 1)."""
    fits: NDArray[np.int32]
    """(4, F): the classes of the neighbour's opposite side that fit each class."""
    logs: NDArray[np.int64]
    """(1024): log2(1 + i / 1024), in 2^-16 bits."""

    @property
    def patterns(self) -> int:
        return len(self.weights)

    @property
    def classes(self) -> int:
        return int(self.member_starts.shape[1]) - 1


def rules_of_labels(
    weights: NDArray[np.int64], labels: NDArray[np.int64], fits: Sequence[tuple[int, int]] = ()
) -> Rules:
    """Edges with labels (4, P), 0 on: equal ones fit, or those that `fits` pairs, east-west and
    south-north alike."""
    count = int(labels.max()) + 1
    pairs = np.array(sorted(set(fits)) if fits else [(at, at) for at in range(count)], np.int64)
    forward = _csr(pairs[:, 0], pairs[:, 1], count)
    backward = _csr(pairs[:, 1], pairs[:, 0], count)
    members = [_csr(side, np.arange(len(weights)), count) for side in labels]
    exact = [int(weight) for weight in weights]
    return Rules(
        np.array(exact, np.int64),
        np.array([weight * log2_of(weight) for weight in exact], np.int64),
        np.ascontiguousarray(labels, np.int32),
        np.stack([starts for starts, _ in members]),
        np.stack([items for _, items in members]),
        np.stack([backward[0], forward[0], forward[0], backward[0]]),
        np.stack([backward[1], forward[1], forward[1], backward[1]]),
        _mantissa_logs(),
    )


def rules_of_pairs(
    weights: NDArray[np.int64], across: NDArray[np.bool_], down: NDArray[np.bool_]
) -> Rules:
    """Patterns a, b fit where across[a, b] (b to the right) or down[a, b] (b below) says so."""
    sides = [_alike(pairs) for pairs in _looking_out(across, down)]
    starts = np.cumsum([0, *(int(side.max()) + 1 for side in sides)])
    labels = np.stack([side + at for side, at in zip(sides, starts, strict=False)])
    north, east, south, west = labels
    count = int(labels.max()) + 1
    codes = [
        one[pairs[:, 0]] * count + other[pairs[:, 1]]
        for one, other, pairs in (
            (east, west, np.argwhere(across)),
            (south, north, np.argwhere(down)),
        )
    ]
    fits = [divmod(code, count) for code in np.unique(np.concatenate(codes)).tolist()]
    return rules_of_labels(weights, labels, fits)


def _alike(pairs: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Equal rows have the same number, from 0 on, in the order of the rows."""
    rows = [row.tobytes() for row in np.packbits(pairs, axis=1)]
    numbers = {row: number for number, row in enumerate(sorted(set(rows)))}
    return np.array([numbers[row] for row in rows], np.int64)


def _looking_out(
    across: NDArray[np.bool_], down: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], ...]:
    """Who fits each pattern on its north, east, south and west side."""
    return down.T, across, down, across.T


def log2_of(number: int) -> int:
    """log2 of a number >= 1 in 2^-16 bits, as the kernels have it.

    NOTE: a library's logarithm differs in its last bit from one instruction set to the next.
    """
    length = number.bit_length() - 1
    shift = length - LOG_BITS
    top = number >> shift if shift >= 0 else number << -shift
    return (length << FRACTION_BITS) + int(_mantissa_logs()[top - (1 << LOG_BITS)])


@cache
def _mantissa_logs() -> NDArray[np.int64]:
    return np.array([_log2_of_mantissa(at) for at in range(1 << LOG_BITS)], np.int64)


def _log2_of_mantissa(at: int) -> int:
    """log2(1 + at / 1024) bit by bit: a square that reaches 2 is a bit."""
    one = 1 << 40
    value = one + at * (one >> LOG_BITS)
    bits = 0
    for _ in range(FRACTION_BITS):
        value = value * value >> 40
        bits <<= 1
        if value >= 2 * one:
            bits |= 1
            value >>= 1
    return bits


def _csr(
    keys: NDArray[np.int64], values: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    order = np.lexsort((values, keys))
    starts = np.searchsorted(keys[order], np.arange(count + 1))
    return starts.astype(np.int32), values[order].astype(np.int32)
