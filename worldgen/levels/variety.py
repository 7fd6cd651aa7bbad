"""How different levels are: by how their rooms hang together, their space and their way.

Tiles alone would call two mirrored caves different and two repainted dungeons new. Rooms are
compared as Weisfeiler-Lehman subtrees (Shervashidze et al. 2011), space as a coarse map of where
one can be, the way as the coarse cells that it passes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from worldgen.levels.level import Cell, Level

COARSE = 12
"""Squares that a level is divided into, across and down."""
ALIKE = 0.15
"""Two levels nearer than this are told as near copies."""
_DEPTH = 3


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    rooms: Counter[str]
    """How often each surrounding of a room occurs, kinds and links to a depth of 3."""
    space: NDArray[np.float64]
    """Shape (floors, COARSE, COARSE): the share of each square where one can be."""
    way: frozenset[tuple[int, int, int]]
    """Coarse squares: floor, row, column."""


@dataclass(frozen=True, slots=True)
class Variety:
    """What many levels have in common; distances 0 (the same) .. 1."""

    levels: int
    mean: float
    nearest: float
    """The distance of the two that are most alike."""
    alike: tuple[tuple[int, int], ...]
    """Pairs that are nearer than ALIKE, by their place in the list."""


def structure(level: Level, way: Sequence[Cell] = ()) -> Structure:
    """What `distance` compares; `way` are the cells of the solution."""
    squares = frozenset(
        (cell.floor, cell.y * COARSE // level.height, cell.x * COARSE // level.width)
        for cell in way
    )
    return Structure(_surroundings(level), _space(level), squares)


def distance(a: Structure, b: Structure) -> float:
    """0..1: the mean over the parts that both levels have."""
    parts = [_space_distance(a.space, b.space)]
    if a.rooms or b.rooms:
        parts.append(_multiset_distance(a.rooms, b.rooms))
    if a.way or b.way:
        parts.append(1 - len(a.way & b.way) / len(a.way | b.way))
    return sum(parts) / len(parts)


def variety(structures: Sequence[Structure]) -> Variety:
    """Of two levels or more. Takes time with the square of their number."""
    pairs = {
        (i, j): distance(structures[i], structures[j])
        for i, j in combinations(range(len(structures)), 2)
    }
    alike = tuple(pair for pair, apart in pairs.items() if apart < ALIKE)
    mean = sum(pairs.values()) / max(1, len(pairs))
    return Variety(len(structures), mean, min(pairs.values(), default=0.0), alike)


def _surroundings(level: Level) -> Counter[str]:
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    for room in level.rooms:
        graph.add_node(room.id, kind=room.kind)
    for link in level.links:
        graph.add_edge(link.a, link.b, kind=link.kind)
    if not level.rooms:
        return Counter()
    hashes = nx.weisfeiler_lehman_subgraph_hashes(
        nx.Graph(graph), edge_attr="kind", node_attr="kind", iterations=_DEPTH
    )
    return Counter(one for room in hashes.values() for one in room)


def _space(level: Level) -> NDArray[np.float64]:
    walkable = level.walkable()
    rows = np.arange(level.height) * COARSE // level.height
    columns = np.arange(level.width) * COARSE // level.width
    shares = np.zeros((level.floors, COARSE, COARSE))
    sizes = np.zeros((COARSE, COARSE))
    np.add.at(sizes, (rows[:, None], columns[None, :]), 1)
    for floor in range(level.floors):
        np.add.at(shares[floor], (rows[:, None], columns[None, :]), walkable[floor])
    covered: NDArray[np.float64] = shares / np.maximum(sizes, 1)
    return covered


def _space_distance(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    if a.shape != b.shape:
        return 1.0
    more = float(np.maximum(a, b).sum())
    return 1 - float(np.minimum(a, b).sum()) / more if more else 0.0


def _multiset_distance(a: Counter[str], b: Counter[str]) -> float:
    return 1 - (a & b).total() / (a | b).total()
