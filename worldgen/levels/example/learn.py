"""The patterns of a sample: every window of it, how often it stands there, and what overlaps what.

Source: the overlapping model of M. Gumin, WaveFunctionCollapse (2016).
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.wfc.model import Grid
from worldgen.levels.wfc.rules import Rules, rules_of_labels

Windows = NDArray[np.uint16]
"""(count, size, size)."""


def variants(sample: Grid, symmetry: int) -> list[Grid]:
    """The sample as drawn; 2: also mirrored left to right; 4: turned by quarters; 8: both."""
    drawn = [sample, np.fliplr(sample)] if symmetry in (2, 8) else [sample]
    turns = range(4) if symmetry >= 4 else range(1)
    return [np.rot90(one, turn) for one in drawn for turn in turns]


def windows(sample: Grid, size: int, wraps: bool) -> Windows:
    """Every size x size window, in rows."""
    if wraps:
        sample = np.pad(sample, ((0, size - 1), (0, size - 1)), "wrap")
    return np.lib.stride_tricks.sliding_window_view(sample, (size, size)).reshape(-1, size, size)


def patterns(
    sample: Grid, size: int, symmetry: int, wraps: bool
) -> tuple[Windows, NDArray[np.int64]]:
    """The different windows in their order as numbers, and how often each stands there."""
    every = np.concatenate([windows(one, size, wraps) for one in variants(sample, symmetry)])
    pixels, counts = np.unique(every.reshape(len(every), -1), axis=0, return_counts=True)
    return pixels.reshape(-1, size, size), counts.astype(np.int64)


def overlap_rules(pixels: Windows, weights: NDArray[np.int64]) -> Rules:
    """Patterns fit where they agree on all that they share when one cell apart."""
    north, south = _labels(pixels[:, :-1, :], pixels[:, 1:, :])
    west, east = _labels(pixels[:, :, :-1], pixels[:, :, 1:])
    return rules_of_labels(weights, np.stack([north, east, south, west]))


def _labels(one: Windows, other: Windows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    both = np.concatenate([one, other]).reshape(2 * len(one), -1)
    labels = np.unique(both, axis=0, return_inverse=True)[1].reshape(2, -1).astype(np.int64)
    return labels[0], labels[1]
