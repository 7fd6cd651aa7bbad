"""Which extras a quest gets: wishes that can be met, change nothing of its ways, and cost none.

NOTE: a quest's extras draw from a stream of their own, so that nothing else moves with them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from worldgen.quests.branches import Task, Way, Ways
from worldgen.quests.extras import Rules, Wish, wishes
from worldgen.quests.facts import Literal
from worldgen.quests.grounding import Ground
from worldgen.quests.motives import GIVER
from worldgen.quests.patterns import FactIndex, all_filled
from worldgen.quests.planner import Unreachable
from worldgen.quests.schema import PLAYER
from worldgen.quests.states import holds
from worldgen.rng import Stream

MAX_STEPS = 8
"""Of what may be done besides."""
_TRIED = 6
"""Wishes that are planned for one quest."""


class Besides:
    """Of one world; remembers how wishes are met."""

    def __init__(self, ways: Ways, rules: Rules) -> None:
        self._ways, self._rules = ways, rules
        self._index = FactIndex(ways.grounded.world)
        self._known: dict[tuple[Literal, ...], tuple[Ground, ...] | None] = {}

    def of(
        self,
        giver: str,
        task: Task,
        ways: Sequence[Way],
        disturbing: Collection[Literal],
        stream: Stream,
    ) -> list[tuple[Wish, tuple[Ground, ...]]]:
        """At most two, each with how it is met; nothing is done for what is to be kept.

        `disturbing`: what no extra may do, as it would end the quest or call for a repair.
        """
        if not stream.chance(self._rules.chance):
            return []
        most = 1 + stream.chance(self._rules.another)
        possible = self._possible(giver, task, ways, disturbing, stream)
        first = next(possible, None)
        if first is None or most == 1:
            return [first] if first else []
        others = (each for each in possible if each[0].keeps != first[0].keeps)
        return [first, *islice(others, 1)]

    def thanks(self, giver: str) -> tuple[Literal, ...]:
        return all_filled(self._rules.thanks, {GIVER: giver, PLAYER: PLAYER})

    def _possible(
        self,
        giver: str,
        task: Task,
        ways: Sequence[Way],
        disturbing: Collection[Literal],
        stream: Stream,
    ) -> Iterator[tuple[Wish, tuple[Ground, ...]]]:
        found = wishes(self._rules, self._index, giver, [way.effects for way in ways])
        left = [wish for wish in dict.fromkeys(found) if _is_open(wish, giver, task, ways)]
        often = Counter(wish.rule for wish in left)
        for _ in range(min(_TRIED, len(left))):
            wish = stream.weighted(left, [each.weight / often[each.rule] for each in left])
            left.remove(wish)
            done = () if wish.keeps else self._met(wish, task)
            if done is not None and not _in_the_way(done, wish, ways, disturbing):
                yield wish, done

    def _met(self, wish: Wish, task: Task) -> tuple[Ground, ...] | None:
        """How, as from the beginning; None where it can't be, or takes too long."""
        if wish.wants not in self._known:
            asked = Task(task.start, wish.wants, task.keeps)
            found = self._ways.first(asked, thorough=False)
            fits = not isinstance(found, Unreachable) and len(found.actions) <= MAX_STEPS
            self._known[wish.wants] = found.actions if fits else None  # type: ignore[union-attr]
        done = self._known[wish.wants]
        return None if done is None or _does(done) & _denied(task.keeps) else done


def _is_open(wish: Wish, giver: str, task: Task, ways: Sequence[Way]) -> bool:
    """Whether it is more than is asked, and up to the player: not what comes of every way."""
    if wish.keeps and any(giver in literal.fact.of for literal in wish.wants):
        return False
    if holds(task.start, wish.wants) != wish.keeps or {*wish.wants} & {*task.goal}:
        return False
    if _denied(wish.wants) & {*task.goal, *task.thanks}:
        return False
    lost = [bool(_denied(wish.wants) & way.effects) for way in ways]
    if wish.keeps:
        return any(lost) and not all(lost)
    return not any({*wish.wants} <= way.effects for way in ways) and not all(lost)


def _in_the_way(
    done: Sequence[Ground],
    wish: Wish,
    ways: Sequence[Way],
    disturbing: Collection[Literal],
) -> bool:
    """Whether doing it could cost a way something that it needs."""
    does = _does(done)
    if does & {*disturbing}:
        return True
    return any(_denied(does) & {*need_of(way)} for way in ways)


def need_of(way: Way) -> Iterator[Literal]:
    """What is needed on the way, but for where the player stands: that passes."""
    for action in way.actions:
        yield from (need for need in action.needs if need.fact.of[:1] != (PLAYER,) or need.holds)


def _does(done: Iterable[Ground]) -> set[Literal]:
    return {literal for action in done for literal in action.does}


def _denied(literals: Iterable[Literal]) -> set[Literal]:
    return {Literal(literal.fact, not literal.holds) for literal in literals}
