"""From what is so to what shall be: forward search with the heuristic of relaxed plans.

Best first over states, guided by a plan that ignores what is lost, helpful actions before others
(FF: Hoffmann & Nebel 2001), over only what is relevant to the goal. A goal that can't be reached
is refused with what is missing, by a proof and never for want of patience.
"""

import heapq
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, Grounded
from worldgen.quests.task import Problem, Task

MAX_EXPANDED = 300
"""States that are looked at with helpful actions, before others are."""
_MAX_WIDE = 60
"""States that are looked at with all actions, before more ways to bring things about are."""
_MAX_HASTY = 40
"""States that are looked at by who gives up soon."""
MAKERS = (3, 12)
"""How many ways to bring each literal about are looked at, the soonest first; then more."""
_GREED = 3
"""How much more what is left weighs than what is done."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Actions in order; their needs hold one after the other, and the goal at the end."""

    actions: tuple[Ground, ...]

    @property
    def cost(self) -> float:
        return sum(action.cost for action in self.actions)

    @property
    def skeleton(self) -> tuple[str, ...]:
        """The verbs: plans with the same are alike."""
        return tuple(action.action.schema.verb for action in self.actions)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No plan, and why: literals that nothing can bring about; empty where it was too hard."""

    missing: tuple[Literal, ...]

    @property
    def proved(self) -> bool:
        """Whether there is none; else there may be one."""
        return bool(self.missing)

    def __str__(self) -> str:
        if not self.missing:
            return f"no plan was found within {MAX_EXPANDED} states"
        return "nothing brings about: " + ", ".join(map(str, self.missing))


_TOO_HARD = Unreachable(())


def plan(
    grounded: Grounded,
    goal: Collection[Literal],
    facts: Collection[Fact] | None = None,
    banned: Collection[Ground] = (),
    *,
    thorough: bool = True,
    uncounted: Collection[int] = (),
) -> Plan | Unreachable:
    """A short plan from `facts` (else the world's) that does none of the banned actions.

    `thorough=False` gives up soon, where a plan isn't worth much: at a tenth of the cost. Actions
    that are `uncounted` are looked at besides the few for each literal.
    """
    numbers = grounded.numbers
    as_it_is = facts is None or facts is grounded.world.facts
    state = grounded.relaxed.start if as_it_is else numbers.state(facts or ())
    wanted = tuple(dict.fromkeys(map(numbers.literal, goal)))
    without = frozenset(grounded.places[action.key] for action in banned)
    besides: list[int] = []
    if thorough:
        reached = grounded.relaxed.reached(state, state, without)
        if missing := reached.missing(wanted):
            return Unreachable(tuple(sorted(map(numbers.told, missing))))
        besides = reached.actions_to(wanted)
    for task in tasks(grounded, wanted, without, besides, uncounted):
        found = searched(task, state, thorough=thorough)
        if found is not None:
            return Plan(tuple(grounded.actions[at] for at in found))
    return _TOO_HARD


def tasks(
    grounded: Grounded,
    goal: tuple[int, ...],
    banned: Collection[int] = (),
    relaxed: Sequence[int] = (),
    uncounted: Collection[int] = (),
) -> Iterator[Task]:
    """For one goal, from the narrowest to the widest; the last has a relaxed plan, if given."""
    for makers in MAKERS:
        yield Task(grounded, goal, makers, banned, (), uncounted)
    if relaxed:
        yield Task(grounded, goal, MAKERS[-1], banned, relaxed, uncounted)


def searched(task: Task, state: int, *, thorough: bool) -> list[int] | None:
    """Actions from a state of the world to the task's goal; None where none were found."""
    problem = task.problem(state)
    if problem is None:
        return None
    if not thorough:
        return _best_first(problem, _MAX_HASTY, all_actions=False)
    found = _best_first(problem, MAX_EXPANDED, all_actions=False)
    return _best_first(problem, _MAX_WIDE, all_actions=True) if found is None else found


def _best_first(problem: Problem, most: int, *, all_actions: bool) -> list[int] | None:
    first = problem.relaxed(problem.start)
    assert first is not None, "a problem's goal can be reached if nothing is lost"
    came_from: dict[int, tuple[int, int] | None] = {problem.start: None}
    spent = {problem.start: 0.0}
    waiting = [(_GREED * first[0], 0, problem.start, first[1])]
    for _ in range(most):
        if not waiting:
            return None
        _, _, state, helpful = heapq.heappop(waiting)
        if not problem.goal & ~state:
            return _told(problem, came_from, state)
        for at in range(problem.count) if all_actions else helpful:
            after = problem.after(state, at)
            cost = spent[state] + problem.costs[at]
            if not problem.applicable(state, at) or cost >= spent.get(after, math.inf):
                continue
            estimate = problem.relaxed(after)
            if estimate is None:
                continue
            spent[after] = cost
            came_from[after] = (state, at)
            entry = (cost + _GREED * estimate[0], len(spent), after, estimate[1])
            heapq.heappush(waiting, entry)
    return None


def _told(problem: Problem, came_from: dict[int, tuple[int, int] | None], state: int) -> list[int]:
    actions = []
    while (before := came_from[state]) is not None:
        state, at = before
        actions.append(problem.actions[at])
    return actions[::-1]
