"""Whether goals can still be reached from many states that are alike: with as few plans as can be.

What led on from one state is tried from the next one before anything is planned.
"""

from collections.abc import Iterable, Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, Grounded
from worldgen.quests.planner import Plan, Unreachable, plan
from worldgen.quests.states import Moves, State, holds

Goal = tuple[Literal, ...]
MAX_WAYS = 10
"""Kept at a time, the quest's own among them; the latest found are tried before older ones."""


class Reach:
    """Of one quest: its ways, and the plans that were found since."""

    def __init__(
        self, moves: Moves, grounded: Grounded, ways: Iterable[tuple[Ground, ...]]
    ) -> None:
        self._moves, self._grounded = moves, grounded
        self._ways = list(ways)
        self._own = len(self._ways)
        self._known: dict[tuple[State, Goal], bool] = {}

    def live(self, states: Sequence[State], goal: Goal) -> list[State]:
        """Those from which the goal can be reached.

        Where none of the ways leads on, one plan from all that any of the states has is tried
        first: what can't be reached from that is given up for all of them.
        """
        told = [self._by_known(state, goal) for state in states]
        left = [state for state, known in zip(states, told, strict=True) if not known]
        hopeless = len(left) > 1 and self._is_hopeless(left, goal)
        return [
            state
            for state, known in zip(states, told, strict=True)
            if known or (not hopeless and self._is_live(state, goal))
        ]

    def _is_hopeless(self, states: Sequence[State], goal: Goal) -> bool:
        found = plan(self._grounded, goal, frozenset[Fact]().union(*states), thorough=False)
        return isinstance(found, Unreachable)

    def _is_live(self, state: State, goal: Goal) -> bool:
        key = state, goal
        if key not in self._known:
            self._known[key] = self._by_known(state, goal) or self._planned(state, goal)
        return self._known[key]

    def _by_known(self, state: State, goal: Goal) -> bool:
        """By the last steps of any way that is known; the shortest are tried first."""
        if holds(state, goal):
            return True
        for way in self._ways:
            for at in range(len(way) - 1, -1, -1):
                if holds(state, way[at].needs) and self._moves.reaches(state, way[at:], goal):
                    return True
        return False

    def _planned(self, state: State, goal: Goal) -> bool:
        found = plan(self._grounded, goal, state, thorough=False)
        if isinstance(found, Plan):
            self._ways = [*self._ways[: self._own], found.actions, *self._ways[self._own :]]
            self._ways = self._ways[:MAX_WAYS]
        return isinstance(found, Plan)
