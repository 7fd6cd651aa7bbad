"""Why anyone would ask: motives as patterns over facts, and the wants they find in a world.

A want cites the facts that made it; without one of them there is another want, or none. Weighing
them against each other, and against what was offered lately, is `choosing`'s.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.patterns import (
    FactIndex,
    Pattern,
    all_filled,
    filled,
    matches,
    read_pattern,
)
from worldgen.quests.schema import PLAYER, Name, Schema, bundled, literals_of

GIVER = "giver"
"""Who asks, in every pattern."""
Texts = Annotated[tuple[str, ...], Field(max_length=16)]


class MotiveSpec(BaseModel):
    """A motive as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameters: Mapping[Name, str]
    because: Annotated[tuple[str, ...], Field(min_length=1, max_length=8)]
    """What makes somebody want something; cited by the quest."""
    where: Texts = ()
    """What else has to be so, or not; not cited."""
    goal: Annotated[tuple[str, ...], Field(min_length=1, max_length=8)]
    thanks: Texts = ()
    """What is so when it is done, besides what `done` says for all motives."""
    refused: Texts = ()
    """What is so when the player refuses, besides what `refused` says for all motives."""
    failed: Texts = ()
    """What is so when it can't be done any more, besides what `failed` says for all motives."""
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0
    """How often, next to the others."""


