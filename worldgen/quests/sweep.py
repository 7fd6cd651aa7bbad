"""Breaks a quest after every step of every way, and answers each loss that it can't survive.

Whoever is killed, whatever is destroyed or locked: where no way leads on, a rule of `repairs` does,
or the quest declares that it fails. What it says of when is as much as tells the states that are
stuck from those that aren't, so that nothing fails that can be finished.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from worldgen.quests.branches import Way
from worldgen.quests.facts import Literal
from worldgen.quests.grounding import Grounded, ground
from worldgen.quests.mishaps import Mishap, mishaps_of
from worldgen.quests.patterns import FactIndex
from worldgen.quests.quest import Outcome, Repair, stable_id
from worldgen.quests.reach import Reach
from worldgen.quests.repairs import Offer, Rule, offers
from worldgen.quests.schema import PLAYER
from worldgen.quests.states import Moves, State, holds
from worldgen.quests.world import World


@dataclass(frozen=True, slots=True)
class Answers:
    """What a quest carries for when something goes wrong."""

    repairs: tuple[Repair, ...]
    failures: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class _Loss:
    """One mishap that befalls one entity, at every stage."""

    mishap: Mishap
    what: str
    stuck: list[State]
    live: list[State]


class Sweep:
    """Of one world; as many quests as one likes."""

    def __init__(self, world: World, rules: tuple[Rule, ...]) -> None:
        self._world, self._rules = world, rules
        self._index = FactIndex(world)
        self._mishaps = mishaps_of(world.schema)
        self._grounded = _grounded_for_mishaps(world, self._mishaps)
        self._moves = Moves(self._grounded)

    def answers(
        self,
        ident: str,
        giver: str,
        goal: tuple[Literal, ...],
        ways: Sequence[Way],
        failed: tuple[Literal, ...],
    ) -> Answers:
        """For each loss that matters. `failed` is what is so when nothing can be done."""
        return _Quest(self._world, self._moves, self._grounded, giver, goal, ways).answers(
            ident, failed, self._mishaps, self._rules, self._index
        )


class _Quest:
    """The sweep of one quest."""

    def __init__(
        self,
        world: World,
        moves: Moves,
        grounded: Grounded,
        giver: str,
        goal: tuple[Literal, ...],
        ways: Sequence[Way],
    ) -> None:
        self._world, self._moves, self._grounded = world, moves, grounded
        self._giver, self._goal, self._ways = giver, goal, ways
        self._reach = Reach(moves, grounded, [way.actions for way in ways])
        stages = [moves.along(world.facts, way.actions) for way in ways]
        self._ends = [states[-1] for states in stages]
        self._stages = list(dict.fromkeys(state for states in stages for state in states[:-1]))

    def answers(
        self,
        ident: str,
        failed: tuple[Literal, ...],
        mishaps: Sequence[Mishap],
        rules: tuple[Rule, ...],
        index: FactIndex,
    ) -> Answers:
        repairs: dict[str, Repair] = {}
        failures: dict[str, Outcome] = {}
        for loss in self._losses(mishaps):
            offered = offers(rules, loss.mishap.name, loss.what, self._giver, index)
            left = self._repaired(ident, loss, offered, repairs)
            for when in self._conditions(loss, left):
                told = stable_id(ident, "failure", *map(str, when))
                failures[told] = Outcome(told, "failure", failed, when=when)
        return Answers(tuple(repairs.values()), tuple(failures.values()))

    def _losses(self, mishaps: Sequence[Mishap]) -> Iterator[_Loss]:
        """Those that leave the quest stuck somewhere, or without its giver."""
        for mishap in mishaps:
            for what in self._named():
                if not mishap.befalls(self._world, what):
                    continue
                loss = self._loss(mishap, what)
                if loss.stuck:
                    yield loss

    def _loss(self, mishap: Mishap, what: str) -> _Loss:
        after = ((state, mishap.after(state, what)) for state in self._stages)
        broken = [state for before, state in after if state != before]
        if what == self._giver:
            return _Loss(mishap, what, broken, [])
        live = self._reach.live(broken, self._goal)
        return _Loss(mishap, what, [state for state in broken if state not in live], live)

    def _named(self) -> list[str]:
        named = {self._giver, *(who for literal in self._goal for who in literal.fact.of)}
        for way in self._ways:
            for action in way.actions:
                named.update(action.arguments)
        return sorted(named - {PLAYER})

    def _repaired(
        self, ident: str, loss: _Loss, offered: Iterable[Offer], repairs: dict[str, Repair]
    ) -> list[State]:
        """Adds the repairs that help; what is stuck all the same comes back."""
        left = loss.stuck
        for offer in offered:
            if not left:
                break
            helped = self._helped(offer, left)
            if not helped or (offer.giver and len(helped) < len(left)):
                continue
            left = [state for state in left if state not in helped]
            for when in self._conditions(loss, helped, left):
                told = stable_id(ident, "repair", offer.kind, *map(str, when))
                repairs[told] = Repair(told, offer.kind, when, offer.grants, offer.giver)
        return left

    def _helped(self, offer: Offer, stuck: Sequence[State]) -> list[State]:
        """Those from which it goes on with the offer, and doesn't end by it alone.

        Whom nothing ails can't stand in for the sick: what an heir has anyway isn't asked for.
        """
        goal = offer.goal(self._goal, self._giver)
        if any(each not in self._goal and holds(self._world.facts, [each]) for each in goal):
            return []
        mended = [self._moves.after(state, offer.grants) for state in stuck]
        live = self._reach.live(mended, goal)
        return [
            state
            for state, after in zip(stuck, mended, strict=True)
            if after in live and not (holds(after, goal) and not holds(state, self._goal))
        ]

    def _conditions(
        self, loss: _Loss, stuck: Sequence[State], others: Sequence[State] = ()
    ) -> Iterator[tuple[Literal, ...]]:
        """When it is so: conditions that some stuck state meets each, and no other state does."""
        apart = [*self._stages, *self._ends, *loss.live, *others]
        apart += [state for state in loss.stuck if state not in stuck and state not in others]
        signs, left = loss.mishap.signs(loss.what), list(stuck)
        while left:
            when = _told_apart(signs, left[0], apart)
            yield when
            left = [state for state in left if not holds(state, when)]


def _told_apart(
    signs: tuple[Literal, ...], stuck: State, apart: Collection[State]
) -> tuple[Literal, ...]:
    """The signs, and literals that hold in the stuck state until they hold in none of the others.

    NOTE: there are enough of them, as no two states are the same.
    """
    when = list(signs)
    left = [state for state in apart if holds(state, when)]
    while left:
        differing = sorted({fact for state in left for fact in state ^ stuck})
        literals = [Literal(fact, fact in stuck) for fact in differing]
        best = min(literals, key=lambda literal: sum(holds(state, [literal]) for state in left))
        when.append(best)
        left = [state for state in left if holds(state, [best])]
    return tuple(when)


def _grounded_for_mishaps(world: World, mishaps: Sequence[Mishap]) -> Grounded:
    """As if whatever can go wrong had, so that what helps then (a lock to break) is there."""
    could = {
        fact
        for mishap in mishaps
        for entity in world.entities
        if mishap.befalls(world, entity)
        for fact in mishap.brings(entity)
    }
    return ground(world.having(world.facts | could))
