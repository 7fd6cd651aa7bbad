"""From what is so to what shall be: forward search with the heuristic of relaxed plans.

Best first over states, guided by a plan that ignores what is lost, helpful actions before others
(FF: Hoffmann & Nebel 2001), over only what is relevant to the goal. A goal that can't be reached
is refused before any search, with what is missing.
"""

import heapq
import math
from collections.abc import Collection
from dataclasses import dataclass

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, Grounded
from worldgen.quests.task import Task

MAX_EXPANDED = 300
"""States that are looked at with helpful actions, before others are."""
_MAX_WIDE = 60
"""States that are looked at with all actions, before more ways to bring things about are."""
_MAX_HASTY = 40
"""States that are looked at by who gives up soon."""
_MAKERS = (3, 12)
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
) -> Plan | Unreachable:
    """A short plan from `facts` (else the world's) that does none of the banned actions.

    `thorough=False` gives up soon, where a plan isn't worth much: at a tenth of the cost.
    """
    start = facts if facts is not None else grounded.world.facts
    refused: Unreachable = _TOO_HARD
    for makers in _MAKERS:
        task = Task(grounded, tuple(goal), start, banned, makers)
        if (task.goal & task.start) == task.goal:
            return Plan(())
        if task.missing():
            refused = Unreachable(task.missing())
            continue
        found = _search(task) if thorough else _best_first(task, _MAX_HASTY, all_actions=False)
        if found is not None:
            return found
    return refused


def _search(task: Task) -> Plan | None:
    """By helpful actions alone; by all of them where that finds nothing."""
    return _best_first(task, MAX_EXPANDED, all_actions=False) or _best_first(
        task, _MAX_WIDE, all_actions=True
    )


def _best_first(task: Task, most: int, *, all_actions: bool) -> Plan | None:
    first = task.relaxed(task.start)
    assert first is not None
    came_from: dict[int, tuple[int, int] | None] = {task.start: None}
    spent = {task.start: 0.0}
    waiting = [(_GREED * first[0], 0, task.start, first[1])]
    for _ in range(most):
        if not waiting:
            return None
        _, _, state, helpful = heapq.heappop(waiting)
        if task.goal & ~state == 0:
            return _told(task, came_from, state)
        for at in range(len(task.actions)) if all_actions else helpful:
            after = task.after(state, at)
            cost = spent[state] + task.costs[at]
            if not task.applicable(state, at) or cost >= spent.get(after, math.inf):
                continue
            estimate = task.relaxed(after)
            if estimate is None:
                continue
            spent[after] = cost
            came_from[after] = (state, at)
            entry = (cost + _GREED * estimate[0], len(spent), after, estimate[1])
            heapq.heappush(waiting, entry)
    return None


def _told(task: Task, came_from: dict[int, tuple[int, int] | None], state: int) -> Plan:
    actions = []
    while (before := came_from[state]) is not None:
        state, at = before
        actions.append(task.actions[at])
    return Plan(tuple(reversed(actions)))
