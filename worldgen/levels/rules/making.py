"""From a spec to a room: facts, a drawing of the seed's, a solver, and a level.

spec -> grid -> facts -> ground -> ask -> level; or, where there is none, the clash
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.kind import Option
from worldgen.levels.level import Level
from worldgen.levels.proof import Obligation
from worldgen.levels.region import Region
from worldgen.levels.rules.alphabet import Alphabet
from worldgen.levels.rules.arithmetic import clashes
from worldgen.levels.rules.clash import core
from worldgen.levels.rules.drawing import as_facts, draw
from worldgen.levels.rules.facts import facts_of
from worldgen.levels.rules.grid import Grid
from worldgen.levels.rules.room import room, tiles_of
from worldgen.levels.rules.solver import Solver
from worldgen.levels.solve import solve
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

OPTIONS = {
    "pushes": Option("The most pushes that a solution takes, where crates are pushed.", 12, 0, 60),
    "min_moves": Option("The fewest moves that a solution takes.", 0, 0, 500),
}
ATTEMPTS = 64
"""Rooms that are made before one is given up that takes more moves."""
_NONE: frozenset[int] = frozenset()
DRAWING = "drawing"
GROUNDING = "writing out the rules"
SOLVING = "looking for a room"
LENGTHENING = "looking for one that takes longer"
CONFLICTS = 700
"""After so many, another drawing is tried."""


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """A room that holds every constraint of the spec."""
    yield Step(DRAWING, 0.0)
    return (yield from _rising(_make(_grid(spec), stream, clock)))


def redo(spec: LevelSpec, level: Level, region: Region, stream: Stream, clock: Clock) -> Steps:
    """The same, where every cell outside of the region stays, and some inside change."""
    yield Step(DRAWING, 0.0)
    region.check(level)
    before = tiles_of(level, _grid(spec).alphabet)
    inside = frozenset(
        cell for cell in range(len(before)) if (*divmod(cell, spec.width)[::-1], 0) in region
    )
    return (yield from _rising(_make(_grid(spec, before, inside), stream, clock)))


def _rising(work: Steps) -> Steps:
    """The same steps, whose fraction stays where another drawing begins anew."""
    fraction = 0.0
    with closing(work):
        while True:
            try:
                step = next(work)
            except StopIteration as end:
                made: Made = end.value
                return made
            fraction = max(fraction, step.fraction)
            yield replace(step, fraction=fraction)


def _grid(spec: LevelSpec, before: tuple[int, ...] = (), inside: frozenset[int] = _NONE) -> Grid:
    """Raises InvalidSpec for tiles that no room can be made of."""
    alphabet = Alphabet(spec)
    alphabet.check()
    return Grid(alphabet, _option(spec, "pushes"), before, inside)


def _option(spec: LevelSpec, name: str) -> int:
    value = spec.options.get(name, OPTIONS[name].default)
    assert isinstance(value, int)
    return value


def _make(grid: Grid, stream: Stream, clock: Clock) -> Steps:
    least = _option(grid.spec, "min_moves")
    for attempt in range(ATTEMPTS):
        clock.check(DRAWING)
        tiles = yield from _tiles(grid, stream.named("room", attempt), clock)
        level = room(grid, tiles)
        if not least or len(solve(level)) >= least:
            return Made(level, tuple(_once(grid)))
        yield Step(LENGTHENING, 0.6, level)
    raise Unsatisfiable(
        f"each of {ATTEMPTS} rooms takes fewer than {least} moves; ask for longer paths, for "
        "more pushes, or for fewer moves",
        ("options.min_moves",),
    )


def _once(grid: Grid) -> Iterator[Obligation]:
    """That there is one of each tile that nobody counts, and that there is one of."""
    alphabet = grid.alphabet
    for tile in filter(alphabet.stands_once_anyway, alphabet.every):
        yield Obligation("count", {"what": alphabet.tiles[tile].name, "low": 1, "high": 1})


def _tiles(grid: Grid, stream: Stream, clock: Clock) -> Generator[Step, None, tuple[int, ...]]:
    clash = next(clashes(grid), ())
    if not clash and all(grid.options):
        found = yield from _searched(grid, stream, clock)
        if found is not None:
            return found
    names = clash or (yield from core(grid, clock))
    raise Unsatisfiable(
        f"no {grid.width}x{grid.height} room holds all of: {', '.join(names)}; "
        "ask for less of one of them, or for a larger room",
        names,
    )


def _searched(
    grid: Grid, stream: Stream, clock: Clock
) -> Generator[Step, None, tuple[int, ...] | None]:
    """The tiles of a room, or nothing where there is none. An unlucky drawing is dropped with all
    that was learned from it, and the next one followed for longer, so that the search ends."""
    facts = facts_of(grid, named=False)
    for drawing in count():
        clock.check(DRAWING)
        drawn = draw(grid, stream.named("drawing", drawing))
        yield Step(GROUNDING, 0.1, room(grid, drawn))
        solver = Solver(facts, as_facts(grid, drawn, stream.named("urge", drawing)))
        yield from solver.ground(GROUNDING, clock)
        conflicts = CONFLICTS << drawing // 4
        answer = yield from solver.ask(SOLVING, clock, conflicts=conflicts)
        if answer.room is not None or answer.is_exhausted:
            return answer.room
    raise AssertionError("count() ends")
