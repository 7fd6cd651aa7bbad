"""Breaks a quest after every step of every way, and answers each loss that it can't survive.

Whoever is killed, whatever is destroyed or locked: where no way leads on, a rule of `repairs` does,
or the quest declares that it fails; where nobody can tell, the way is left out. What it says of
when is as much as tells the states that are stuck from those that aren't, so that nothing fails
that can be finished.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from worldgen.quests.branches import Way
from worldgen.quests.facts import Literal
from worldgen.quests.grounding import Grounded
from worldgen.quests.mishaps import Mishap, mishaps_of
from worldgen.quests.numbers import Change, Condition, Numbers
from worldgen.quests.patterns import FactIndex
from worldgen.quests.quest import Outcome, Repair, stable_id
from worldgen.quests.reach import Reach
from worldgen.quests.repairs import Offer, Rule, offers
from worldgen.quests.schema import PLAYER


@dataclass(frozen=True, slots=True)
class Answers:
    """What a quest carries for when something goes wrong."""

    repairs: tuple[Repair, ...]
    failures: tuple[Outcome, ...]
    doubtful: frozenset[int] = frozenset()
    """Ways, by place, on which something can be lost that nobody can tell whether it matters."""


@dataclass(frozen=True, slots=True)
class _Loss:
    """One mishap that befalls one entity, at every stage."""

    mishap: Mishap
    what: str
    before: dict[int, int]
    """The stage behind each broken state."""
    stuck: list[int]
    doubtful: list[int]
    live: list[int]


class Sweep:
    """Of one world; as many quests as one likes."""

    def __init__(self, grounded: Grounded, rules: tuple[Rule, ...]) -> None:
        """NOTE: it has to be grounded with what mishaps can bring; see `mishaps.conceivable`."""
        self.grounded, self._rules = grounded, rules
        self._index = FactIndex(grounded.world)
        self._mishaps = mishaps_of(grounded.world.schema)
        self._befalling: dict[tuple[str, str], tuple[Condition, Change]] = {}

    def answers(
        self,
        ident: str,
        giver: str,
        goal: tuple[Literal, ...],
        ways: Sequence[Way],
        failed: tuple[Literal, ...],
    ) -> Answers:
        """For each loss that matters. `failed` is what is so when nothing can be done."""
        quest = _Quest(self.grounded, giver, goal, ways)
        repairs: dict[str, Repair] = {}
        failures: dict[str, Outcome] = {}
        doubtful: set[int] = set()
        for mishap, what in self._befalls(quest):
            loss = quest.loss(mishap, what, *self._change(mishap, what))
            if not loss.stuck and not loss.doubtful:
                continue
            offered = offers(self._rules, mishap.name, what, giver, self._index)
            left = quest.repaired(ident, loss, offered, repairs)
            doubtful |= quest.on_ways(loss, [state for state in left if state in loss.doubtful])
            lost = [state for state in left if state not in loss.doubtful]
            for when in quest.conditions(loss, lost):
                told = stable_id(ident, "failure", *map(str, when))
                failures[told] = Outcome(told, "failure", failed, when=when)
        return Answers(tuple(repairs.values()), tuple(failures.values()), frozenset(doubtful))

    def _befalls(self, quest: "_Quest") -> Iterator[tuple[Mishap, str]]:
        """NOTE: what no step and no goal names can't stop any of the ways."""
        for mishap in self._mishaps:
            for what in quest.named:
                if mishap.befalls(self.grounded.world, what):
                    yield mishap, what

    def _change(self, mishap: Mishap, what: str) -> tuple[Condition, Change]:
        key, numbers = (mishap.name, what), self.grounded.numbers
        if key not in self._befalling:
            self._befalling[key] = mishap.where(numbers, what), mishap.change(numbers, what)
        return self._befalling[key]


