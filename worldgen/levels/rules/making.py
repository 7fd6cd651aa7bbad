"""From a spec to a room: facts, a drawing of the seed's, a solver, and a level.

spec -> grid -> facts -> ground -> ask -> level; or, where there is none, the clash
"""

from collections.abc import Generator
from itertools import count

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.level import Level
from worldgen.levels.region import Region
from worldgen.levels.rules.alphabet import Alphabet
from worldgen.levels.rules.arithmetic import clashes
from worldgen.levels.rules.clash import core
from worldgen.levels.rules.drawing import as_facts, draw
from worldgen.levels.rules.facts import facts_of
from worldgen.levels.rules.grid import Grid
from worldgen.levels.rules.room import room, tiles_of
from worldgen.levels.rules.solver import Solver
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

PUSHES = 12
"""The most that a solution of a room with crates takes, unless its spec says otherwise."""
DRAWING = "drawing"
GROUNDING = "writing out the rules"
SOLVING = "looking for a room"
CONFLICTS = 700
"""After so many, another drawing is tried."""


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """A room that holds every constraint of the spec."""
    yield Step(DRAWING, 0.0)
    alphabet = Alphabet(spec)
    alphabet.check()
    return (yield from _make(Grid(alphabet, _pushes(spec)), stream, clock))


def redo(spec: LevelSpec, level: Level, region: Region, stream: Stream, clock: Clock) -> Steps:
    """The same, where every cell outside of the region stays, and some inside change."""
    yield Step(DRAWING, 0.0)
    alphabet = Alphabet(spec)
    alphabet.check()
    region.check(level)
    before = tiles_of(level, alphabet)
    inside = frozenset(
        cell for cell in range(len(before)) if (cell % spec.width, cell // spec.width, 0) in region
    )
    return (yield from _make(Grid(alphabet, _pushes(spec), before, inside), stream, clock))


def _pushes(spec: LevelSpec) -> int:
    pushes = spec.options.get("pushes", PUSHES)
    assert isinstance(pushes, int)
    return pushes


def _make(grid: Grid, stream: Stream, clock: Clock) -> Steps:
    clock.check(DRAWING)
    tiles = yield from _tiles(grid, stream, clock)
    return Made(room(grid, tiles))


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
        drawn = draw(grid, stream.named("drawing", drawing))
        yield Step(GROUNDING, 0.1, room(grid, drawn))
        solver = Solver(facts, as_facts(grid, drawn, stream.named("urge", drawing)))
        yield from solver.ground(GROUNDING, clock)
        conflicts = CONFLICTS << drawing // 4
        answer = yield from solver.ask(SOLVING, clock, conflicts=conflicts)
        if answer.room is not None or answer.is_exhausted:
            return answer.room
    raise AssertionError("count() ends")
