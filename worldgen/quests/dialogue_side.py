"""What somebody who gives a quest, or appears in it, is told of it for a conversation.

Plain texts, for whoever puts them into a prompt; which of a quest's lines somebody knows at a stage
is the tracker's to say, and nothing else of the quest is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from worldgen.documents import read_mapping, refusal
from worldgen.quests.quest import Line, Quest
from worldgen.quests.tracker.knowledge import knowledge
from worldgen.quests.tracker.states import QuestState, Status
from worldgen.quests.world import World

ANY = "any"
_TEXT = "{text}"
_Frame = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that one persona knows, of one quest, at one stage of it."""

    id: str
    """The key of the line that it is about."""
    text: str
    quest: str
    status: Status
    """The scope: at another stage it is to be asked for anew."""
    npc: str
    persona: str
    """Who speaks for the NPC; "" where nobody does."""


class Frames(BaseModel):
    """By role and status: what is said around a line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: Mapping[str, Mapping[str, _Frame]]

    @field_validator("roles")
    @classmethod
    def _with_text(cls, roles: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
        for role, frames in roles.items():
            for status, frame in frames.items():
                if frame.count(_TEXT) != 1:
                    raise ValueError(f"{role}.{status} has to hold {_TEXT} once")
        return roles


@cache
def bundled_frames() -> Frames:
    """Those of worldgen/data/quests/dialogue.yaml."""
    return read_frames(files("worldgen").joinpath("data/quests/dialogue.yaml").read_text("utf-8"))


def read_frames(text: str) -> Frames:
    """Those that YAML or JSON states. Raises InvalidSpec with the field."""
    try:
        return Frames.model_validate({"roles": read_mapping(text, "dialogue")})
    except ValidationError as error:
        raise refusal(error, "dialogue") from None


def notes(
    world: World, quest: Quest, state: QuestState, npc: str, frames: Frames | None = None
) -> tuple[Note, ...]:
    """What `npc` is told of the quest as it stands, in the order of its lines; maybe nothing."""
    frames = frames or bundled_frames()
    persona = world.entities[npc].persona
    return tuple(
        Note(line.key, text, quest.id, state.status, npc, persona)
        for line, text in _framed(quest, state, npc, frames)
    )


def _framed(
    quest: Quest, state: QuestState, npc: str, frames: Frames
) -> Iterator[tuple[Line, str]]:
    known = set(knowledge(quest, state, npc))
    for line in quest.lines:
        by_status = frames.roles.get(line.role, {})
        frame = by_status.get(state.status, by_status.get(ANY))
        if line.key in known and frame:
            yield line, frame.replace(_TEXT, line.text)
