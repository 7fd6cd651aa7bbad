"""Facts and actions in the words of their schema, with the names of a world's entities."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.quests.facts import Literal
from worldgen.quests.quest import Step
from worldgen.quests.schema import PLAYER
from worldgen.quests.world import World

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufeff]+")
Saying = Annotated[str, Field(min_length=1, max_length=200)]


class Words(BaseModel):
    """Those of worldgen/data/quests/export_words.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accept: Saying
    refuse: Saying
    finish: Saying
    meanwhile: Saying
    back: Saying
    happens: Saying
    denied: Saying
    and_: Annotated[Saying, Field(alias="and")]
    besides: Saying
    asked: Saying
    accepted: Saying
    success: Saying
    failure: Saying
    refusal: Saying
    extra: Saying
    repair: Saying


@cache
def words() -> Words:
    text = files("worldgen").joinpath("data/quests/export_words.yaml").read_text("utf-8")
    try:
        return Words.model_validate(read_mapping(text, "export_words"))
    except ValidationError as error:
        raise refusal(error, "export_words") from None


def one_line(text: str) -> str:
    """With each run of white space and control characters as one space: scripts go by lines."""
    return _BLANK.sub(" ", text).strip()


def filled(saying: str, values: Mapping[str, str]) -> str:
    """With `{name}` replaced by its value; others stay. No format string: values are strangers'."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), saying)


def action_text(world: World, step: Step) -> str:
    """What is to be done: "Bring the lantern to Mira"."""
    action = world.schema.actions[step.action]
    names = [world.called(entity) for entity in step.arguments]
    parameters = (name for name, _ in action.parameters)
    if action.schema.says:
        return filled(action.schema.says, dict(zip(parameters, names, strict=True)))
    return " ".join([step.verb.replace("_", " "), *names])


def literal_text(world: World, literal: Literal) -> str:
    """What is so, or no longer so: "the lantern is broken"."""
    fact = literal.fact
    names = {str(at): world.called(entity) for at, entity in enumerate(fact.of)}
    schema = world.schema.facts.get(fact.name)
    said = filled(schema.says, names) if schema and schema.says else ""
    said = said or " ".join([fact.name.replace("_", " "), *names.values()])
    return said if literal.holds else filled(words().denied, {"what": said})


def of_somebody(world: World) -> World:
    """The world in which the player is no "you": facts are said of a third person."""
    player = world.entities[PLAYER].model_copy(update={"name": "the player"})
    return replace(world, entities={**world.entities, PLAYER: player})


def literals_text(world: World, literals: Iterable[Literal]) -> str:
    return words().and_.join(literal_text(world, literal) for literal in literals)
