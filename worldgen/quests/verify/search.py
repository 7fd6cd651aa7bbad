"""Whether a goal can still be reached: yes, with a way; no, with a proof; or not decided.

In this order, the cheapest first: the rest of a way that is known; what could be reached if nothing
ever ended; a search over the few deeds that make each thing soonest, then over more, then over all.
"""

from collections.abc import Iterable, Sequence
from enum import Enum

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.verify.deeds import Deed
from worldgen.quests.verify.greedy import Search
from worldgen.quests.verify.relaxed import Reached
from worldgen.quests.verify.rules import Rules, Way

_MAKERS = (3, 12)
"""Deeds that may make one literal so, in each search but the last, which has them all."""
_BRIEFLY = 30
"""States looked at over the deeds that led on from another state."""
_TIRED = 2
"""Searches over all deeds that may decide nothing; other states of the same goal get none then."""
_WAYS = 12
"""Found on the way, kept at a time."""


class Verdict(Enum):
    REACHED = "there is a way"
    UNREACHABLE = "there is no way"
    UNDECIDED = "no way was found, nor that there is none"


class Reach:
    """Of one goal, from many states: what was found for one of them is tried for the next."""

    def __init__(self, rules: Rules, goal: Sequence[Literal], ways: Iterable[Way] = ()) -> None:
        """`ways`: known ones, tried first."""
        self._rules, self._goal = rules, tuple(goal)
        self._wish = rules.bits.wish(goal)
        self._own, self._found = list(ways), list[Way]()
        self._hopeless: list[Reached] = []
        self._last: Search | None = None
        self._undecided = 0

    def is_done(self, state: int) -> bool:
        return self._wish.holds(state)

    def verdict(self, state: int) -> Verdict:
        if self._goes_on(state):
            return Verdict.REACHED
        if any(self._rules.relaxed.covers(proof, state) for proof in self._hopeless):
            return Verdict.UNREACHABLE
        return self._searched(state)

    def _goes_on(self, state: int) -> bool:
        """By the last moves of a way; else by those of its moves that can be done, in order."""
        if self._wish.holds(state):
            return True
        return any(
            self._played(way[first:], state)
            for way in (*self._own, *self._found)
            for first in range(len(way) - 1, -1, -1)
            if way[first].needs.holds(state)
        ) or any(self._played(way, state, skipping=True) for way in self._own)

    def _played(self, moves: Way, state: int, *, skipping: bool = False) -> bool:
        for move in moves:
            if move.needs.holds(state):
                state = self._rules.bits.after(state, move.does)
            elif not skipping:
                return False
        return self._wish.holds(state)

    def _searched(self, state: int) -> Verdict:
        facts = self._rules.bits.facts(state)
        if self._last and self._tried(self._last, state, facts, _BRIEFLY) is Verdict.REACHED:
            return Verdict.REACHED
        self._rules.learn(facts)
        relaxed = self._rules.relaxed
        goal = [relaxed.literal(literal) for literal in self._goal]
        reached = relaxed.spread(state, goal)
        if not reached.goal:
            self._hopeless.append(reached)
            return Verdict.UNREACHABLE
        careful = relaxed.spread(state, goal, careful=True)
        for makers in _MAKERS:
            for layers in (careful.layers if careful.goal else {}, reached.layers):
                self._last = self._over(self._behind(goal, layers, makers))
                if self._tried(self._last, state, facts) is Verdict.REACHED:
                    return Verdict.REACHED
        if self._undecided >= _TIRED:
            return Verdict.UNDECIDED
        everything = relaxed.spread(state, goal, whole=True)
        last = self._over(self._behind(goal, everything.layers, len(relaxed.deeds)))
        verdict = self._tried(last, state, facts)
        self._undecided += verdict is Verdict.UNDECIDED
        return verdict

    def _over(self, deeds: Sequence[Deed]) -> Search:
        return Search(self._rules.world.schema, deeds, self._goal)

    def _tried(
        self, search: Search, state: int, facts: Sequence[Fact], most: int | None = None
    ) -> Verdict:
        limit = self._rules.limit if most is None else min(most, self._rules.limit)
        searched = search.way_from(search.of(facts), limit)
        if searched.way is None:
            return Verdict.UNREACHABLE if searched.exhausted else Verdict.UNDECIDED
        way = tuple(self._rules.move(deed.needs, deed.does) for deed in searched.way)
        assert self._played(way, state), "what a search finds can be done, step by step"
        self._found = [way, *self._found][:_WAYS]
        return Verdict.REACHED

    def _behind(self, goal: Iterable[int], layers: dict[int, int], makers: int) -> list[Deed]:
        """Deeds that make the goal so, or what those need, and so on: the soonest of each."""
        relaxed, chosen = self._rules.relaxed, dict[int, None]()
        todo, seen = list(goal), set(goal)
        while todo:
            possible = [at for at in relaxed.makers(todo.pop()) if at in layers]
            possible.sort(key=lambda at: (layers[at], relaxed.deeds[at].key))
            for at in possible[:makers]:
                if at not in chosen:
                    chosen[at] = None
                    fresh = [need for need in relaxed.needs(at) if need not in seen]
                    seen.update(fresh)
                    todo += fresh
        return sorted((relaxed.deeds[at] for at in chosen), key=lambda deed: deed.key)
