"""A goal's part of a world, over bits: two for each fact, that it is so and that it isn't; and one
for each conjunction, which only relaxed plans look at."""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain, islice

from worldgen.quests.conjunctions import Conjoined
from worldgen.quests.grounding import Grounded

_SLACK = 2
"""Layers of a relaxed plan beyond the goal's whose actions are still looked at."""


class Task:
    """What may lead to a goal from anywhere: the soonest ways to bring each literal about."""

    def __init__(
        self,
        grounded: Grounded,
        goal: Iterable[int],
        makers: int,
        banned: Collection[int] = (),
        besides: Iterable[int] = (),
        uncounted: Collection[int] = (),
    ) -> None:
        """`makers`: how many ways for each literal; `besides`: actions to look at in any case.

        `uncounted`: actions that aren't among those many.
        """
        deeds = grounded.relaxed.deeds
        whole = deeds.whole(goal)
        relevant = _Relevant(deeds, makers, deeds.behind(banned), uncounted)
        chosen = relevant.to(whole, besides)
        self._known = _Bits(deeds, (whole, *(deeds.needs[at] for at in chosen)))
        self._goal = self._known.mask(whole)
        self._needs = [self._known.mask(deeds.needs[at]) for at in chosen]
        self._adds = [self._known.some(deeds.does[at]) for at in chosen]
        self._origins = [deeds.origin(at) for at in chosen]
        self._costs = [grounded.deeds.costs[at] for at in self._origins]

    def problem(self, state: int) -> "Problem | None":
        """From a state of the world, without actions that come too late to help; None where even
        if nothing was ever lost the goal would be out of reach."""
        start = self._known.start(state)
        reached, layers, goal_layer = self._known.conjoined(start), dict[int, int](), -1
        left, layer = list(range(len(self._needs))), 0
        while True:
            missing = ~reached
            if goal_layer < 0 and not self._goal & missing:
                goal_layer = layer
            now = [at for at in left if not self._needs[at] & missing]
            if not now or (goal_layer >= 0 and layer > goal_layer + _SLACK):
                break
            layers |= dict.fromkeys(now, layer)
            left = [at for at in left if at not in layers]
            for at in now:
                reached |= self._adds[at]
            layer += 1
        return None if goal_layer < 0 else self._with(sorted(layers), start)

    def _with(self, kept: list[int], start: int) -> "Problem":
        needs, adds = [self._needs[at] for at in kept], [self._adds[at] for at in kept]
        origins, costs = [self._origins[at] for at in kept], [self._costs[at] for at in kept]
        return Problem(start, self._goal, self._known, needs, adds, costs, origins)


class _Bits:
    """Which bit each literal has, of those that anything asks about."""

    def __init__(self, deeds: Conjoined, asked: Iterable[tuple[int, ...]]) -> None:
        literals = dict.fromkeys(literal for each in asked for literal in each)
        self._facts = list(dict.fromkeys(each >> 1 for each in literals if each >= 0))
        self._bit = {2 * fact: 1 << 2 * at for at, fact in enumerate(self._facts)}
        self._bit |= {literal + 1: 2 * each for literal, each in self._bit.items()}
        self._so = sum(1 << 2 * at for at in range(len(self._facts)))
        self.of_facts = 3 * self._so
        joint = [literal for literal in literals if literal < 0]
        self._bit |= {each: 1 << 2 * len(self._facts) + at for at, each in enumerate(joint)}
        self._joint = [(self._bit[each], self.mask(deeds.parts(each))) for each in joint]

    def mask(self, literals: Iterable[int]) -> int:
        known = self._bit
        return sum([known[literal] for literal in literals])

    def some(self, literals: Iterable[int]) -> int:
        """Of those that anything asks about."""
        known = self._bit
        return sum([known[literal] for literal in literals if literal in known])

    def start(self, state: int) -> int:
        """The facts of a state of the world."""
        found = 0
        for at, fact in enumerate(self._facts):
            if state >> fact & 1:
                found |= 1 << 2 * at
        return found | (self._so & ~found) << 1

    def conjoined(self, state: int) -> int:
        """With the conjunctions that hold."""
        missing, whole = ~state, state
        for bit, parts in self._joint:
            if not parts & missing:
                whole |= bit
        return whole

    def opposite(self, mask: int) -> int:
        """Of facts: what can't be so besides."""
        return (mask & self._so) << 1 | mask >> 1 & self._so


