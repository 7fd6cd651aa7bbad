"""Ways to one goal that differ in earnest: by other means, and with other effects on the world.

The first is what the planner likes best. Others are what it finds when the actions that make the
difference are banned; what is alike in means or in effects is dropped.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from worldgen.quests.facts import Literal
from worldgen.quests.grounding import Ground, Grounded
from worldgen.quests.planner import Unreachable, plan
from worldgen.quests.states import Moves, State, difference

PLAIN = "plain"
"""The means that make no difference."""
MAX_WAYS = 4
MAX_PLANS = 8
"""Bans that are tried for one goal."""


@dataclass(frozen=True, slots=True)
class Task:
    """What ways are looked for."""

    start: State
    goal: tuple[Literal, ...]
    keeps: tuple[Literal, ...] = ()
    """What no way may end: the giver has to live, to say thanks."""
    thanks: tuple[Literal, ...] = ()
    """What is so at the end of every way, whatever was done."""


@dataclass(frozen=True, slots=True)
class Way:
    """A minimal plan, and what it comes to."""

    actions: tuple[Ground, ...]
    means: tuple[str, ...]
    effects: frozenset[Literal]

    @property
    def skeleton(self) -> tuple[str, ...]:
        return tuple(action.action.schema.verb for action in self.actions)

    @property
    def danger(self) -> float:
        return sum(action.action.schema.danger for action in self.actions)


class Ways:
    """Finds ways in one grounded world."""

    def __init__(self, grounded: Grounded) -> None:
        self.grounded = grounded
        self.moves = Moves(grounded)
        self._by_means: dict[str, list[Ground]] = defaultdict(list)
        for action in grounded.actions:
            self._by_means[action.action.schema.means].append(action)

    def first(
        self, task: Task, banned: Collection[Ground] = (), *, thorough: bool = True
    ) -> Way | Unreachable:
        """The way that asks for least, about; without steps that it can do without."""
        found = plan(self.grounded, task.goal, task.start, banned, thorough=thorough)
        if isinstance(found, Unreachable):
            return found
        actions = self.moves.shortened(task.start, found.actions, task.goal)
        harmful = [action for action in actions if _ends(action, task.keeps)]
        if harmful:
            return self.first(task, [*banned, *harmful], thorough=thorough)
        after = self.moves.after(self.moves.along(task.start, actions)[-1], task.thanks)
        effects = difference(self.grounded.world.schema, task.start, after)
        return Way(actions, means_of(actions), effects)

    def others(self, task: Task, first: Way) -> list[Way]:
        """At most three more that differ from it, and from each other."""
        ways = [first]
        for banned in islice(self._bans(first), MAX_PLANS):
            if len(ways) == MAX_WAYS:
                break
            way = self.first(task, banned, thorough=False)
            if isinstance(way, Way) and all(_differ(way, other) for other in ways):
                ways.append(way)
        return ways[1:]

    def _bans(self, first: Way) -> Iterator[list[Ground]]:
        """Each of its means as a whole; all of them; then what it does, one after the other."""
        means = [each for each in first.means if each != PLAIN]
        for each in means:
            yield self._by_means[each]
        if len(means) > 1:
            yield [action for each in means for action in self._by_means[each]]
        for action in reversed(first.actions):
            yield [action]


def _ends(action: Ground, keeps: tuple[Literal, ...]) -> bool:
    return any(Literal(kept.fact, not kept.holds) in action.does for kept in keeps)


def means_of(actions: Collection[Ground]) -> tuple[str, ...]:
    """Those that make a difference, sorted; `plain` where none does."""
    means = {action.action.schema.means for action in actions} - {PLAIN}
    return tuple(sorted(means)) or (PLAIN,)


def _differ(one: Way, other: Way) -> bool:
    return one.means != other.means and one.effects != other.effects