class _History(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    facts: Annotated[Texts, Field(min_length=1)]
    times: Annotated[float, Field(gt=0, le=100)]


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    asks: Texts = ()
    meets: Texts = ()
    minds: Texts = ()
    done: Texts = ()
    refused: Texts = ()
    failed: Texts = ()
    breaks: Texts = ()
    cares: Annotated[tuple[Texts, ...], Field(max_length=16)] = ()
    history: Annotated[tuple[_History, ...], Field(max_length=32)] = ()
    motives: Annotated[Mapping[Name, MotiveSpec], Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Motive:
    """A motive, read: literals over the names of its pattern."""

    name: str
    because: tuple[Fact, ...]
    pattern: Pattern
    """`because` and `where` together."""
    goal: tuple[Literal, ...]
    thanks: tuple[Literal, ...]
    refused: tuple[Literal, ...]
    failed: tuple[Literal, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Motives:
    """NOTE: linted against a schema; whoever has them may trust them for its worlds."""

    asks: Pattern
    """What has to be so of a giver, and where it is: over `giver` and `there`."""
    meets: tuple[Literal, ...]
    """What the player has to be able to bring about, to meet the giver."""
    minds: tuple[Literal, ...]
    """What no way may bring about, as long as it isn't so: nobody thanks a thief for it."""
    failed: tuple[Literal, ...]
    """What is so of a giver whose quest came to nothing."""
    breaks: tuple[Literal, ...]
    """Each ends whatever the giver asked for: between them and the player it is over."""
    cares: tuple[Pattern, ...]
    """On whose behalf a giver asks too: over `giver`, `other` and whatever else."""
    history: tuple[tuple[Pattern, float], ...]
    """What is between giver and player, and how it weighs."""
    each: Mapping[str, Motive]


@dataclass(frozen=True, slots=True)
class Want:
    """Somebody wants something, because."""

    motive: str
    giver: str
    cites: tuple[Fact, ...]
    goal: tuple[Literal, ...]
    thanks: tuple[Literal, ...]
    refused: tuple[Literal, ...]
    weight: float
    failed: tuple[Literal, ...] = ()


@cache
def bundled_motives() -> Motives:
    """Those of worldgen/data/quests/motives.yaml."""
    text = files("worldgen").joinpath("data/quests/motives.yaml").read_text("utf-8")
    return read_motives(text, bundled())


def read_motives(text: str | Mapping[str, Any], schema: Schema) -> Motives:
    """The motives that YAML or JSON states. Raises InvalidSpec with the field."""
    given = read_mapping(text, "motives") if isinstance(text, str) else dict(text)
    try:
        document = _Document.model_validate(given)
    except ValidationError as error:
        raise refusal(error, "motives") from None
    whoever = {GIVER: "thing", "there": "thing"}
    asks = read_pattern(document.asks, whoever, schema, "asks")
    meets = tuple(literals_of(document.meets, whoever, schema.facts, "meets"))
    minds = tuple(literals_of(document.minds, {GIVER: "thing"}, schema.facts, "minds"))
    failed = tuple(literals_of(document.failed, {GIVER: "thing"}, schema.facts, "failed"))
    breaks = tuple(literals_of(document.breaks, {GIVER: "thing"}, schema.facts, "breaks"))
    near = {GIVER: "thing", "other": "thing", "through": "thing"}
    cares = tuple(
        read_pattern(texts, near, schema, f"cares[{at}]") for at, texts in enumerate(document.cares)
    )
    history = tuple(
        (read_pattern(each.facts, {GIVER: "thing"}, schema, f"history[{at}].facts"), each.times)
        for at, each in enumerate(document.history)
    )
    each = {
        name: _motive(name, motive, document, schema) for name, motive in document.motives.items()
    }
    return Motives(asks, meets, minds, failed, breaks, cares, history, each)


def _motive(name: str, given: MotiveSpec, document: _Document, schema: Schema) -> Motive:
    path = f"motives.{name}"
    if GIVER not in given.parameters:
        raise InvalidSpec.at(f"{path}.parameters", f"there is no {GIVER}; somebody has to ask")
    pattern = read_pattern((*given.because, *given.where), given.parameters, schema, path)
    because = read_pattern(given.because, given.parameters, schema, f"{path}.because")
    if because.denied:
        raise InvalidSpec.at(f"{path}.because", "only what is so can be cited; deny it in `where`")
    bound = {PLAYER, *(word for fact in pattern.stated for word in fact.of)}

    def read(texts: tuple[str, ...], part: str) -> tuple[Literal, ...]:
        literals = tuple(literals_of(texts, given.parameters, schema.facts, f"{path}.{part}"))
        for word in sorted({word for literal in literals for word in literal.fact.of} - bound):
            raise InvalidSpec.at(f"{path}.{part}", f"nothing stated says which {word}")
        return literals

    return Motive(
        name,
        because.stated,
        pattern,
        read(given.goal, "goal"),
        read((*document.done, *given.thanks), "thanks"),
        read((*document.refused, *given.refused), "refused"),
        read((*document.failed, *given.failed), "failed"),
        given.weight,
    )


def wants(motives: Motives, index: FactIndex) -> Iterator[Want]:
    """Every want of a world, in a fixed order; also those of givers who can't be met."""
    for motive in motives.each.values():
        for bound in matches(motive.pattern, index):
            yield Want(
                motive.name,
                bound[GIVER],
                tuple(dict.fromkeys(filled(fact, bound) for fact in motive.because)),
                tuple(dict.fromkeys(all_filled(motive.goal, bound))),
                all_filled(motive.thanks, bound),
                all_filled(motive.refused, bound),
                motive.weight * regard(motives, index, bound[GIVER]),
                all_filled(motive.failed, bound),
            )


def regard(motives: Motives, index: FactIndex, giver: str) -> float:
    """How much likelier a giver asks this player, by what is between them."""
    times = 1.0
    for pattern, factor in motives.history:
        if next(matches(pattern, index, {GIVER: giver}), None) is not None:
            times *= factor
    return times


@dataclass(frozen=True, slots=True)
class Asking:
    """That somebody can ask: why, and what it takes to meet them."""

    stated: tuple[Fact, ...]
    keeps: tuple[Literal, ...]
    """What has to stay so, as long as they shall be able to say thanks."""
    meets: tuple[Literal, ...]


def asking(motives: Motives, index: FactIndex, giver: str) -> Iterator[Asking]:
    """The ways in which a giver can ask; none where they can't."""
    minded = all_filled(motives.minds, {GIVER: giver, PLAYER: PLAYER})
    spared = [
        Literal(each.fact, not each.holds)
        for each in minded
        if (each.fact in index.facts) != each.holds
    ]
    for bound in matches(motives.asks, index, {GIVER: giver}):
        stated = tuple(filled(fact, bound) for fact in motives.asks.stated)
        denied = tuple(filled(fact, bound) for fact in motives.asks.denied)
        keeps = [Literal(fact) for fact in stated] + [Literal(fact, False) for fact in denied]
        yield Asking(stated, (*keeps, *spared), all_filled(motives.meets, bound))
