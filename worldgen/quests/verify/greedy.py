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
    """States to look at, each once: in turns the one that lacks least, and the least far off.

    The second leads out of where the first is lured to.
    """

    before: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The state that one came from, and the deed."""
    _depth: dict[int, int] = field(default_factory=dict)
    _near: list[tuple[int, bool, int, int]] = field(default_factory=list)
    _short: list[tuple[int, bool, int, int]] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)
    _turn: Iterator[int] = field(default_factory=count)

    def add(self, state: int, lacks: int, helps: bool, came: tuple[int, int]) -> None:
        if state in self.before:
            return
        self.before[state] = came
        self._depth[state] = depth = self._depth.get(came[0], -1) + 1
        turn = next(self._turn)
        heapq.heappush(self._near, (lacks, not helps, turn, state))
        heapq.heappush(self._short, (depth + lacks, not helps, turn, state))

    def next(self) -> int | None:
        heap = self._short if len(self._seen) % 2 else self._near
        while heap:
            state = heapq.heappop(heap)[-1]
            if state not in self._seen:
                self._seen.add(state)
                return state
        return None


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
        self._waiting = {bit: self._harmful(bit) for bit in _single(self._goal)}
        self._allowed: dict[int, list[int]] = {}

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

    def _harmful(self, wanted: int) -> set[int]:
        """Deeds that end for good what all ways to one part of the goal need at their last step.

        Before that is so, to do one of them is to fail: who is to be given something has to live.
        """
        needed, regained = -1, 0
        for needs, gains in zip(self._needs, self._gains, strict=True):
            needed &= needs if gains & wanted else -1
            regained |= gains
        for_good = needed & ~regained
        return {
            deed
            for deed, loses in enumerate(self._loses)
            if loses & for_good and not self._gains[deed] & wanted
        }

    def _harmless(self, missing: int) -> list[int]:
        """Deeds that do no harm to any of the parts of the goal that aren't so."""
        if missing not in self._allowed:
            harmful = set[int]().union(*(self._waiting[bit] for bit in _single(missing)))
            every = range(len(self._deeds))
            self._allowed[missing] = [deed for deed in every if deed not in harmful]
        return self._allowed[missing]

    def _lacking(self, state: int) -> set[int] | None:
        """Deeds of a plan that loses nothing and does no harm; None where none leads on.

        NOTE: where several parts are missing, what harms one may be done after it is so.
        """
        missing = self._goal & ~state
        found = self._relaxed(state, missing, self._harmless(missing))
        parts = list(_single(missing))
        if found is not None or len(parts) < 2:
            return found
        if any(self._relaxed(state, part, self._harmless(part)) is None for part in parts):
            return None
        return self._relaxed(state, missing, range(len(self._deeds)))

    def _relaxed(self, state: int, goal: int, deeds: Sequence[int]) -> set[int] | None:
        reached, by, left = state, dict[int, int](), deeds
        while goal & ~reached:
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
            left = later
        return self._behind(goal & ~state, state, by)

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


def _single(mask: int) -> Iterator[int]:
    """Its bits, one by one."""
    while mask:
        low = mask & -mask
        yield low
        mask ^= low
