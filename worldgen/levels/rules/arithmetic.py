"""Clashes that counting shows at once, where a search would take long to prove them.

Each check gives the names of constraints that can't hold together, or nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from worldgen.levels.rules.facts import SOLVABLE
from worldgen.levels.rules.grid import Grid

Names = tuple[str, ...]


def clashes(grid: Grid) -> Iterator[Names]:
    """All that are found; none is a wrong alarm."""
    yield from _too_many_tiles(grid)
    yield from _too_long_ways(grid)
    yield from _shut_and_open(grid)
    if grid.spec.movement.kind != "platform" and not grid.alphabet.of_kind("one_way"):
        yield from _detours(_edges(grid))
        yield from _odd_ways(grid)


def _too_many_tiles(grid: Grid) -> Iterator[Names]:
    """Tiles counted alone: the least of all of them, or the most where all are counted."""
    single = [(name, tiles[0], count) for name, tiles, count in grid.tallies if len(tiles) == 1]
    low = [name for name, _, count in single if count.low]
    if sum(count.low for *_, count in single) > grid.cells:
        yield tuple(f"tiles.{name}" for name in low)
    if {tile for _, tile, _ in single} == {*grid.alphabet.every} and (
        sum(count.high for *_, count in single) < grid.cells
    ):
        yield tuple(f"tiles.{name}" for name, *_ in single)


def _too_long_ways(grid: Grid) -> Iterator[Names]:
    """A shortest way passes no cell twice, so it has fewer moves than there are cells for it."""
    if grid.spec.movement.kind == "platform":
        return
    standing = set(grid.alphabet.standing)
    cells = sum(bool(standing & {*tiles}) for tiles in grid.options)
    for at, path in enumerate(grid.spec.constraints.paths):
        if path.length.low >= grid.cells:
            yield (f"paths[{at}]",)
        elif path.length.low >= cells:
            fixed = (f"fixed[{at}]" for at in range(len(grid.spec.fixed)))
            yield (f"paths[{at}]", *(("border",) if grid.border_tiles else ()), *fixed)


def _shut_and_open(grid: Grid) -> Iterator[Names]:
    """What can't be reached with keys that another constraint says are enough."""
    alphabet, asked = grid.alphabet, grid.spec.constraints
    for at, reach in enumerate(asked.reach):
        if reach.possible:
            continue
        name, keys = f"reach[{at}]", alphabet.key_bits(reach.keys)
        ends = [alphabet.place(end, f"constraints.{name}") for end in (reach.start, reach.to)]
        for other, path in enumerate(asked.paths):
            held = alphabet.all_keys if path.locks == "open" else 0
            if (path.start, path.to) == (reach.start, reach.to) and keys & held == held:
                yield f"paths[{other}]", name
        for other, way in enumerate(asked.reach):
            held = alphabet.key_bits(way.keys)
            same = way.possible and (way.start, way.to) == (reach.start, reach.to)
            if same and keys & held == held:
                yield f"reach[{other}]", name
        whole = [alphabet.of_kind("spawn"), alphabet.of_kind("exit")]
        if ends == whole and all(ends) and keys == alphabet.all_keys:
            yield name, SOLVABLE
        yield from _in_one_region(grid, name, keys, {*ends[0], *ends[1]})


def _in_one_region(grid: Grid, name: str, keys: int, ends: set[int]) -> Iterator[Names]:
    """One who may enter all of a region's tiles gets from each of its cells to each other."""
    alphabet = grid.alphabet
    entered = {*alphabet.standing} & {*alphabet.opened(keys)} - {*alphabet.of_kind("one_way")}
    if grid.spec.movement.kind == "platform":
        return
    for at, region in enumerate(grid.spec.constraints.connected):
        tiles = {
            t for n in region.tiles for t in alphabet.named(n, f"constraints.connected[{at}].tiles")
        }
        if region.neighbours == 4 and ends <= tiles <= entered:
            yield f"connected[{at}]", name


@dataclass(frozen=True, slots=True)
class _Edge:
    name: str
    ends: tuple[str, str]
    locks: str
    low: int
    high: int


def _edges(grid: Grid) -> list[_Edge]:
    """Ways that are as long there as back: with locks shut, none from a lock is."""
    locks = {*grid.alphabet.of_kind("lock")}
    return [
        _Edge(f"paths[{at}]", (path.start, path.to), path.locks, path.length.low, path.length.high)
        for at, path in enumerate(grid.spec.constraints.paths)
        if path.locks == "open" or not locks & {*grid.alphabet.place(path.start, f"paths[{at}]")}
    ]


def _detours(edges: list[_Edge]) -> Iterator[Names]:
    """A way that has to be longer than others, one after the other, between the same places."""
    for edge in edges:
        others = [
            e for e in edges if e is not edge and (e.locks == edge.locks or e.locks == "closed")
        ]
        length, names = _shortest(edge.ends, others)
        if length < edge.low:
            yield tuple(sorted((edge.name, *names)))


def _shortest(ends: tuple[str, str], edges: list[_Edge]) -> tuple[float, Names]:
    """How long the edges let a way be at most, by Bellman and Ford, and which of them it takes."""
    best: dict[str, tuple[float, Names]] = {ends[0]: (0, ())}
    for _ in range(len(edges)):
        for edge in edges:
            for a, b in (edge.ends, edge.ends[::-1]):
                if a in best and best[a][0] + edge.high < best.get(b, (float("inf"), ()))[0]:
                    best[b] = (best[a][0] + edge.high, (*best[a][1], edge.name))
    return best.get(ends[1], (float("inf"), ()))


def _odd_ways(grid: Grid) -> Iterator[Names]:
    """In four directions, ways round a circle have an even number of moves in all."""
    if grid.spec.movement.kind == "walk8":
        return
    exact = [edge for edge in _edges(grid) if edge.low == edge.high]
    for at, edge in enumerate(exact):
        parity = _parity(edge.ends, exact[:at])
        if parity is not None and (parity[0] + edge.low) % 2:
            yield tuple(sorted((edge.name, *parity[1])))


def _parity(ends: tuple[str, str], edges: list[_Edge]) -> tuple[int, Names] | None:
    """How many moves, but for multiples of two, edges lead from one end to the other."""
    known: dict[str, tuple[int, Names]] = {ends[0]: (0, ())}
    for _ in range(len(edges)):
        for edge in edges:
            for a, b in (edge.ends, edge.ends[::-1]):
                if a in known and b not in known:
                    known[b] = ((known[a][0] + edge.low) % 2, (*known[a][1], edge.name))
    return known.get(ends[1])