class _Quest:
    """The sweep of one quest."""

    def __init__(
        self, grounded: Grounded, giver: str, goal: tuple[Literal, ...], ways: Sequence[Way]
    ) -> None:
        self._numbers, self._giver, self._goal = grounded.numbers, giver, goal
        self._start = self._numbers.state(grounded.world.facts)
        self._reached = self._numbers.condition(goal)
        self._reach = Reach(grounded, [way.actions for way in ways])
        along = [self._along(way) for way in ways]
        self._ends = [states[-1] for states in along]
        self._ways = [frozenset(states[:-1]) for states in along]
        self._stages = list(dict.fromkeys(state for states in along for state in states[:-1]))
        named = {giver, *(who for literal in goal for who in literal.fact.of)}
        named.update(who for way in ways for action in way.actions for who in action.arguments)
        self.named = sorted(named - {PLAYER})

    def loss(self, mishap: Mishap, what: str, where: Condition, change: Change) -> _Loss:
        before = {change.after(state): state for state in self._stages if where.holds(state)}
        if what == self._giver:
            return _Loss(mishap, what, before, list(before), [], [])
        judged = self._reach.judged(list(before), self._goal)
        return _Loss(mishap, what, before, judged.lost, judged.doubtful, judged.live)

    def repaired(
        self, ident: str, loss: _Loss, offered: Iterable[Offer], repairs: dict[str, Repair]
    ) -> list[int]:
        """Adds the repairs that help; what is stuck all the same comes back."""
        left = [*loss.stuck, *loss.doubtful]
        for offer in offered:
            if not left:
                break
            helped = self._helped(offer, left)
            if not helped or (offer.giver and len(helped) < len(left)):
                continue
            left = [state for state in left if state not in helped]
            for when in self.conditions(loss, helped, left):
                told = stable_id(ident, "repair", offer.kind, *map(str, when))
                repairs[told] = Repair(told, offer.kind, when, offer.grants, offer.giver)
        return left

    def conditions(
        self, loss: _Loss, stuck: Sequence[int], others: Sequence[int] = ()
    ) -> Iterator[tuple[Literal, ...]]:
        """When it is so: conditions that some stuck state meets each, and no other state does."""
        apart = [*self._stages, *self._ends, *loss.live, *others]
        broken = (*loss.stuck, *loss.doubtful)
        apart += [state for state in broken if state not in stuck and state not in others]
        signs, left = loss.mishap.signs(loss.what), list(stuck)
        while left:
            when = _told_apart(signs, left[0], apart, self._numbers)
            yield when
            met = self._numbers.condition(when)
            left = [state for state in left if not met.holds(state)]

    def on_ways(self, loss: _Loss, broken: Iterable[int]) -> set[int]:
        """The ways, by place, on which these can come about."""
        stages = {loss.before[state] for state in broken}
        return {at for at, states in enumerate(self._ways) if stages & states}

    def _helped(self, offer: Offer, stuck: Sequence[int]) -> list[int]:
        """Those from which it goes on with the offer, and doesn't end by it alone.

        Whom nothing ails can't stand in for the sick: what an heir has anyway isn't asked for.
        """
        goal = offer.goal(self._goal, self._giver)
        fresh = [each for each in goal if each not in self._goal]
        if any(self._numbers.condition([each]).holds(self._start) for each in fresh):
            return []
        reached, grants = self._numbers.condition(goal), self._numbers.change(offer.grants)
        mended = {state: grants.after(state) for state in stuck}
        live = set(self._reach.judged(list(mended.values()), goal).live)
        return [
            state
            for state, after in mended.items()
            if after in live and not (reached.holds(after) and not self._reached.holds(state))
        ]

    def _along(self, way: Way) -> list[int]:
        states = [self._start]
        for action in way.actions:
            states.append(self._numbers.change(action.does).after(states[-1]))
        return states


def _told_apart(
    signs: tuple[Literal, ...], stuck: int, apart: Iterable[int], numbers: Numbers
) -> tuple[Literal, ...]:
    """The signs, and literals that hold in the stuck state until they hold in none of the others.

    NOTE: there are enough of them, as no two states are the same.
    """
    when, met = list(signs), numbers.condition(signs)
    left = [state for state in apart if met.holds(state)]
    while left:
        differing = 0
        for state in left:
            differing |= state ^ stuck
        best = min(
            numbers.facts_in(differing),
            key=lambda fact: sum(not (state ^ stuck) >> numbers.of(fact) & 1 for state in left),
        )
        when.append(Literal(best, bool(stuck >> numbers.of(best) & 1)))
        left = [state for state in left if not (state ^ stuck) >> numbers.of(best) & 1]
    return tuple(when)
