"""The chambers of a cave, as many as are wanted: basins, joined or parted."""

from collections.abc import Generator
from heapq import heapify, heappop, heappush

import numpy as np
from scipy import ndimage

from worldgen.levels.cave.basins import basins, numbered
from worldgen.levels.ground import Labels, contacts, distances
from worldgen.levels.level import Mask

_MERGES = 512
"""Between two pauses."""


def chambers(open_: Mask, wanted: int) -> Generator[None, None, Labels]:
    """That many chambers, each one region in four directions; cells have to suffice.

    Pauses where the work may be stopped.
    """
    depth = ndimage.distance_transform_cdt(np.pad(open_, 1), "chessboard")[1:-1, 1:-1]
    yield
    labels = yield from basins(np.ascontiguousarray(depth, np.int32))
    yield
    becomes = yield from _merged(labels, wanted)
    labels = numbered(labels, becomes)
    yield
    for number in range(int(labels.max()), wanted):
        yield
        _part(labels, int(np.bincount(labels.ravel())[1:].argmax()) + 1, number + 1)
    yield
    return numbered(labels, np.arange(wanted + 1, dtype=np.int32))


def _merged(labels: Labels, wanted: int) -> Generator[None, None, Labels]:
    """What each label becomes: the smallest chamber joins the one that it touches most."""
    sizes = np.bincount(labels.ravel()).tolist()
    touch: list[dict[int, int]] = [{} for _ in sizes]
    for a, b, length in contacts(labels):
        touch[a][b] = touch[b][a] = length
    becomes = list(range(len(sizes)))
    queue = [(size, label) for label, size in enumerate(sizes) if label]
    heapify(queue)
    left = len(queue)
    yield
    while left > wanted:
        if left % _MERGES == 0:
            yield
        size, small = heappop(queue)
        if becomes[small] != small or sizes[small] != size:
            continue
        other = max(touch[small], key=lambda at: (touch[small][at], -at))
        for third, length in touch[small].items():
            del touch[third][small]
            if third != other:
                touch[other][third] = touch[third][other] = touch[other].get(third, 0) + length
        becomes[small] = other
        sizes[other] += sizes[small]
        heappush(queue, (sizes[other], other))
        left -= 1
    for label in range(len(becomes)):
        while becomes[becomes[label]] != becomes[label]:
            becomes[label] = becomes[becomes[label]]
    return np.array(becomes, np.int32)


def _part(labels: Labels, chamber: int, new: int) -> None:
    """Halves a chamber between two of its cells that are far apart; both stay one region."""
    mask = labels == chamber
    first = _farthest(mask, *_first(mask))
    second = _farthest(mask, *first)
    away, other = distances(mask, first), distances(mask, second)
    labels[mask & (other < away)] = new


def _first(mask: Mask) -> tuple[int, int]:
    y, x = divmod(int(mask.argmax()), mask.shape[1])
    return x, y


def _farthest(mask: Mask, x: int, y: int) -> tuple[int, int]:
    y, x = divmod(int(distances(mask, (x, y)).argmax()), mask.shape[1])
    return x, y
