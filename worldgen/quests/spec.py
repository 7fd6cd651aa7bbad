"""Which quests shall be made of a world. Frozen; read from YAML, JSON or the wire."""

from collections.abc import Mapping
from typing import Annotated, Any
from typing import Literal as OneOf

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Literal, read_literal
from worldgen.quests.motives import Motives
from worldgen.quests.rewards import Economy, bundled_economy
from worldgen.quests.schema import Name
from worldgen.quests.world import World
from worldgen.rng import MAX_SEED

Difficulty = OneOf["any", "easy", "normal", "hard"]


class QuestSpec(BaseModel):
    """How many quests, whose, why, and how long and hard."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    givers: Annotated[tuple[Name, ...], Field(max_length=1000)] = ()
    """Who may ask; empty: anybody."""
    motives: Annotated[tuple[Name, ...], Field(max_length=200)] = ()
    """Why; empty: all that there are."""
    goal: Annotated[tuple[str, ...], Field(max_length=8)] = ()
    """What the first of the givers shall ask for, instead of what they want: `has mira lantern`."""
    min_steps: Annotated[int, Field(ge=1, le=64)] = 1
    """Of each quest's first branch."""
    max_steps: Annotated[int, Field(ge=1, le=64)] = 24
    difficulty: Difficulty = "any"
    """By the danger of the first branch; the economy says what is easy."""
    avoid: Annotated[tuple[str, ...], Field(max_length=10_000)] = ()
    """What was offered lately: ids of quests, or skeletons as `go take give`; none comes again."""
    economy: Economy = Field(default_factory=bundled_economy)
    """What isn't said is as in the bundled one."""
    deadline_ms: Annotated[int, Field(ge=1, le=86_400_000)] = 60_000
    """For all of them together."""

    @field_validator("economy", mode="before")
    @classmethod
    def _over_bundled(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        return {**bundled_economy().model_dump(), **given}

    @model_validator(mode="after")
    def _ordered(self) -> "QuestSpec":
        if self.min_steps > self.max_steps:
            raise ValueError(f"min_steps {self.min_steps} is above max_steps {self.max_steps}")
        return self


def read_spec(text: str | Mapping[str, Any]) -> QuestSpec:
    """The spec that YAML or JSON states. Raises InvalidSpec with the field."""
    given = read_mapping(text, "spec") if isinstance(text, str) else text
    try:
        return QuestSpec.model_validate(given)
    except ValidationError as error:
        raise refusal(error, "spec") from None


def check(spec: QuestSpec, world: World, motives: Motives) -> None:
    """Raises InvalidSpec for whoever and whatever isn't there."""
    for at, giver in enumerate(spec.givers):
        if giver not in world.entities:
            raise InvalidSpec.at(f"givers[{at}]", f"there is no {giver!r} in this world")
    for at, motive in enumerate(spec.motives):
        if motive not in motives.each:
            raise InvalidSpec.at(
                f"motives[{at}]",
                f"there is no motive {motive!r}; there are: {', '.join(motives.each)}",
            )
    _check_payment(spec.economy, world)
    if spec.goal and not spec.givers:
        raise InvalidSpec.at("givers", "a goal needs somebody who asks for it; name the giver")
    asked_goal(spec, world)


def _check_payment(economy: Economy, world: World) -> None:
    """NOTE: a game may have a schema of its own that lacks what the bundled economy pays from."""
    name = economy.pays_from
    if name == bundled_economy().pays_from:
        return
    known = world.schema.facts.get(name)
    if known is None:
        raise InvalidSpec.at("economy.pays_from", f"there is no fact {name!r}")
    if len(known.of) != 2:
        told = f"{name} is about {len(known.of)} things; it has to say who has what"
        raise InvalidSpec.at("economy.pays_from", told)


def asked_goal(spec: QuestSpec, world: World) -> tuple[Literal, ...]:
    """The literals of `goal`. Raises InvalidSpec where one isn't of this world."""
    literals = tuple(read_literal(text, f"goal[{at}]") for at, text in enumerate(spec.goal))
    for at, literal in enumerate(literals):
        path, fact = f"goal[{at}]", literal.fact
        known = world.schema.facts.get(fact.name)
        if known is None:
            raise InvalidSpec.at(path, f"there is no fact {fact.name!r}")
        if len(known.of) != len(fact.of):
            raise InvalidSpec.at(
                path, f"{fact.name} is about {len(known.of)} things, not {len(fact.of)}"
            )
        for entity, wanted in zip(fact.of, known.of, strict=True):
            if entity not in world.entities:
                raise InvalidSpec.at(path, f"there is no {entity!r} in this world")
            if not world.schema.is_a(world.entities[entity].type, wanted):
                raise InvalidSpec.at(path, f"{entity} is no {wanted}, as {fact.name} wants there")
    return literals
