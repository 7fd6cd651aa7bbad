"""Patterns over facts: what could stand for each name, found by joining the facts of a world.

`because: [needs giver what]` finds every giver and what they need. What is denied is looked at
last, over names that something stated has bound.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import PLAYER, Schema, literals_of
from worldgen.quests.world import World

Bound = dict[str, str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Literals over names, each of a type; `player` is itself."""

    parameters: Mapping[str, str]
    stated: tuple[Fact, ...]
    denied: tuple[Fact, ...]


def read_pattern(
    texts: tuple[str, ...],
    parameters: Mapping[str, str],
    schema: Schema,
    path: str,
    given: Collection[str] = (),
) -> Pattern:
    """The pattern that texts state. Raises InvalidSpec where a name is only in what is denied.

    `given`: names that will be filled in before it is looked for.
    """
    literals = tuple(literals_of(texts, parameters, schema.facts, path))
    stated = tuple(literal.fact for literal in literals if literal.holds)
    denied = tuple(literal.fact for literal in literals if not literal.holds)
    bound = {PLAYER, *given, *(name for fact in stated for name in fact.of)}
    for fact in denied:
        for name in fact.of:
            if name not in bound:
                raise InvalidSpec.at(path, f"not {fact}: nothing says which {name}; state it")
    return Pattern(parameters, stated, denied)


class FactIndex:
    """What is so, found by name and one argument; in sorted order, as what is found is."""

    def __init__(self, world: World, facts: Collection[Fact] | None = None) -> None:
        self.world = world
        self.facts = world.facts if facts is None else frozenset(facts)
        self._by_name: dict[str, list[Fact]] = defaultdict(list)
        self._by_argument: dict[tuple[str, int, str], list[Fact]] = defaultdict(list)
        for fact in sorted(self.facts):
            self._by_name[fact.name].append(fact)
            for at, entity in enumerate(fact.of):
                self._by_argument[fact.name, at, entity].append(fact)

    def about(self, name: str, of: tuple[str | None, ...]) -> list[Fact]:
        """Facts that could match, None being anything: the fewest that one argument leaves."""
        lists = [
            self._by_argument.get((name, at, entity), [])
            for at, entity in enumerate(of)
            if entity is not None
        ]
        return min(lists, key=len) if lists else self._by_name.get(name, [])


def matches(
    pattern: Pattern, index: FactIndex, given: Mapping[str, str] | None = None
) -> Iterator[Bound]:
    """Each way to fill the pattern's names in so that it holds; `given` are filled in already."""
    for bound in _joined({PLAYER: PLAYER, **(given or {})}, pattern.stated, pattern, index):
        if not any(filled(fact, bound) in index.facts for fact in pattern.denied):
            yield bound


def filled(fact: Fact, bound: Mapping[str, str]) -> Fact:
    """With entities for names."""
    return Fact(fact.name, tuple(bound[name] for name in fact.of))


def all_filled(literals: tuple[Literal, ...], bound: Mapping[str, str]) -> tuple[Literal, ...]:
    return tuple(Literal(filled(literal.fact, bound), literal.holds) for literal in literals)


def _joined(
    bound: Bound, left: tuple[Fact, ...], pattern: Pattern, index: FactIndex
) -> Iterator[Bound]:
    if not left:
        yield bound
        return
    best = min(left, key=lambda fact: len(index.about(fact.name, _known(fact, bound))))
    rest = tuple(fact for fact in left if fact is not best)
    for fact in index.about(best.name, _known(best, bound)):
        more = _unified(best, fact, bound, pattern, index.world)
        if more is not None:
            yield from _joined(more, rest, pattern, index)


def _known(fact: Fact, bound: Bound) -> tuple[str | None, ...]:
    return tuple(bound.get(name) for name in fact.of)


def _unified(
    wanted: Fact, fact: Fact, bound: Bound, pattern: Pattern, world: World
) -> Bound | None:
    """NOTE: two names may stand for the same; a pattern that minds says so by its facts."""
    more = dict(bound)
    for name, entity in zip(wanted.of, fact.of, strict=True):
        if more.setdefault(name, entity) != entity:
            return None
        if name != PLAYER and not _fits(entity, pattern.parameters[name], world):
            return None
    return more


def _fits(entity: str, wanted: str, world: World) -> bool:
    return entity != PLAYER and world.schema.is_a(world.entities[entity].type, wanted)
