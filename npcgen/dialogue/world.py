"""A world: what everybody in it knows. Lore with scopes is not here."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from npcgen.dialogue.persona import Id, Lines, Name, Paragraph

Era = Literal["none", "medieval", "industrial", "modern", "future"]
"""The latest time whose things a world's people may name; "none" lets them name any."""


class World(BaseModel):
    """A setting that several personas share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    name: Name
    description: Paragraph = ""
    era: Era = "none"
    stage_directions: bool = False
    """Whether its people may write gestures out (*sighs*); else they are left out of speech."""
    allowed_words: Lines = ()
    """Words and phrases that no guardrail may catch here."""
    denied_words: Lines = ()
    """Words and phrases that are neither heard nor said here."""
