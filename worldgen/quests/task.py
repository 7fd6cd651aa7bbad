"""A goal's part of a world, over bits: two for each fact, that it is so and that it isn't."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import islice

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, Grounded

_SLACK = 2
"""Layers of a relaxed plan beyond the goal's whose actions are still looked at."""


class Task:
    """From `facts` to `goal`, by the soonest `makers` ways to bring each literal about."""

    def __init__(
        self,
        grounded: Grounded,
        goal: tuple[Literal, ...],
        facts: Collection[Fact],
        banned: Collection[Ground],
        makers: int,
    ) -> None:
        actions = _relevant(grounded, goal, {action.key for action in banned}, makers)
        self._bits: dict[Fact, int] = {}
        self._about: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for literal in (*goal, *(need for action in actions for need in action.needs)):
            self._count(literal.fact)
        self.goal = self._mask(goal)
        self.start = self._mask(Literal(fact, fact in facts) for fact in self._bits)
        self.actions = actions
        self.costs = [action.cost for action in actions]
        self.needs = [self._mask(action.needs) for action in actions]
        self.adds = [self._effects(grounded, action) for action in actions]
        evens = sum(1 << 2 * at for at in range(len(self._bits)))
        self._keeps = [~((adds & evens) << 1 | (adds >> 1) & evens) for adds in self.adds]
        self._missing = self._pruned()

    def after(self, state: int, at: int) -> int:
        return state & self._keeps[at] | self.adds[at]

    def applicable(self, state: int, at: int) -> bool:
        return self.needs[at] & ~state == 0

    def relaxed(self, state: int) -> tuple[float, list[int]] | None:
        """The cost of a plan that loses nothing, and those of its actions that can be done now.

        None where even that doesn't reach the goal.
        """
        needs, adds = self.needs, self.adds
        reached, left = state, range(len(needs))
        by_bit: dict[int, int] = {}
        while self.goal & ~reached:
            layer, later = reached, list[int]()
            for at in left:
                if needs[at] & ~reached:
                    later.append(at)
                elif fresh := adds[at] & ~layer:
                    layer |= fresh
                    while fresh:
                        low = fresh & -fresh
                        by_bit[low] = at
                        fresh ^= low
            if layer == reached:
                return None
            reached, left = layer, later  # type: ignore[assignment]
        chosen = self._extracted(state, by_bit)
        helpful = [at for at in chosen if self.applicable(state, at)]
        return sum(self.costs[at] for at in chosen), helpful

    def missing(self) -> tuple[Literal, ...]:
        """What the goal needs that nothing brings about, near to the cause; () where all is."""
        return self._missing

    def _pruned(self) -> tuple[Literal, ...]:
        """Leaves actions out that come too late to help; says what is missing instead of none."""
        reached, layers, goal_layer = self.start, dict[int, int](), -1
        left, layer = list(range(len(self.actions))), 0
        while True:
            if goal_layer < 0 and not self.goal & ~reached:
                goal_layer = layer
            now = [at for at in left if not self.needs[at] & ~reached]
            if not now or (goal_layer >= 0 and layer > goal_layer + _SLACK):
                break
            layers |= dict.fromkeys(now, layer)
            left = [at for at in left if at not in layers]
            for at in now:
                reached |= self.adds[at]
            layer += 1
        if goal_layer < 0:
            return self._causes(self.goal & ~reached, reached)
        kept = sorted(layers)
        for name in ("actions", "costs", "needs", "adds", "_keeps"):
            setattr(self, name, [getattr(self, name)[at] for at in kept])
        return ()

    def _causes(self, wanted: int, reached: int) -> tuple[Literal, ...]:
        """Literals that no action adds, behind those that are wanted; these, where all have one."""
        seen, todo, causes = wanted, wanted, list[Literal]()
        while todo:
            low = todo & -todo
            todo ^= low
            makers = [at for at in range(len(self.actions)) if self.adds[at] & low]
            if not makers:
                causes += self._literals(low)
            for at in makers:
                fresh = self.needs[at] & ~reached & ~seen
                seen |= fresh
                todo |= fresh
        return tuple(causes or self._literals(wanted))

    def _extracted(self, state: int, by_bit: dict[int, int]) -> list[int]:
        """The actions behind the goal's bits, and behind what those need."""
        chosen: dict[int, None] = {}
        wanted, seen = self.goal & ~state, self.goal
        while wanted:
            low = wanted & -wanted
            wanted ^= low
            at = by_bit[low]
            chosen[at] = None
            fresh = self.needs[at] & ~state & ~seen
            seen |= fresh
            wanted |= fresh
        return list(chosen)

    def _count(self, fact: Fact) -> None:
        if fact not in self._bits:
            self._bits[fact] = 2 * len(self._bits)
            if fact.of:
                self._about[fact.name, fact.of[0]].append(fact)

    def _mask(self, literals: Iterable[Literal]) -> int:
        mask = 0
        for fact, holds in literals:
            mask |= 1 << self._bits[fact] + (not holds)
        return mask

    def _effects(self, grounded: Grounded, action: Ground) -> int:
        """What an action does to the facts that something asks about; single ones end others."""
        told: dict[Fact, bool] = {}
        for fact, holds in action.does:
            if holds and grounded.world.schema.facts[fact.name].single:
                told |= dict.fromkeys(self._about.get((fact.name, fact.of[0]), ()), False)
            told[fact] = holds
        return self._mask(
            Literal(fact, holds) for fact, holds in told.items() if fact in self._bits
        )

    def _literals(self, mask: int) -> list[Literal]:
        return [
            Literal(fact, holds)
            for fact, bit in self._bits.items()
            for holds in (True, False)
            if mask >> bit + (not holds) & 1
        ]


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
