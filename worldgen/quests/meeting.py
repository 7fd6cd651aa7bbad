"""Worlds in which the player meets people before doing anything with them, wherever they are then.

What is done with somebody is the same in every place, so it needn't be filled in for each: in place
of `at who where, at player where` it needs `met`, which ends as anybody moves. One grounding serves
wherever people go. Which facts say where somebody is, the schema tells: single ones that actions
change for the player.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, filled
from worldgen.quests.schema import PLAYER, Action, ActionSchema, FactSchema, Schema
from worldgen.quests.world import World

_WHO, _WHERE = "who", "where"
_MOST_PLACES = 20_000
"""Facts about where somebody could be; in a world with more, none is taken for granted."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """A world to be planned in, and how its plans are done in the world that it is of."""

    world: World
    """NOTE: it has facts and actions that no schema can name."""
    _schema: Schema
    """The original's."""
    _left_out: Mapping[str, Mapping[str, str]]
    """By action: parameters that it has in the original alone, with the fact that fills them."""

    def is_meeting(self, action: Ground) -> bool:
        return action.name not in self._schema.actions

    def elsewhere(self) -> set[Fact]:
        """What else could be so about each single thing: where it is, and how it is."""
        kinds = self._schema.facts.items()
        told = [name for name, kind in kinds if len(kind.of) == 1 or _is_single_pair(kind)]
        found = list(islice(self._all(told), _MOST_PLACES + 1))
        return set(found) if len(found) <= _MOST_PLACES else set()

    def done(self, actions: Iterable[Ground], facts: Iterable[Fact]) -> tuple[Ground, ...]:
        """The original's actions, from facts on: nobody is met, and each is where the player is."""
        kinds = {fact for params in self._left_out.values() for fact in params.values()}
        here = {fact.name: fact.of[1] for fact in facts if fact.name in kinds and _is_player(fact)}
        told = []
        for action in actions:
            if self.is_meeting(action):
                continue
            original = self._schema.actions[action.name]
            bound = {name: here[kind] for name, kind in self._left_out[action.name].items()}
            names = (name for name, _ in action.action.parameters)
            bound |= dict(zip(names, action.arguments, strict=True))
            told.append(filled(original, {PLAYER: PLAYER, **bound}))
            here |= {
                fact.name: fact.of[1]
                for fact, holds in action.does
                if holds and fact.name in kinds and _is_player(fact)
            }
        return tuple(told)

    def _all(self, kinds: Sequence[str]) -> Iterator[Fact]:
        for name in kinds:
            of = self._schema.facts[name].of
            firsts = [entity for entity in self.world.of_type(of[0]) if entity != PLAYER]
            seconds = [(entity,) for entity in self.world.of_type(of[1])] if of[1:] else [()]
            yield from (Fact(name, (one, *rest)) for one in firsts for rest in seconds)


def meetings(world: World) -> Meetings:
    """NOTE: where its schema has no such facts, the world is as it was."""
    schema = world.schema
    kinds = list(dict.fromkeys(_moving(schema)))
    left_out = {
        name: {where: kind for kind in kinds for where in _places(schema, action, kind)}
        for name, action in schema.actions.items()
    }
    actions = {
        name: _met(action, kinds, left_out[name]) for name, action in schema.actions.items()
    } | {_meeting(kind): _meet(kind, schema.facts[kind]) for kind in kinds}
    facts = dict(schema.facts) | {_meeting(kind): _pair(schema.facts[kind]) for kind in kinds}
    changed = Schema(schema.types, facts, actions)
    return Meetings(replace(world, schema=changed), schema, left_out)


def _meeting(kind: str) -> str:
    return f"met by {kind}"


def _moving(schema: Schema) -> Iterator[str]:
    """Facts that say where the player is, among others."""
    for action in schema.actions.values():
        for fact, _ in action.does:
            if _is_player(fact) and _is_single_pair(schema.facts[fact.name]):
                yield fact.name


def _is_single_pair(kind: FactSchema) -> bool:
    return kind.single and len(kind.of) == 2


def _is_player(fact: Fact) -> bool:
    return fact.of[:1] == (PLAYER,)


def _places(schema: Schema, action: Action, kind: str) -> Iterator[str]:
    """Parameters that say only that one other is where the player is."""
    where_of = schema.facts[kind].of[1].split("|")
    for where, wanted in action.parameters:
        about = [each for each in (*action.needs, *action.does) if where in each.fact.of]
        others = [each.fact.of[0] for each in about if each.fact.of[0] != PLAYER]
        if (
            len(about) == 2
            and all(each in action.needs and each.holds for each in about)
            and all(each.fact.name == kind and each.fact.of[1] == where for each in about)
            and len(others) == 1
            and others[0] != where
            and all(schema.is_a(each, wanted) for each in where_of)
        ):
            yield where


def _met(action: Action, kinds: Sequence[str], left_out: Mapping[str, str]) -> Action:
    """An action that needs a meeting in place of what is left out; who moves ends it."""
    needs = [each for each in action.needs if not left_out.keys() & set(each.fact.of)]
    for each in action.needs:
        kind = left_out.get(each.fact.of[-1]) if each.fact.of else None
        if kind and not _is_player(each.fact):
            needs.append(Literal(Fact(_meeting(kind), (PLAYER, each.fact.of[0]))))
    moved = [kind for kind in kinds if any(fact.name == kind for fact, _ in action.does)]
    over = [Literal(Fact(_meeting(kind), (PLAYER, PLAYER))) for kind in moved]
    parameters = tuple(each for each in action.parameters if each[0] not in left_out)
    return Action(action.name, parameters, tuple(needs), (*action.does, *over), action.schema)


def _meet(kind: str, known: FactSchema) -> Action:
    needs = tuple(Literal(Fact(kind, (who, _WHERE))) for who in (_WHO, PLAYER))
    does = (Literal(Fact(_meeting(kind), (PLAYER, _WHO))),)
    schema = ActionSchema(does=("",), verb="meet", cost=0, minutes=0)
    parameters = ((_WHO, known.of[0]), (_WHERE, known.of[1]))
    return Action(_meeting(kind), parameters, needs, does, schema)


def _pair(known: FactSchema) -> FactSchema:
    """Of those with whom the player is: one at a time."""
    return FactSchema(of=(known.of[0], known.of[0]), single=True)
