"""Whether goals can still be reached from many states that are alike: with as few plans as can be.

What led on from one state is tried from the next one before anything is planned.
"""

from collections.abc import Iterable, Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, Grounded
from worldgen.quests.planner import Plan, Unreachable, plan
from worldgen.quests.states import Moves, State, holds

Goal = tuple[Literal, ...]


class Reach:
    """Of one quest: its ways, and the plans that were found since."""

    def __init__(
        self, moves: Moves, grounded: Grounded, ways: Iterable[tuple[Ground, ...]]
    ) -> None:
        self._moves, self._grounded = moves, grounded
        self._ways = list(ways)
        self._known: dict[tuple[State, Goal], bool] = {}

    def live(self, states: Sequence[State], goal: Goal) -> list[State]:
        """Those from which the goal can be reached.

        Where none of the ways leads on, one plan from all that any of the states has is tried
        first: what can't be reached from that is given up for all of them.
        """
        told = [state for state in states if self._by_known(state, goal)]
        left = [state for state in states if state not in told]
        if len(left) > 1 and self._is_hopeless(left, goal):
            return told
        return [*told, *(state for state in left if self._is_live(state, goal))]

    def _is_hopeless(self, states: Sequence[State], goal: Goal) -> bool:
        found = plan(self._grounded, goal, frozenset[Fact]().union(*states))
        return isinstance(found, Unreachable) and bool(found.missing)

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
        found = plan(self._grounded, goal, state)
        if isinstance(found, Plan):
            self._ways.append(found.actions)
        return isinstance(found, Plan)
