"""What can go wrong after any step, as those who make quests see it: who it befalls, what it does.

The same data as `worldgen.quests.verify` reads, read again: the two share no code.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from worldgen.documents import read_mapping
from worldgen.quests.facts import Fact, Literal, read_literal
from worldgen.quests.numbers import Change, Condition, Numbers
from worldgen.quests.schema import PLAYER, Schema
from worldgen.quests.world import World

_ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class Mishap:
    """Its literals are over one name; `*`, only in what is denied, is everything."""

    name: str
    parameter: str
    of: str
    """The type of what it befalls."""
    needs: tuple[Literal, ...]
    does: tuple[Literal, ...]

    def befalls(self, world: World, entity: str) -> bool:
        return entity != PLAYER and world.schema.is_a(world.entities[entity].type, self.of)

    def where(self, numbers: Numbers, what: str) -> Condition:
        """Where it can happen."""
        return numbers.condition(self._about(self.needs, what))

    def change(self, numbers: Numbers, what: str) -> Change:
        """What it makes of a state, where it can happen."""
        patterns = [literal.fact for literal in self._about(self.does, what) if not literal.holds]
        lost = 0
        for number in numbers.about(what):
            if any(_matches(pattern, numbers.facts[number]) for pattern in patterns):
                lost |= 1 << number
        return Change(numbers.state(self.brings(what)), lost)

    def brings(self, what: str) -> Iterator[Fact]:
        """Facts that weren't so."""
        return (literal.fact for literal in self._about(self.does, what) if literal.holds)

    def signs(self, what: str) -> tuple[Literal, ...]:
        """By what one sees that it happened: it can't happen again."""
        return tuple(
            Literal(literal.fact, not literal.holds) for literal in self._about(self.needs, what)
        )

    def _about(self, literals: tuple[Literal, ...], what: str) -> tuple[Literal, ...]:
        return tuple(
            Literal(
                Fact(
                    literal.fact.name,
                    tuple(what if word == self.parameter else word for word in literal.fact.of),
                ),
                literal.holds,
            )
            for literal in literals
        )


@cache
def _bundled() -> tuple[Mishap, ...]:
    text = files("worldgen").joinpath("data/quests/mishaps.yaml").read_text("utf-8")
    return tuple(_read(name, given) for name, given in read_mapping(text, "mishaps").items())


def mishaps_of(schema: Schema) -> tuple[Mishap, ...]:
    """The bundled ones that a schema has the facts and the types for."""
    return tuple(
        mishap
        for mishap in _bundled()
        if mishap.of in schema.types
        and all(each.fact.name in schema.facts for each in (*mishap.needs, *mishap.does))
    )


def conceivable(world: World, mishaps: Iterable[Mishap]) -> set[Fact]:
    """All that mishaps could bring about, so that what helps then (a lock to break) is there."""
    return {
        fact
        for mishap in mishaps
        for entity in world.entities
        if mishap.befalls(world, entity)
        for fact in mishap.brings(entity)
    }


def _read(name: str, given: Mapping[str, Any]) -> Mishap:
    ((parameter, kind),) = given["parameter"].items()
    needs = tuple(read_literal(text, name) for text in given["if"])
    return Mishap(name, parameter, kind, needs, tuple(read_literal(t, name) for t in given["does"]))


def _matches(pattern: Fact, fact: Fact) -> bool:
    return pattern.name == fact.name and all(
        wanted in (_ANYTHING, given) for wanted, given in zip(pattern.of, fact.of, strict=True)
    )
