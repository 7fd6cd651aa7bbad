"""Whether goals can still be reached from many states that are alike: with as few plans as can be.

What led on from one state is tried from the next one before anything is planned. What is said to be
out of reach is proved to be, and never for want of patience: some states may be left in doubt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from worldgen.quests.facts import Literal
from worldgen.quests.grounding import Ground, Grounded
from worldgen.quests.numbers import Change, Condition
from worldgen.quests.planner import MAKERS, searched, tasks
from worldgen.quests.task import Task

Goal = tuple[Literal, ...]
_Move = tuple[Condition, Change]
MAX_WAYS = 12
"""Of one goal, kept at a time to be walked; the latest found are tried first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """States, told apart; in the order in which they were asked about."""

    live: list[int] = field(default_factory=list)
    """A way leads from each to the goal."""
    lost: list[int] = field(default_factory=list)
    """No way does: it is proved."""
    doubtful: list[int] = field(default_factory=list)


class Reach:
    """Of one quest: its ways, and the plans that were found since."""

    def __init__(self, grounded: Grounded, ways: Iterable[Iterable[Ground]]) -> None:
        self._grounded = grounded
        self._ways = [[grounded.places[each.key] for each in way] for way in ways]
        self._goals: dict[Goal, _Goal] = {}

    def judged(self, states: Sequence[int], goal: Goal) -> Judged:
        """Every state once."""
        known = self._goals.get(goal)
        if known is None:
            known = self._goals[goal] = _Goal(self._grounded, goal, self._ways)
        return known.judged(list(dict.fromkeys(states)))


class _Goal:
    """One goal, and all that is known to lead to it."""

    def __init__(self, grounded: Grounded, goal: Goal, ways: Iterable[Sequence[int]]) -> None:
        numbers = grounded.numbers
        self._grounded = grounded
        self._literals = tuple(dict.fromkeys(map(numbers.literal, goal)))
        self._goal = numbers.condition(goal)
        self._enough = {self._goal: None}
        """From what each of these holds in, a known way leads to the goal."""
        self._tasks: list[Task] = []
        self._ways: list[list[_Move]] = []
        for way in ways:
            self._learn(way)

    def judged(self, states: Sequence[int]) -> Judged:
        judged = Judged()
        live = {state for state in states if self._by_known(state)}
        left = [state for state in states if state not in live]
        # NOTE: what can't be had from all that any of them has can't be had from any of them.
        hopeless = bool(left) and self._is_lost(left)
        for state in states:
            if state in live or (not hopeless and self._is_live(state)):
                judged.live.append(state)
            elif hopeless or self._is_lost([state]):
                judged.lost.append(state)
            elif self._is_live_after_all(state):
                judged.live.append(state)
            else:
                judged.doubtful.append(state)
        return judged

    def _by_known(self, state: int) -> bool:
        return any(condition.holds(state) for condition in self._enough)

    def _is_lost(self, states: Sequence[int]) -> bool:
        some = every = states[0]
        for state in states:
            some, every = some | state, every & state
        return not self._grounded.relaxed.reached(some, every).reaches(self._literals)

    def _is_live(self, state: int) -> bool:
        """By what is known, or by a hasty plan; it is known from then on."""
        if self._by_known(state) or any(self._walked(state, way) for way in self._ways):
            return True
        if not self._tasks:
            self._tasks = list(tasks(self._grounded, self._literals))
        return self._planned(self._tasks, state, thorough=False)

    def _is_live_after_all(self, state: int) -> bool:
        """With a relaxed plan to go by; then with patience."""
        relaxed = self._grounded.relaxed.reached(state, state).actions_to(self._literals)
        self._tasks.append(Task(self._grounded, self._literals, MAKERS[0], besides=relaxed))
        if self._planned(self._tasks[-1:], state, thorough=False):
            return True
        patient = tasks(self._grounded, self._literals, relaxed=relaxed)
        return self._planned(patient, state, thorough=True)

    def _planned(self, chosen: Iterable[Task], state: int, *, thorough: bool) -> bool:
        for task in chosen:
            found = searched(task, state, thorough=thorough)
            if found is not None:
                self._learn(found)
                return True
        return False

    def _walked(self, state: int, way: Sequence[_Move]) -> bool:
        """By those moves of a way that can be made, in their order: some may be made already."""
        for needs, change in way:
            if needs.holds(state):
                state = change.after(state)
        return self._goal.holds(state)

    def _learn(self, way: Sequence[int]) -> None:
        """What has to be so for the last steps of the way to lead to the goal, however many."""
        numbers, actions = self._grounded.numbers, self._grounded.actions
        moves = [
            (numbers.condition(actions[at].needs), numbers.change(actions[at].does)) for at in way
        ]
        self._ways = [moves, *self._ways][:MAX_WAYS]
        wanted = self._goal
        for needs, change in reversed(moves):
            before = _before(wanted, needs, change)
            if before is None:
                return
            wanted = before
            self._enough[wanted] = None


def _before(wanted: Condition, needs: Condition, change: Change) -> Condition | None:
    """What has to be so before a move for it to be so after it; None where it never is."""
    if wanted.so & change.lost & ~change.made or wanted.not_so & change.made:
        return None
    so, not_so = wanted.so & ~change.made | needs.so, wanted.not_so & ~change.lost | needs.not_so
    return None if so & not_so else Condition(so, not_so)
