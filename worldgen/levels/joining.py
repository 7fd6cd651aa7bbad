"""Joins in a box anew what was joined there before, and closes holes that nobody gets into.

Knows numbers of a grid, and which of them can be walked; neither levels nor how they are made.
"""

import heapq
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.clock import Clock
from worldgen.levels.level import Mask
from worldgen.levels.region import Region
from worldgen.levels.steps import Step

Grid = NDArray[np.uint16]
At = tuple[int, int]
"""Row, column."""
PHASE = "joining its ways"


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    walkable: Mask
    """Shape (numbers): which of the grid's numbers can be walked."""
    barred: Mask
    """Shape (height, width): cells that aren't counted as joined to any other."""
    free: Mask
    """Shape (height, width): cells that may change."""

    def open(self, cells: Grid) -> Mask:
        return self.walkable[cells] & ~self.barred


def join(
    before: Grid, cells: Grid, ground: Ground, region: Region, clock: Clock
) -> Generator[Step, None, None]:
    """Changes `cells` inside of the region until every two cells at its rim, or that had to stay,
    are joined there if they were so before."""
    box = _box(region, cells.shape)
    old, new = before[box], cells[box]
    part = Ground(ground.walkable, ground.barred[box], ground.free[box])
    ends = part.open(old) & ~part.free
    joined, _ = ndimage.label(part.open(old))
    floor, rock = _commonest(before, ground)
    for group in np.unique(joined[ends]).tolist():
        at = [(y, x) for y, x in np.argwhere(ends & (joined == group)).tolist()]
        while floor and (apart := _apart(part, new, at)) is not None:
            clock.check(PHASE)
            yield Step(PHASE, 0.95)
            for y, x in _way(part, new, *apart):
                new[y, x] = floor
    if rock:
        parts, _ = ndimage.label(part.open(new))
        reached = np.isin(parts, np.unique(parts[ends]))
        new[part.open(new) & part.free & ~reached] = rock


def _box(region: Region, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The region and the cells that touch it."""
    rows = slice(max(0, region.y - 1), min(shape[0], region.y + region.height + 1))
    columns = slice(max(0, region.x - 1), min(shape[1], region.x + region.width + 1))
    return rows, columns


def _apart(ground: Ground, cells: Grid, ends: list[At]) -> tuple[At, At] | None:
    """Two of the ends that no way joins; the first, and the first it doesn't reach."""
    parts, _ = ndimage.label(ground.open(cells))
    for end in ends[1:]:
        if parts[end] != parts[ends[0]]:
            return ends[0], end
    return None


def _way(ground: Ground, cells: Grid, start: At, end: At) -> list[At]:
    """The cells to dig for a way between them: as few as can be. They were joined once, so there
    is always a way through cells that may change."""
    height, width = cells.shape
    is_open = ground.open(cells)
    costs: dict[At, int] = {start: 0}
    came_from: dict[At, At] = {}
    queue = [(0, start)]
    while queue:
        cost, (y, x) = heapq.heappop(queue)
        if (y, x) == end:
            break
        for to in ((y - 1, x), (y, x + 1), (y + 1, x), (y, x - 1)):
            if not (0 <= to[0] < height and 0 <= to[1] < width):
                continue
            if not is_open[to] and not (ground.free[to] and not ground.barred[to]):
                continue
            more = cost + (0 if is_open[to] else 1)
            if more < costs.get(to, height * width + 1):
                costs[to] = more
                came_from[to] = (y, x)
                heapq.heappush(queue, (more, to))
    way, at = [], end
    while at != start:
        if not is_open[at]:
            way.append(at)
        at = came_from[at]
    return way


def _commonest(cells: Grid, ground: Ground) -> tuple[int, int]:
    """The number that is walked on most, and the commonest that isn't; 0 where there's none."""
    counts = np.bincount(cells.reshape(-1), minlength=len(ground.walkable))
    walked, solid = counts * ground.walkable, counts * ~ground.walkable
    return (
        int(np.argmax(walked)) if walked.any() else 0,
        int(np.argmax(solid)) if solid.any() else 0,
    )
