"""Runs clingo a moment at a time, so that a deadline or a cancel finds it between two of them.

NOTE: one thread and budgets in conflicts: what is found depends on the facts and the seed alone.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import clingo

from worldgen.clock import Clock
from worldgen.errors import OutOfTime
from worldgen.levels.rules.facts import Facts, program
from worldgen.levels.steps import Step

POLL_S = 0.02
Result = TypeVar("Result")
_SETTINGS = ("--heuristic=Domain", "--warn=none", "--seed=1")


@dataclass(frozen=True, slots=True)
class Answer:
    """Tiles by cell where there is a room; else the numbers of the constraints that clash."""

    room: tuple[int, ...] | None
    core: tuple[int, ...] = ()
    is_exhausted: bool = True
    """Whether it was searched to its end, and not only until the budget was spent."""


class Solver:
    """Grounded once; asked as often as one likes. `drawn`: facts of where it begins to look."""

    def __init__(self, facts: Facts, drawn: str = "") -> None:
        self._facts = facts
        self._drawn = drawn
        self._control = clingo.Control([*_SETTINGS])

    def ground(self, phase: str, clock: Clock) -> Generator[Step, None, None]:
        """Makes the rules of all cells, one program or one move at a time."""
        control, facts = self._control, self._facts
        text = "\n".join((*facts.lines, self._drawn, *map(program, facts.programs)))
        yield from _beside(partial(control.add, "base", [], text), phase, 0.1, clock)
        yield from _beside(partial(control.ground, [("base", [])]), phase, 0.2, clock)
        parts = list(_parts(facts))
        for at, (name, number) in enumerate(parts, start=1):
            part = [(name, [clingo.Number(number)] if number >= 0 else [])]
            fraction = 0.2 + 0.4 * at / len(parts)
            yield from _beside(partial(control.ground, part), phase, fraction, clock)

    def ask(
        self, phase: str, clock: Clock, numbers: Sequence[int] = (), conflicts: int = -1
    ) -> Generator[Step, None, Answer]:
        """A room that holds the constraints of these numbers, and those that can't be dropped."""
        assumed = [(clingo.Function("on", [clingo.Number(number)]), True) for number in numbers]
        self._control.configuration.solve.solve_limit = f"{conflicts},umax"
        begin = partial(self._control.solve, assumptions=assumed, yield_=True, async_=True)
        with (yield from _beside(begin, phase, 0.6, clock, clingo.SolveHandle.cancel)) as handle:
            handle.resume()
            while not handle.wait(POLL_S):
                yield from _pause(phase, 0.7, clock)
            model = handle.model()
            if model is not None:
                return Answer(_tiles(model))
            return self._no_room(handle)

    def _no_room(self, handle: clingo.SolveHandle) -> Answer:
        result = handle.get()
        if not result.unsatisfiable:
            return Answer(None, is_exhausted=False)
        on = {
            atom.literal: atom.symbol.arguments[0].number
            for atom in self._control.symbolic_atoms.by_signature("on", 1)
        }
        return Answer(
            None, tuple(sorted(on[literal] for literal in handle.core() if literal in on))
        )


def _parts(facts: Facts) -> Iterator[tuple[str, int]]:
    """The parts of the programs that are written out for one move, or one push, at a time."""
    if "ways" in facts.programs:
        yield from (("tick", tick) for tick in range(1, facts.ticks + 1))
        yield "lengths", -1
    if "push" in facts.programs:
        for push in range(facts.pushes):
            yield "stroll", push
            yield "push", push
        yield "stroll", facts.pushes
        yield "rest", facts.pushes


def _beside(
    work: Callable[[], Result],
    phase: str,
    fraction: float,
    clock: Clock,
    undo: Callable[[Result], object] = lambda _: None,
) -> Generator[Step, None, Result]:
    """What the work gives, done in a thread of its own: nothing stops clingo there.

    Left early, it is undone as soon as it ends; nobody waits for that.
    """
    thread = ThreadPoolExecutor(1)
    done = thread.submit(work)
    thread.shutdown(wait=False)
    try:
        while not wait((done,), POLL_S).done:
            yield from _pause(phase, fraction, clock)
        clock.check(phase)
    except (GeneratorExit, OutOfTime):
        done.add_done_callback(lambda late: undo(late.result()))
        raise
    return done.result()


def _pause(phase: str, fraction: float, clock: Clock) -> Generator[Step, None, None]:
    clock.check(phase)
    yield Step(phase, fraction)
    clock.check(phase)


def _tiles(model: clingo.Model) -> tuple[int, ...]:
    shown = (symbol.arguments for symbol in model.symbols(shown=True))
    at = {cell.number: tile.number for cell, tile in shown}
    return tuple(at[cell] for cell in range(len(at)))
