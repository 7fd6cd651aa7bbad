"""What may be done besides: optional objectives, by rules that are data, and never needed.

One kind asks that something stays as it is, where some ways of the quest would end it: spare the
bandit. The other asks for more, found in the facts as motives find wants, and planned like a way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Literal
from worldgen.quests.motives import GIVER, Texts
from worldgen.quests.patterns import (
    Bound,
    FactIndex,
    Pattern,
    all_filled,
    matches,
    read_pattern,
)
from worldgen.quests.schema import PLAYER, Name, Schema, bundled, literals_of

Weight = Annotated[float, Field(gt=0, le=100)]
Chance = Annotated[float, Field(ge=0, le=1)]


class _Keep(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    parameters: Mapping[Name, str]
    keep: str
    """What is to stay so; a way's effects say about whom and what."""
    where: Texts = ()
    weight: Weight = 1.0


class _Besides(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    parameters: Mapping[Name, str]
    where: Annotated[Texts, Field(min_length=1)]
    """What has to be so in the world for it."""
    goal: Annotated[Texts, Field(min_length=1)]
    weight: Weight = 1.0


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    chance: Chance
    another: Chance
    thanks: Texts = ()
    keeps: Annotated[Mapping[Name, _Keep], Field(max_length=100)] = Field(default_factory=dict)
    besides: Annotated[Mapping[Name, _Besides], Field(max_length=100)] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, read: literals over the names of its pattern."""

    name: str
    pattern: Pattern
    wants: tuple[Literal, ...]
    keeps: bool
    """Whether they are so at first, and are to stay so."""
    weight: float


@dataclass(frozen=True, slots=True)
class Rules:
    """NOTE: linted against a schema; whoever has them may trust them for its worlds."""

    chance: float
    """How often a quest gets one, of those that could."""
    another: float
    """How often one more."""
    thanks: tuple[Literal, ...]
    """What is so of a giver whose wish was met: over `giver`."""
    each: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A rule, about entities of the world."""

    rule: str
    wants: tuple[Literal, ...]
    keeps: bool
    weight: float


@cache
def bundled_extras() -> Rules:
    """Those of worldgen/data/quests/extras.yaml."""
    text = files("worldgen").joinpath("data/quests/extras.yaml").read_text("utf-8")
    return read_extras(text, bundled())


def read_extras(text: str | Mapping[str, Any], schema: Schema) -> Rules:
    """The rules that YAML or JSON states. Raises InvalidSpec with the field."""
    given = read_mapping(text, "extras") if isinstance(text, str) else dict(text)
    try:
        document = _Document.model_validate(given)
    except ValidationError as error:
        raise refusal(error, "extras") from None
    rules = [_kept(name, rule, schema) for name, rule in document.keeps.items()]
    rules += [_besides(name, rule, schema) for name, rule in document.besides.items()]
    thanks = literals_of(document.thanks, {GIVER: "thing"}, schema.facts, "thanks")
    return Rules(document.chance, document.another, tuple(thanks), tuple(rules))


def wishes(
    rules: Rules, index: FactIndex, giver: str, endings: Sequence[Iterable[Literal]]
) -> Iterator[Wish]:
    """What the giver could ask besides, in a fixed order. `endings`: what each way comes to."""
    broken = sorted({literal for effects in endings for literal in effects})
    for rule in rules.each:
        starts: Iterable[Bound] = [{GIVER: giver}]
        if rule.keeps:
            found = (_bound_by(rule, literal, index) for literal in broken)
            starts = [{GIVER: giver, **bound} for bound in found if bound is not None]
        for start in starts:
            for bound in matches(rule.pattern, index, start):
                wants = all_filled(rule.wants, bound)
                yield Wish(rule.name, tuple(dict.fromkeys(wants)), rule.keeps, rule.weight)


def _bound_by(rule: Rule, literal: Literal, index: FactIndex) -> Bound | None:
    """What the rule's names are, where the literal is the end of what it keeps."""
    (kept,) = rule.wants
    if kept.fact.name != literal.fact.name or kept.holds == literal.holds:
        return None
    bound: Bound = {}
    for name, entity in zip(kept.fact.of, literal.fact.of, strict=True):
        if (name == PLAYER) != (entity == PLAYER) or bound.setdefault(name, entity) != entity:
            return None
        kind = index.world.entities[entity].type
        if name != PLAYER and not index.world.schema.is_a(kind, rule.pattern.parameters[name]):
            return None
    return {name: entity for name, entity in bound.items() if name != PLAYER}


def _kept(name: str, given: _Keep, schema: Schema) -> Rule:
    path = f"keeps.{name}"
    wants = tuple(literals_of((given.keep,), given.parameters, schema.facts, f"{path}.keep"))
    bound = {GIVER, *wants[0].fact.of}
    pattern = read_pattern(given.where, given.parameters, schema, f"{path}.where", bound)
    return Rule(name, pattern, wants, True, given.weight)


def _besides(name: str, given: _Besides, schema: Schema) -> Rule:
    path = f"besides.{name}"
    pattern = read_pattern(given.where, given.parameters, schema, f"{path}.where")
    wants = tuple(literals_of(given.goal, given.parameters, schema.facts, f"{path}.goal"))
    bound = {PLAYER, *(word for fact in pattern.stated for word in fact.of)}
    for word in sorted({word for literal in wants for word in literal.fact.of} - bound):
        raise InvalidSpec.at(f"{path}.goal", f"nothing in `where` says which {word}")
    return Rule(name, pattern, wants, False, given.weight)
