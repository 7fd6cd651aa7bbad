"""From what is so to what shall be: forward search with the heuristic of relaxed plans.

Best first over states, guided by a plan that ignores what is lost, helpful actions before others
(FF: Hoffmann & Nebel 2001), over only what is relevant to the goal. A goal that can't be reached
is refused before any search, with what is missing.
"""

import heapq
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, Grounded

MAX_EXPANDED = 300
"""States that are looked at with each choice of actions, before more of them are looked at."""
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
) -> Plan | Unreachable:
    """A short plan from `facts` (else the world's) that does none of the banned actions."""
    start = facts if facts is not None else grounded.world.facts
    refused: Unreachable = _TOO_HARD
    for makers in _MAKERS:
        task = _Task(grounded, tuple(goal), start, banned, makers)
        if (task.goal & task.start) == task.goal:
            return Plan(())
        if task.relaxed(task.start) is None:
            refused = Unreachable(task.missing())
            continue
        found = _search(task)
        if found is not None:
            return found
    return refused


class _Task:
    """A goal's part of a world, over bits: one for each literal, for a fact and for its absence."""

    def __init__(
        self,
        grounded: Grounded,
        goal: tuple[Literal, ...],
        facts: Collection[Fact],
        banned: Collection[Ground],
        makers: int,
    ) -> None:
        self._bits: dict[Literal, int] = {}
        self.actions = _relevant(grounded, goal, {action.key for action in banned}, makers)
        self.goal = self._mask(goal)
        self._needs = [self._mask(action.needs) for action in self.actions]
        self._adds = [self._effects(grounded, action) for action in self.actions]
        self._ends = [self._mask(_opposites(self._literals(adds))) for adds in self._adds]
        self.start = sum(
            1 << bit
            for literal, bit in self._bits.items()
            if (literal.fact in facts) == literal.holds
        )

    def after(self, state: int, at: int) -> int:
        return (state & ~self._ends[at]) | self._adds[at]

    def applicable(self, state: int, at: int) -> bool:
        return self._needs[at] & ~state == 0

    def relaxed(self, state: int) -> tuple[float, list[int]] | None:
        """The cost of a plan that loses nothing, and those of its actions that can be done now.

        None where even that doesn't reach the goal.
        """
        reached, left = state, list(range(len(self.actions)))
        by_bit: dict[int, int] = {}
        while self.goal & ~reached:
            layer, later = reached, []
            for at in left:
                if self._needs[at] & ~reached:
                    later.append(at)
                elif fresh := self._adds[at] & ~layer:
                    layer |= fresh
                    while fresh:
                        low = fresh & -fresh
                        by_bit[low] = at
                        fresh ^= low
            if layer == reached:
                return None
            reached, left = layer, later
        chosen = self._extracted(state, by_bit)
        helpful = [at for at in chosen if self.applicable(state, at)]
        return sum(self.actions[at].cost for at in chosen), helpful

    def missing(self) -> tuple[Literal, ...]:
        """What the goal needs that nothing brings about, as near to the cause as can be told."""
        reached = self.start
        while True:
            layer = reached
            for at in range(len(self.actions)):
                if not self._needs[at] & ~reached:
                    layer |= self._adds[at]
            if layer == reached:
                break
            reached = layer
        return self._causes(self.goal & ~reached, reached)

    def _causes(self, wanted: int, reached: int) -> tuple[Literal, ...]:
        """Literals that no action adds, behind those that are wanted; these, where all have one."""
        seen, todo, causes = wanted, wanted, list[Literal]()
        while todo:
            low = todo & -todo
            todo ^= low
            makers = [at for at in range(len(self.actions)) if self._adds[at] & low]
            if not makers:
                causes += self._literals(low)
            for at in makers:
                fresh = self._needs[at] & ~reached & ~seen
                seen |= fresh
                todo |= fresh
        return tuple(causes or self._literals(wanted))

    def _extracted(self, state: int, by_bit: dict[int, int]) -> list[int]:
        chosen: dict[int, None] = {}
        wanted, seen = self.goal & ~state, self.goal
        while wanted:
            low = wanted & -wanted
            wanted ^= low
            at = by_bit[low]
            chosen[at] = None
            fresh = self._needs[at] & ~state & ~seen
            seen |= fresh
            wanted |= fresh
        return list(chosen)

    def _mask(self, literals: Iterable[Literal]) -> int:
        mask = 0
        for literal in literals:
            mask |= 1 << self._bits.setdefault(literal, len(self._bits))
        return mask

    def _effects(self, grounded: Grounded, action: Ground) -> int:
        """Bits of what an action does; facts that nothing asks about are left out."""
        mask = 0
        single = grounded.world.schema.facts
        for literal in action.does:
            mask |= self._mask((literal,))
            if literal.holds and single[literal.fact.name].single:
                mask |= self._lost(literal.fact)
        return mask

    def _lost(self, kept: Fact) -> int:
        """That none of the other facts about the same is so any more."""
        mask = 0
        for literal in list(self._bits):
            fact = literal.fact
            if fact.name == kept.name and fact.of[0] == kept.of[0] and fact != kept:
                mask |= self._mask((Literal(fact, False),))
        return mask

    def _literals(self, mask: int) -> list[Literal]:
        return [literal for literal, bit in self._bits.items() if mask >> bit & 1]


def _relevant(
    grounded: Grounded, goal: tuple[Literal, ...], banned: set[tuple[str, ...]], makers: int
) -> list[Ground]:
    """Actions that bring about the goal, or what such an action needs, and so on back."""
    chosen: dict[int, None] = {}
    todo, seen = list(goal), set(goal)
    while todo:
        bring_about = grounded.by_effect.get(todo.pop(), ())
        allowed = (at for at in bring_about if grounded.actions[at].key not in banned)
        for at in islice(allowed, makers):
            if at in chosen:
                continue
            chosen[at] = None
            for need in grounded.actions[at].needs:
                if need not in seen:
                    seen.add(need)
                    todo.append(need)
    return [grounded.actions[at] for at in sorted(chosen)]


def _opposites(literals: Iterable[Literal]) -> list[Literal]:
    return [Literal(literal.fact, not literal.holds) for literal in literals]


def _search(task: _Task) -> Plan | None:
    """By helpful actions alone; by all of them where that finds nothing."""
    return _best_first(task, all_actions=False) or _best_first(task, all_actions=True)


def _best_first(task: _Task, *, all_actions: bool) -> Plan | None:
    first = task.relaxed(task.start)
    assert first is not None
    came_from: dict[int, tuple[int, int] | None] = {task.start: None}
    spent = {task.start: 0.0}
    waiting = [(_GREED * first[0], 0, task.start, first[1])]
    for _ in range(MAX_EXPANDED):
        if not waiting:
            return None
        _, _, state, helpful = heapq.heappop(waiting)
        if task.goal & ~state == 0:
            return _told(task, came_from, state)
        for at in range(len(task.actions)) if all_actions else helpful:
            after = task.after(state, at)
            cost = spent[state] + task.actions[at].cost
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


def _told(task: _Task, came_from: dict[int, tuple[int, int] | None], state: int) -> Plan:
    actions = []
    while (before := came_from[state]) is not None:
        state, at = before
        actions.append(task.actions[at])
    return Plan(tuple(reversed(actions)))
