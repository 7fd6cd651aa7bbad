"""A branch that is followed: how far along it the world is.

Each literal knows by the bits of a number before which steps it has to be so. A way hears when what
its step needs ceases; and of each later step, of one literal alone that is missing, as solvers of
satisfiability watch clauses (Moskewicz et al. 2001): until that comes the step can't be the one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch
from worldgen.quests.tracker.watching import Watching

Rung = tuple[Literal, int]
"""A literal, and before which steps it has to be so, by bits."""


@dataclass(slots=True, eq=False)
class Way:
    """A branch, as far as it can ever lead on. NOTE: `look` makes `at` follow what is so."""

    branch: Branch
    owner: str
    possible: int
    """The steps that have a kernel, by bits; the bit after all steps is the goal."""
    rungs: tuple[Rung, ...]
    """What seldom changes comes first: it is waited for rather than what comes and goes."""
    watching: Watching = field(repr=False)
    at: int | None = None
    """The step that is to be done, the furthest that can be; None where it leads nowhere."""
    _is_stale: bool = True
    _missing: dict[Literal, int] = field(default_factory=dict)
    """What is waited for, and the later steps that can't be the one until it comes."""
    _kept: dict[Literal, None] = field(default_factory=dict)
    """What would end what the step needs."""

    @property
    def facts(self) -> Iterable[Fact]:
        """All that it depends on."""
        return (literal.fact for literal, _ in self.rungs)

    def look(self) -> bool:
        """Whether another step is to be done than before."""
        if not self._is_stale:
            return False
        self._is_stale, before = False, self.at
        unmet = self._unmet()
        free = self.possible
        for _, steps in unmet:
            free &= ~steps
        self.at = free.bit_length() - 1 if free else None
        self._wait(unmet, self.possible >> free.bit_length() << free.bit_length())
        return self.at != before

    def told(self, literal: Literal) -> bool:
        """Whether another step may be the one to do now."""
        if self._is_stale or literal in self._kept:
            self._is_stale = True
            return True
        steps = self._missing.pop(literal)
        self.watching.leave((literal,), self)
        self._is_stale = self._wait_for(self._unmet(), steps) > 0
        return self._is_stale

    def forget(self) -> None:
        self.watching.leave(self._awaited, self)
        self._missing, self._kept, self._is_stale = {}, {}, True

    @property
    def _awaited(self) -> Iterable[Literal]:
        return self._missing.keys() | self._kept.keys()

    def _unmet(self) -> list[Rung]:
        facts = self.watching.facts
        return [rung for rung in self.rungs if (rung[0][0] in facts) != rung[0][1]]

    def _wait(self, unmet: Iterable[Rung], later: int) -> None:
        self.watching.leave(self._awaited, self)
        self._missing = {}
        self._wait_for(unmet, later)
        self._kept = {} if self.at is None else self._ends(self.at)
        self.watching.wait(self._kept, self)

    def _wait_for(self, unmet: Iterable[Rung], later: int) -> int:
        """Of these steps, those for which nothing is missing."""
        for literal, steps in unmet:
            if not later:
                break
            if steps & later:
                self._missing[literal] = self._missing.get(literal, 0) | steps & later
                self.watching.wait((literal,), self)
                later &= ~steps
        return later

    def _ends(self, at: int) -> dict[Literal, None]:
        return {
            Literal(fact, not holds): None for (fact, holds), steps in self.rungs if steps >> at & 1
        }


def way_of(
    watching: Watching, owner: str, branch: Branch, kernels: Mapping[int, tuple[Literal, ...]]
) -> Way:
    """It hears of facts once it was to `look`, until it is to `forget`."""
    steps: dict[Literal, int] = {}
    for at, kernel in kernels.items():
        for literal in kernel:
            steps[literal] = steps.get(literal, 0) | 1 << at
    single = watching.schema.facts
    rungs = sorted(
        steps.items(), key=lambda rung: (single[rung[0].fact.name].single, -rung[1].bit_count())
    )
    return Way(branch, owner, sum(1 << at for at in kernels), tuple(rungs), watching)