class Problem:
    """A task from one state: what can be done, over its bits."""

    def __init__(
        self,
        start: int,
        goal: int,
        known: _Bits,
        needs: list[int],
        adds: list[int],
        costs: list[float],
        origins: list[int],
    ) -> None:
        self.start, self._known = start, known
        self._goal, self._needs, self._adds = goal, needs, adds
        self.goal = goal & known.of_facts
        self.costs = costs
        self.actions = origins
        """Among those of the grounded world; the deeds that make conjunctions come last."""
        first = {origin: at for at, origin in reversed(list(enumerate(origins)))}
        self._as = [first[origin] for origin in origins]
        self.count = len(first)
        self._before = [each & known.of_facts for each in needs[: self.count]]
        self._made = [each & known.of_facts for each in adds[: self.count]]
        self._keeps = [~known.opposite(each) for each in self._made]

    def after(self, state: int, at: int) -> int:
        return state & self._keeps[at] | self._made[at]

    def applicable(self, state: int, at: int) -> bool:
        return not self._before[at] & ~state

    def relaxed(self, state: int) -> tuple[float, list[int]] | None:
        """The cost of a plan that loses nothing, and those of its actions that can be done now.

        None where even that doesn't reach the goal.
        """
        needs, adds, goal = self._needs, self._adds, self._goal
        state = reached = self._known.conjoined(state)
        left: Sequence[int] = range(len(needs))
        by_bit: dict[int, int] = {}
        while goal & ~reached:
            layer, missing, later = reached, ~reached, list[int]()
            for at in left:
                if needs[at] & missing:
                    later.append(at)
                elif fresh := adds[at] & ~layer:
                    layer |= fresh
                    while fresh:
                        low = fresh & -fresh
                        by_bit[low] = at
                        fresh ^= low
            if layer == reached:
                return None
            reached, left = layer, later
        chosen = self._extracted(state, by_bit)
        helpful = [at for at in chosen if not self._before[at] & ~state]
        return sum([self.costs[at] for at in chosen]), helpful

    def _extracted(self, state: int, by_bit: dict[int, int]) -> list[int]:
        """The actions behind the goal's bits, and behind what those need."""
        chosen: dict[int, None] = {}
        wanted, seen = self._goal & ~state, self._goal
        while wanted:
            low = wanted & -wanted
            wanted ^= low
            at = by_bit[low]
            chosen[self._as[at]] = None
            fresh = self._needs[at] & ~state & ~seen
            seen |= fresh
            wanted |= fresh
        return list(chosen)


class _Relevant:
    """Deeds that bring about a goal, or what such a deed needs, and so on back."""

    def __init__(
        self, deeds: Conjoined, makers: int, without: Collection[int], uncounted: Collection[int]
    ) -> None:
        self._deeds, self._makers = deeds, makers
        self._without, self._uncounted = without, uncounted

    def to(self, goal: tuple[int, ...], besides: Iterable[int]) -> list[int]:
        deeds, chosen = self._deeds, set(besides)
        seen = {*goal, *(need for at in chosen for need in deeds.needs[at])}
        todo = list(seen)
        while todo:
            for at in self._soonest(todo.pop()):
                if at not in chosen:
                    # NOTE: what the action behind a deed needs, the deed needs too.
                    chosen.update((at, deeds.origin(at)))
                    fresh = deeds.wants[at] - seen
                    seen |= fresh
                    todo += fresh
        return sorted(chosen)

    def _soonest(self, literal: int) -> Iterable[int]:
        made_by: Iterable[int] = self._deeds.makers.get(literal, ())
        if self._without:
            made_by = (at for at in made_by if at not in self._without)
        if not self._uncounted:
            return islice(made_by, self._makers)
        made_by = list(made_by)
        counted = (at for at in made_by if self._deeds.origin(at) not in self._uncounted)
        others = (at for at in made_by if self._deeds.origin(at) in self._uncounted)
        return chain(islice(counted, self._makers), others)
