"""The patterns of a sample: every window of it, how often it stands there, and what overlaps what.

Source: the overlapping model of M. Gumin, WaveFunctionCollapse (2016).
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.wfc.model import Grid, Model
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


def overlap_model(sample: Grid, size: int, symmetry: int, wraps: bool, wraps_map: bool) -> Model:
    """What a sample teaches."""
    pixels, weights = patterns(sample, size, symmetry, wraps)
    return Model(overlap_rules(pixels, weights), pixels, wraps_map)


def ground_model(sample: Grid, size: int, symmetry: int, wraps: bool) -> Model:
    """The same, where the sample's lowest windows stand lowest in the map, and those that stand
    nowhere else stand nowhere else there. Turned ones have no ground and stay above it."""
    tall = np.pad(sample, ((0, 0), (0, size - 1)), "wrap") if wraps else sample
    pixels, weights = patterns(tall, size, symmetry, False)
    lowest = [tall[-size:], np.fliplr(tall[-size:])] if symmetry in (2, 8) else [tall[-size:]]
    bottom = np.concatenate([windows(one, size, False) for one in lowest])
    higher = np.concatenate([windows(one, size, False) for one in variants(tall[:-1], symmetry)])
    is_bottom = _among(pixels, bottom)
    return Model(
        overlap_rules(pixels, weights),
        pixels,
        lowest=is_bottom,
        elsewhere=np.logical_or(np.logical_not(is_bottom), _among(pixels, higher)),
    )


def _among(pixels: Windows, some: Windows) -> NDArray[np.bool_]:
    """Whether each pattern is one of some windows."""
    known = {window.tobytes() for window in np.ascontiguousarray(some)}
    return np.array([window.tobytes() in known for window in np.ascontiguousarray(pixels)])


def _labels(one: Windows, other: Windows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    both = np.concatenate([one, other]).reshape(2 * len(one), -1)
    labels = np.unique(both, axis=0, return_inverse=True)[1].reshape(2, -1).astype(np.int64)
    return labels[0], labels[1]
