"""What somebody who gives a quest, or appears in it, is told of it for a conversation.

Plain texts, for whoever puts them into a prompt; which of a quest's lines somebody knows at a stage
is the tracker's to say. Whoever gives it also knows why: nothing else of the quest is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from worldgen.documents import read_mapping, refusal
from worldgen.quests.facts import Fact
from worldgen.quests.quest import Quest, stable_id
from worldgen.quests.schema import PLAYER
from worldgen.quests.tracker.knowledge import knowledge
from worldgen.quests.tracker.states import QuestState, Status
from worldgen.quests.words.naming import fill, in_sentences, said_name
from worldgen.quests.world import World

ANY = "any"
CITES = "cites"
"""Beside the roles of lines: facts that the quest came of."""
_TEXT = "{text}"
_Frame = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that one persona knows, of one quest, at one stage of it."""

    id: str
    """The key of the line that it is about; of a fact, one of the same kind."""
    text: str
    quest: str
    status: Status
    """The scope: at another stage it is to be asked for anew."""
    npc: str
    persona: str
    """Who speaks for the NPC; "" where nobody does."""
    rank: int
    """Where there is no room for all, those with the least are to be told."""


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

    def rank(self, role: str) -> int:
        """Its place: they stand in the order of their importance."""
        return [*self.roles].index(role)

    def around(self, role: str, status: Status) -> str:
        """What is said around a text; "" where nothing is to be said of it."""
        by_status = self.roles.get(role, {})
        return by_status.get(status, by_status.get(ANY, ""))


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
    """What `npc` is told of the quest as it stands: its lines in their order, then why; maybe
    nothing.
    """
    frames = frames or bundled_frames()
    persona = world.entities[npc].persona
    told = (*_lines(quest, state, npc), *_reasons(world, quest, state, npc))
    return tuple(
        Note(
            key,
            frame.replace(_TEXT, text),
            quest.id,
            state.status,
            npc,
            persona,
            frames.rank(role),
        )
        for key, role, text in told
        if (frame := frames.around(role, state.status))
    )


def _lines(quest: Quest, state: QuestState, npc: str) -> Iterator[tuple[str, str, str]]:
    known = set(knowledge(quest, state, npc))
    for line in quest.lines:
        if line.key in known:
            yield line.key, line.role, line.text


def _reasons(
    world: World, quest: Quest, state: QuestState, npc: str
) -> Iterator[tuple[str, str, str]]:
    """What is so of others; of themselves, their lines say it."""
    if npc != state.giver:
        return
    for fact in quest.cites:
        if fact.of[:1] != (npc,) and (text := _sentence(world, fact)):
            yield stable_id(quest.id, CITES, str(fact)), CITES, text


def _sentence(world: World, fact: Fact) -> str:
    says = world.schema.facts[fact.name].says
    names = {str(at): _name(world, entity) for at, entity in enumerate(fact.of)}
    return in_sentences(f"{fill(says, names)}.") if says else ""


def _name(world: World, entity: str) -> str:
    """NOTE: "you" is who is told."""
    return "the player" if entity == PLAYER else said_name(world, entity)
