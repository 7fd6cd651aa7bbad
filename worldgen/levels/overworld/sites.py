"""Where people settled, and what else is worth a walk: places, with names and room around them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.levels.level import Mask
from worldgen.levels.names import Names
from worldgen.rng import Stream

LANDMARKS = ("ruin", "cave_mouth", "shrine", "tower", "mine")
_DRAWS = 48
"""Cells that are looked at for each place."""
_BY_THE_SEA = 3
"""Cells from the sea within which a settlement is a harbour."""
_HALF = {"city": 3, "town": 2, "harbour": 2, "village": 1}
"""Cells of a settlement to each side of its middle, at most."""
_PATTERNS = {
    "city": "{first}{last}",
    "town": "{first}{last}",
    "village": "{first}{last}",
    "harbour": "{first}{haven}",
    "inn": "The {worn} {inn}",
    **{kind: f"{{worn}} {{{kind}}}" for kind in LANDMARKS},
}


@dataclass(frozen=True, slots=True)
class Site:
    kind: str
    name: str
    x: int
    y: int
    half: int = 0
    """Cells to each side that belong to it, at most."""

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """x, y, width, height, inside of the map."""
        left, top = max(0, self.x - self.half), max(0, self.y - self.half)
        right, bottom = min(width - 1, self.x + self.half), min(height - 1, self.y + self.half)
        return left, top, right - left + 1, bottom - top + 1

    def slices(self, height: int, width: int) -> tuple[slice, slice]:
        """Its box, as an index of an array (height, width)."""
        left, top, across, down = self.box(width, height)
        return slice(top, top + down), slice(left, left + across)


def named(kind: str, names: Names) -> str:
    name = names.name(_PATTERNS[kind])
    return name[:1].upper() + name[1:]


def settle(
    good: Mask, sea: Mask, heights: NDArray[np.uint16], number: int, names: Names, stream: Stream
) -> list[Site]:
    """Up to `number` settlements on `good` cells, apart from each other, low and by water first."""
    near_sea = _within(sea, _BY_THE_SEA)
    spread = np.ptp(heights[good].astype(np.int64)) if good.any() else 0
    worth = np.where(near_sea, 400, 0) - heights.astype(np.int64) * 1000 // max(int(spread), 1)
    sites: list[Site] = []
    for x, y in _spaced(good, number, worth, stream):
        kind = "harbour" if near_sea[y, x] else _size(len(sites), stream)
        half = min(_HALF[kind], min(good.shape) // 20)
        sites.append(Site(kind, named(kind, names), x, y, half))
    return sites


def landmarks(good: Mask, number: int, names: Names, stream: Stream) -> list[Site]:
    """Up to `number` places of interest on `good` cells, apart from each other."""
    kinds = stream.shuffled(LANDMARKS)
    spots = _spaced(good, number, np.zeros(good.shape, np.int64), stream)
    return [
        Site(kinds[at % len(kinds)], named(kinds[at % len(kinds)], names), x, y)
        for at, (x, y) in enumerate(spots)
    ]


def footprint(site: Site, dry: Mask) -> Mask:
    """Shape of its box: the cells that are dry and hang together with its middle."""
    rows, columns = site.slices(*dry.shape)
    covers = dry[rows, columns].copy()
    middle = site.y - rows.start, site.x - columns.start
    covers[middle] = True
    labels = ndimage.label(covers)[0]
    return np.asarray(labels == labels[middle], np.bool_)


def _size(made: int, stream: Stream) -> str:
    return "city" if made == 0 else stream.weighted(("village", "town"), (3.0, 1.0))


def _within(mask: Mask, cells: int) -> Mask:
    near: Mask = ndimage.maximum_filter(mask, 2 * cells + 1, mode="constant")
    return near


def _spaced(
    good: Mask, number: int, worth: NDArray[np.int64], stream: Stream
) -> list[tuple[int, int]]:
    """Cells that are worth most of some that are drawn, no two nearer than the land allows."""
    cells, width = np.flatnonzero(good), good.shape[1]
    if not len(cells):
        return []
    apart = _apart(len(cells), number)
    spots: list[tuple[int, int]] = []
    while len(spots) < number and apart >= 1:
        drawn = cells[[stream.below(len(cells)) for _ in range(_DRAWS)]]
        free = drawn[_are_free(drawn % width, drawn // width, spots, apart)]
        if len(free):
            best = int(free[np.argmax(worth.ravel()[free])])
            spots.append((best % width, best // width))
        else:
            apart = apart * 9 // 10
    return spots


def _apart(cells: int, number: int) -> int:
    """Cells between neighbours when `number` are spread evenly, less a third."""
    return max(2, int(np.sqrt(cells / max(number, 1)) * 2 / 3))


def _are_free(
    x: NDArray[np.int64], y: NDArray[np.int64], taken: Sequence[tuple[int, int]], apart: int
) -> Mask:
    across, down = np.array(taken, np.int64).reshape(-1, 2).T
    far = np.maximum(abs(x[:, np.newaxis] - across), abs(y[:, np.newaxis] - down))
    return np.asarray((far >= apart).all(axis=1), np.bool_)
