"""Greedy best-first search over some deeds; how far a state is, a plan that loses nothing tells.

(Hoffmann & Nebel 2001, with deferred evaluation as in Fast Downward.) Where all deeds that matter
are given and nothing is left to look at, there is no way: that is a proof too.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import Schema
from worldgen.quests.verify.bits import Bits
from worldgen.quests.verify.deeds import Deed


@dataclass(frozen=True, slots=True)
class Searched:
    """A way, or whether there is none, or neither."""

    way: tuple[Deed, ...] | None
    exhausted: bool = False
    """Everything that the deeds lead to was seen."""


@dataclass(slots=True)
class _Queue:
    """States to look at, the nearest to the goal first; each once."""

    before: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The state that one came from, and the deed."""
    _heap: list[tuple[int, bool, int, int]] = field(default_factory=list)
    _turn: Iterator[int] = field(default_factory=count)

    def add(self, state: int, lacks: int, helps: bool, came: tuple[int, int]) -> None:
        if state not in self.before:
            self.before[state] = came
            heapq.heappush(self._heap, (lacks, not helps, next(self._turn), state))

    def next(self) -> int | None:
        return heapq.heappop(self._heap)[-1] if self._heap else None


class Search:
    """From states to one goal, over the facts that the goal and the deeds ask about.

    A state has a bit for each of these, and above them a bit for each that isn't so.
    """

    def __init__(self, schema: Schema, deeds: Sequence[Deed], goal: Sequence[Literal]) -> None:
        self._deeds = deeds
        asked = [*goal, *(need for deed in deeds for need in deed.needs)]
        self._bits = Bits(schema)
        self._facts = list(dict.fromkeys(literal.fact for literal in asked))
        for fact in self._facts:
            self._bits.number(fact)
        self._width = len(self._facts)
        self._goal = self._told(goal)
        self._needs = [self._told(deed.needs) for deed in deeds]
        self._gains = [self._told(self._results(schema, deed)) for deed in deeds]
        self._loses = [self._opposite(gain) for gain in self._gains]

    def of(self, facts: Iterable[Fact]) -> int:
        """The state in which these are so."""
        so = set(facts)
        return self._told([Literal(fact, fact in so) for fact in self._facts])

    def way_from(self, state: int, limit: int) -> Searched:
        """At most `limit` states are looked at."""
        queue = _Queue()
        queue.add(state, 0, True, (state, -1))
        for _ in range(limit):
            at = queue.next()
            if at is None:
                return Searched(None, exhausted=True)
            lacking = self._lacking(at)
            if lacking is None:
                continue
            if not lacking:
                return Searched(self._traced(queue, at))
            for deed, needs in enumerate(self._needs):
                if not needs & ~at:
                    after = at & ~self._loses[deed] | self._gains[deed]
                    queue.add(after, len(lacking), deed in lacking, (at, deed))
        return Searched(None)

    def _lacking(self, state: int) -> set[int] | None:
        """Deeds of a plan that loses nothing; None where even that leads nowhere."""
        reached, by, left = state, dict[int, int](), range(len(self._deeds))
        while self._goal & ~reached:
            before, later = reached, list[int]()
            for deed in left:
                if self._needs[deed] & ~before:
                    later.append(deed)
                    continue
                fresh = self._gains[deed] & ~reached
                reached |= fresh
                while fresh:
                    low = fresh & -fresh
                    by[low], fresh = deed, fresh ^ low
            if reached == before:
                return None
            left = later  # type: ignore[assignment]
        return self._behind(self._goal & ~state, state, by)

    def _behind(self, wanted: int, state: int, by: dict[int, int]) -> set[int]:
        chosen, seen = set[int](), wanted
        while wanted:
            low = wanted & -wanted
            wanted ^= low
            if by[low] not in chosen:
                chosen.add(by[low])
                fresh = self._needs[by[low]] & ~state & ~seen
                seen, wanted = seen | fresh, wanted | fresh
        return chosen

    def _traced(self, queue: _Queue, state: int) -> tuple[Deed, ...]:
        way = []
        while (came := queue.before[state])[1] >= 0:
            state = came[0]
            way.append(self._deeds[came[1]])
        return tuple(reversed(way))

    def _results(self, schema: Schema, deed: Deed) -> list[Literal]:
        """What it does to the facts that are asked about; single ones end others."""
        told: dict[Fact, bool] = {each.fact: False for each in deed.does if not each.holds}
        for fact in (each.fact for each in deed.does if each.holds):
            key = self._bits.ended_by(fact)
            others = [self._facts[at] for at in self._bits.beside(key)] if key else []
            told |= dict.fromkeys(others, False) | {fact: True}
        return [Literal(fact, so) for fact, so in told.items() if self._bits.knows(fact)]

    def _told(self, literals: Iterable[Literal]) -> int:
        mask = 0
        for fact, so in literals:
            mask |= 1 << self._bits.number(fact) + (0 if so else self._width)
        return mask

    def _opposite(self, mask: int) -> int:
        return mask >> self._width | (mask & (1 << self._width) - 1) << self._width
