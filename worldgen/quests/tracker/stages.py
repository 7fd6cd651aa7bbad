"""Who may know which line when, and what the journal takes up: data."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.quests.schema import Name
from worldgen.quests.tracker.states import Status


class Stages(BaseModel):
    """By a line's role; roles that aren't named are known to nobody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stages: Mapping[Name, tuple[Status, ...]]
    giver: Mapping[Name, tuple[Status, ...]]
    journal: tuple[Name, ...]


@cache
def bundled_stages() -> Stages:
    """Those of worldgen/data/quests/stages.yaml."""
    return read_stages(files("worldgen").joinpath("data/quests/stages.yaml").read_text("utf-8"))


def read_stages(text: str) -> Stages:
    """Those that YAML or JSON states. Raises InvalidSpec with the field."""
    try:
        return Stages.model_validate(read_mapping(text, "stages"))
    except ValidationError as error:
        raise refusal(error, "stages") from None
