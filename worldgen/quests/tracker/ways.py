"""A branch that is followed: how far along it the world is.

A way hears when what its step needs ceases; and of each later step, of one literal alone that is
missing, as solvers of satisfiability watch clauses (Moskewicz et al. 2001): until that comes the
step can't be the one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch
from worldgen.quests.tracker.watching import Watching, Wish


@dataclass(slots=True, eq=False)
class Way:
    """A branch, as far as it can ever lead on. NOTE: `look` makes `at` follow what is so."""

    branch: Branch
    owner: str
    facts: tuple[Fact, ...]
    """All that it depends on."""
    _kernels: tuple[tuple[int, Wish], ...]
    """By step, the last first; after all steps comes the goal."""
    _ends: dict[int, frozenset[int]]
    """By step: what would end what it needs."""
    _watching: Watching = field(repr=False)
    at: int | None = None
    """The step that is to be done, the furthest that can be; None where it leads nowhere."""
    _is_stale: bool = True
    _awaited: frozenset[int] | set[int] = frozenset()

    def look(self) -> bool:
        """Whether another step is to be done than before."""
        if not self._is_stale:
            return False
        self._is_stale, before = False, self.at
        self.at = self._furthest()
        self._wait()
        return self.at != before

    def told(self, literal: int) -> bool:
        """Whether another step is the one to do now."""
        if self._is_stale:
            return True
        ended = self.at is not None and literal in self._ends[self.at]
        self._is_stale = ended or self._furthest() != self.at
        if not self._is_stale:
            self._wait()
        return self._is_stale

    def forget(self) -> None:
        self._watching.leave(self._awaited, self)
        self._awaited, self._is_stale = frozenset(), True

    def _furthest(self) -> int | None:
        state = self._watching.state
        for at, (so, not_so) in self._kernels:
            if so & state == so and not not_so & state:
                return at
        return None

    def _wait(self) -> None:
        awaited = set(self._missing())
        if self.at is not None:
            awaited |= self._ends[self.at]
        self._watching.leave(self._awaited - awaited, self)
        self._watching.wait(awaited - self._awaited, self)
        self._awaited = awaited

    def _missing(self) -> Iterator[int]:
        """A literal for each later step; rather one for many, and none that comes and goes."""
        state, lasting = self._watching.state, self._watching.lasting
        chosen = chosen_not = 0
        for at, (so, not_so) in self._kernels:
            if at == self.at:
                return
            lacking, over = so & state ^ so, not_so & state
            if lacking & chosen or over & chosen_not:
                continue
            if one := lacking & lasting or (not over & lasting and lacking):
                one &= -one
                chosen |= one
                yield 2 * one.bit_length() - 2
            else:
                one = over & lasting or over
                one &= -one
                chosen_not |= one
                yield 2 * one.bit_length() - 1


def way_of(
    watching: Watching, owner: str, branch: Branch, kernels: Mapping[int, tuple[Literal, ...]]
) -> Way:
    """It hears of facts once it was to `look`, until it is to `forget`."""
    facts = tuple(dict.fromkeys(literal.fact for each in kernels.values() for literal in each))
    wishes = tuple((at, watching.wish(kernels[at])) for at in sorted(kernels, reverse=True))
    ends = {
        at: watching.literals(Literal(fact, not holds) for fact, holds in kernel)
        for at, kernel in kernels.items()
    }
    return Way(branch, owner, facts, wishes, ends, watching)
