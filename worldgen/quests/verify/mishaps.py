"""What can go wrong in a world: data, which a game may replace by its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact, Literal, read_literal
from worldgen.quests.schema import ANY, PLAYER, Name, Schema, Text
from worldgen.quests.verify.bits import ANYTHING, Bits, Change, Wish
from worldgen.quests.world import World


class _Mishap(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: Annotated[Mapping[Name, str], Field(min_length=1, max_length=1)]
    if_: Annotated[tuple[str, ...], Field(alias="if", max_length=8)] = ()
    does: Annotated[tuple[str, ...], Field(min_length=1, max_length=16)]
    says: Text = ""


class _Document(BaseModel):
    mishaps: Annotated[Mapping[Name, _Mishap], Field(max_length=100)]


@dataclass(frozen=True, slots=True)
class Blow:
    """A mishap that befalls one entity: when it can, and what it does."""

    when: Wish
    does: Change


@dataclass(frozen=True, slots=True)
class Mishap:
    """It befalls every entity of a type, but never the player."""

    name: str
    of: str
    """The type; several with `|` between them."""
    when: tuple[Literal, ...]
    does: tuple[Literal, ...]
    """Over `what`, whom it befalls; `*`, only in what is denied, is everything."""
    says: str

    def befalling(self, bits: Bits, what: str) -> Blow:
        """NOTE: `*` is everything that the bits know by now."""
        does = [_about(literal, what) for literal in self.does]
        lost = 0
        for literal in does:
            lost |= 0 if literal.holds else bits.matching(literal.fact)
        made = bits.change([literal for literal in does if literal.holds])
        return Blow(
            bits.wish(_about(literal, what) for literal in self.when),
            Change(lost & ~made.made, made.made, made.ends),
        )

    def victims(self, world: World) -> Iterator[str]:
        """Whom it can befall, in the world's order."""
        return (entity for entity in world.of_type(self.of) if entity != PLAYER)


@cache
def _bundled() -> tuple[Mishap, ...]:
    text = files("worldgen").joinpath("data/quests/mishaps.yaml").read_text("utf-8")
    return _read(read_mapping(text, "mishaps"))


def bundled_mishaps(schema: Schema) -> tuple[Mishap, ...]:
    """Those of worldgen/data/quests/mishaps.yaml whose types and facts the schema has."""
    return tuple(mishap for mishap in _bundled() if _unknown(mishap, schema) is None)


def read_mishaps(text: str | Mapping[str, Any], schema: Schema) -> tuple[Mishap, ...]:
    """Those that YAML or JSON states. Raises InvalidSpec with the field."""
    given = read_mapping(text, "mishaps") if isinstance(text, str) else text
    mishaps = _read(given)
    for mishap in mishaps:
        if (unknown := _unknown(mishap, schema)) is not None:
            raise InvalidSpec.at(f"mishaps.{mishap.name}", unknown)
    return mishaps


def _read(given: Mapping[str, Any]) -> tuple[Mishap, ...]:
    try:
        document = _Document.model_validate({"mishaps": given})
    except ValidationError as error:
        raise refusal(error, "mishaps") from None
    return tuple(_mishap(name, each) for name, each in document.mishaps.items())


def _mishap(name: str, document: _Mishap) -> Mishap:
    path = f"mishaps.{name}"
    ((parameter, kind),) = document.parameter.items()
    when = tuple(_literals(document.if_, parameter, f"{path}.if"))
    does = tuple(_literals(document.does, parameter, f"{path}.does"))
    if any(ANYTHING in literal.fact.of for literal in (*when, *(e for e in does if e.holds))):
        raise InvalidSpec.at(path, "* stands for anything only in `does`, after `not`")
    if any("" not in literal.fact.of for literal in does):
        raise InvalidSpec.at(f"{path}.does", f"each has to be about {parameter}")
    return Mishap(name, kind, when, does, document.says.replace(f"{{{parameter}}}", "{what}"))


def _literals(texts: Iterable[str], parameter: str, path: str) -> Iterator[Literal]:
    for text in texts:
        literal = read_literal(text, path)
        for word in literal.fact.of:
            if word not in (parameter, PLAYER, ANYTHING):
                raise InvalidSpec.at(path, f"{word} is neither {parameter}, {PLAYER} nor *")
        of = tuple("" if word == parameter else word for word in literal.fact.of)
        yield Literal(Fact(literal.fact.name, of), literal.holds)


def _unknown(mishap: Mishap, schema: Schema) -> str | None:
    for kind in mishap.of.split("|"):
        if kind != ANY and kind not in schema.types:
            return f"there is no type {kind!r}"
    for literal in (*mishap.when, *mishap.does):
        known = schema.facts.get(literal.fact.name)
        if known is None:
            return f"there is no fact {literal.fact.name!r}"
        if len(known.of) != len(literal.fact.of):
            return f"{literal.fact.name} is about {len(known.of)} things"
    return None


def _about(literal: Literal, what: str) -> Literal:
    fact = literal.fact
    return Literal(Fact(fact.name, tuple(word or what for word in fact.of)), literal.holds)
