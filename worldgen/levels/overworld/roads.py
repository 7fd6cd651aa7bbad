"""Roads: the cheapest network that joins all settlements, over flat land rather than over hills.

One search from all settlements at once gives each its surroundings; where two of these meet is the
cheapest way between them, and the least tree of such ways is the least tree of all ways (K.
Mehlhorn, 1988). The search keeps its cells in one bucket a cost (R. Dial, 1969). Whole numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel
from worldgen.levels.overworld.drainage import Heights

NOWHERE = -1
BLOCKED = 0
MOST_TOLL = 400
"""The dearest that a cell may be, on flat ground."""
AT_ONCE = 120_000
"""Cells that are settled between two chances to stop: some 20 ms."""
_STEEP = 12
"""Steps of height that make a move dearer by 1."""
_MOST_CLIMB = 1200
_BUCKETS = 2048
"""NOTE: more than the dearest move."""
_FAR = 2**31 - 1
_DETOUR = 3
"""Two settlements whose way by road is longer than this many times their own get one."""


@dataclass(frozen=True, slots=True)
class Road:
    """Between settlements `a` and `b`, by number."""

    a: int
    b: int
    cells: tuple[int, ...]
    """Flat, from a to b, each beside the one before in one of four directions."""


class Roads:
    """`toll`: int32 (height, width), what it costs to be in a cell, BLOCKED..MOST_TOLL."""

    def __init__(self, heights: Heights, toll: NDArray[np.int32], starts: list[int]) -> None:
        cells = toll.size
        self._shape = toll.shape
        self._heights = heights.ravel()
        self._toll = toll.ravel()
        self._starts = starts
        self._cost = np.full(cells, _FAR, np.int32)
        self._origin = np.full(cells, NOWHERE, np.int32)
        self._parent = np.full(cells, NOWHERE, np.int32)
        self._links = np.full((2, cells), NOWHERE, np.int32)
        self._first = np.full(_BUCKETS, NOWHERE, np.int32)
        self._at = np.zeros(2, np.int64)

    def run(self) -> Iterator[float]:
        """Yields the share of the cells that are settled."""
        starts = np.array(self._starts, np.int64)
        _begin(starts, self._cost, self._origin, self._links, self._first, self._at)
        settled = 0
        while self._at[1] > 0:
            settled += _spread(
                self._heights,
                self._toll,
                self._cost,
                self._origin,
                self._parent,
                self._links,
                self._first,
                self._at,
                self._shape[0],
                self._shape[1],
                AT_ONCE,
            )
            yield min(1.0, settled / self._toll.size)

    def network(self) -> list[Road]:
        """The least tree, and roads that spare long detours. NOTE: after `run` has ended."""
        number = len(self._starts)
        best = np.full((number, number), np.int64(2) ** 62)
        meet = np.full((number, number, 2), NOWHERE, np.int32)
        _meetings(
            self._heights, self._toll, self._cost, self._origin, best, meet, *_two(self._shape)
        )
        pairs = [(int(best[a, b]), int(a), int(b)) for a, b in np.argwhere(meet[:, :, 0] >= 0)]
        joined: nx.Graph[int] = nx.Graph()
        joined.add_nodes_from(range(number))
        left = []
        for cost, a, b in sorted(pairs):
            if nx.has_path(joined, a, b):
                left.append((cost, a, b))
            else:
                joined.add_edge(a, b, weight=cost)
        for cost, a, b in left:
            if nx.dijkstra_path_length(joined, a, b) > _DETOUR * cost:
                joined.add_edge(a, b, weight=cost)
        ends = sorted((min(edge), max(edge)) for edge in joined.edges)
        return [self._road(a, b, meet) for a, b in ends]

    def _road(self, a: int, b: int, meet: NDArray[np.int32]) -> Road:
        to_a, to_b = (self._back(int(cell)) for cell in meet[a, b])
        return Road(a, b, (*reversed(to_a), *to_b))

    def _back(self, cell: int) -> list[int]:
        """From the cell to its settlement."""
        way = [cell]
        while self._parent[way[-1]] != NOWHERE:
            way.append(int(self._parent[way[-1]]))
        return way


def _two(shape: tuple[int, ...]) -> tuple[int, int]:
    height, width = shape
    return height, width


@bare_kernel
def _begin(starts, cost, origin, links, first, at):  # type: ignore[no-untyped-def]
    for number in range(starts.size):
        cost[starts[number]] = 0
        origin[starts[number]] = number
        _put(starts[number], 0, links, first)
    at[0], at[1] = 0, starts.size


@bare_kernel
def _put(cell, cost, links, first):  # type: ignore[no-untyped-def]
    bucket = cost % _BUCKETS
    links[0, cell] = NOWHERE
    links[1, cell] = first[bucket]
    if first[bucket] != NOWHERE:
        links[0, first[bucket]] = cell
    first[bucket] = cell


@bare_kernel
def _take(cell, cost, links, first):  # type: ignore[no-untyped-def]
    before, after = links[0, cell], links[1, cell]
    if before == NOWHERE:
        first[cost % _BUCKETS] = after
    else:
        links[1, before] = after
    if after != NOWHERE:
        links[0, after] = before


@bare_kernel
def _step(heights, toll, cell, to):  # type: ignore[no-untyped-def]
    """What a move costs, the same there and back: half of it is spent in either cell."""
    climb = np.int64(heights[cell]) - np.int64(heights[to])
    dearer = (climb if climb >= 0 else -climb) // _STEEP
    return (
        np.int64(toll[cell])
        + np.int64(toll[to])
        + (dearer if dearer < _MOST_CLIMB else _MOST_CLIMB)
    )


@bare_kernel
def _spread(  # type: ignore[no-untyped-def]
    heights, toll, cost, origin, parent, links, first, at, height, width, most
):
    """Settles up to `most` cells; at: int64 (the cost reached, cells that wait)."""
    reached, waiting, settled = at[0], at[1], 0
    while waiting > 0 and settled < most:
        cell = np.int64(first[reached % _BUCKETS])
        if cell == NOWHERE:
            reached += 1
            continue
        _take(cell, reached, links, first)
        waiting -= 1
        settled += 1
        row, column = cell // width, cell % width
        for way in range(4):
            y, x = row + (way == 2) - (way == 0), column + (way == 1) - (way == 3)
            if y < 0 or x < 0 or y >= height or x >= width:
                continue
            to = y * width + x
            if toll[to] == BLOCKED:
                continue
            through = reached + _step(heights, toll, cell, to)
            if through >= cost[to]:
                continue
            if cost[to] != _FAR:
                _take(to, np.int64(cost[to]), links, first)
                waiting -= 1
            cost[to], origin[to], parent[to] = through, origin[cell], cell
            _put(to, through, links, first)
            waiting += 1
    at[0], at[1] = reached, waiting
    return settled


@bare_kernel
def _meetings(heights, toll, cost, origin, best, meet, height, width):  # type: ignore[no-untyped-def]
    """best, meet: int64 (n, n) and int32 (n, n, 2), for a < b: the cheapest way and where it is."""
    for cell in range(height * width):
        for way in range(2):
            if (way == 0 and cell % width == width - 1) or (
                way == 1 and cell // width == height - 1
            ):
                continue
            to = cell + 1 if way == 0 else cell + width
            a, b = origin[cell], origin[to]
            if NOWHERE in (a, b) or a == b:
                continue
            whole = np.int64(cost[cell]) + np.int64(cost[to]) + _step(heights, toll, cell, to)
            low, high = min(a, b), max(a, b)
            if whole < best[low, high]:
                best[low, high] = whole
                meet[low, high, 0] = cell if a < b else to
                meet[low, high, 1] = to if a < b else cell
