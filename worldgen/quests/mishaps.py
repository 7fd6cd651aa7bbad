"""What can go wrong after any step, as those who make quests see it: who it befalls, what it does.

The same data as `worldgen.quests.verify` reads, read again: the two share no code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from worldgen.documents import read_mapping
from worldgen.quests.facts import Fact, Literal, read_literal
from worldgen.quests.schema import PLAYER, Schema
from worldgen.quests.states import State, holds
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

    def after(self, state: State, what: str) -> State:
        """What is so then; the same where it can't happen."""
        if not holds(state, self._about(self.needs, what)):
            return state
        patterns = [literal.fact for literal in self._about(self.does, what) if not literal.holds]
        names = {pattern.name for pattern in patterns}
        about = [fact for fact in state if what in fact.of and fact.name in names]
        lost = {fact for fact in about if any(_matches(pattern, fact) for pattern in patterns)}
        return (state - lost) | set(self.brings(what))

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


def _read(name: str, given: Mapping[str, Any]) -> Mishap:
    ((parameter, kind),) = given["parameter"].items()
    needs = tuple(read_literal(text, name) for text in given["if"])
    return Mishap(name, parameter, kind, needs, tuple(read_literal(t, name) for t in given["does"]))


def _matches(pattern: Fact, fact: Fact) -> bool:
    return pattern.name == fact.name and all(
        wanted in (_ANYTHING, given) for wanted, given in zip(pattern.of, fact.of, strict=True)
    )
