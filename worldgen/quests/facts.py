"""Facts and literals: what is so, and what shall be."""

from typing import NamedTuple

from worldgen.errors import InvalidSpec


class Fact(NamedTuple):
    """`has(mira, lantern)`. What isn't stated isn't so."""

    name: str
    of: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.of)})"


class Literal(NamedTuple):
    """A fact, or that it isn't so: `not alive(wolf)`."""

    fact: Fact
    holds: bool = True

    def __str__(self) -> str:
        return str(self.fact) if self.holds else f"not {self.fact}"


def read_fact(text: str, field: str) -> Fact:
    """Of `has mira lantern`, or `has(mira, lantern)`. Raises InvalidSpec."""
    literal = read_literal(text, field)
    if not literal.holds:
        raise InvalidSpec.at(field, f"{text!r} denies something; leave out what isn't so")
    return literal.fact


def read_literal(text: str, field: str) -> Literal:
    """As `read_fact`, with `not` in front of what shall not be so."""
    words = text.replace("(", " ").replace(")", " ").replace(",", " ").split()
    holds = words[:1] != ["not"]
    words = words if holds else words[1:]
    if not words:
        raise InvalidSpec.at(field, f"{text!r} is no fact; write it as: has mira lantern")
    return Literal(Fact(words[0], tuple(words[1:])), holds)
