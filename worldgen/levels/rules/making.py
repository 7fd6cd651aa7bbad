"""From a spec to a room: facts, a drawing of the seed's, a solver, and a level.

spec -> grid -> facts -> ground -> ask -> level; or, where there is none, the clash
"""

from collections.abc import Generator

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.level import Level
from worldgen.levels.region import Region
from worldgen.levels.rules import drawing
from worldgen.levels.rules.alphabet import Alphabet
from worldgen.levels.rules.clash import clash
from worldgen.levels.rules.facts import facts_of
from worldgen.levels.rules.grid import Grid
from worldgen.levels.rules.room import room, tiles_of
from worldgen.levels.rules.solver import Solver
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

DRAWING = "drawing"
GROUNDING = "writing out the rules"
SOLVING = "looking for a room"


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """A room that holds every constraint of the spec."""
    yield Step(DRAWING, 0.0)
    alphabet = Alphabet(spec)
    alphabet.check()
    return (yield from _make(Grid(alphabet), stream, clock))


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
    return (yield from _make(Grid(alphabet, before, inside), stream, clock))


def _make(grid: Grid, stream: Stream, clock: Clock) -> Steps:
    clock.check(DRAWING)
    tiles = yield from _tiles(grid, stream, clock)
    return Made(room(grid, tiles))


def _tiles(grid: Grid, stream: Stream, clock: Clock) -> Generator[Step, None, tuple[int, ...]]:
    if all(grid.options):
        drawn = drawing.draw(grid, stream)
        yield Step(DRAWING, 0.1, room(grid, drawn))
        facts = facts_of(grid, named=False)
        drawing.say(facts, grid, drawn, stream)
        solver = Solver(facts)
        yield from solver.ground(GROUNDING, clock)
        answer = yield from solver.ask(SOLVING, clock)
        if answer.room is not None:
            return answer.room
    names = yield from clash(grid, clock)
    raise Unsatisfiable(
        f"no {grid.width}x{grid.height} room holds all of: {', '.join(names)}; "
        "ask for less of one of them, or for a larger room",
        names,
    )
