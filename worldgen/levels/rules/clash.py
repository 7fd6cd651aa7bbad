"""Which constraints can't be held together: a core of the solver's, made as small as it goes."""

from collections.abc import Generator

from worldgen.clock import Clock
from worldgen.levels.rules.facts import SOLVABLE, facts_of
from worldgen.levels.rules.grid import Grid
from worldgen.levels.rules.solver import Solver
from worldgen.levels.steps import Step

CONFLICTS = 3_000
"""Spent on each constraint of a core, to see whether the others clash without it."""
PUSHES = "options.pushes"
"""What a clash adds where more pushes might finish a room."""
REGION = "region"
"""What a clash calls the box that is redone."""
_PHASE = "looking for what clashes"


def core(grid: Grid, clock: Clock) -> Generator[Step, None, tuple[str, ...]]:
    """Their names. NOTE: the room's rules are known to have no solution."""
    facts = facts_of(grid, named=True)
    solver = Solver(facts)
    yield from solver.ground(_PHASE, clock)
    answer = yield from solver.ask(_PHASE, clock, range(len(facts.names)))
    assert answer.room is None, "the rules have a solution with names and none without"
    smaller = list(answer.core)
    for number in answer.core:
        rest = [other for other in smaller if other != number]
        without = yield from solver.ask(_PHASE, clock, rest, CONFLICTS)
        if without.room is None and without.is_exhausted:
            smaller = [other for other in rest if other in without.core]
    names = tuple(facts.names[number] for number in smaller)
    if SOLVABLE in names and facts.pushes:
        names += (PUSHES,)
    return (*names, REGION) if grid.before else names
