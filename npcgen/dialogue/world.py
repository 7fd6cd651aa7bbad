"""A world: what everybody in it knows. Lore with scopes is not here."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from npcgen.dialogue.persona import Id, Name, Paragraph

Era = Literal["none", "medieval", "industrial", "modern", "future"]
"""The latest time whose things a world's people may name; "none" lets them name any."""


class World(BaseModel):
    """A setting that several personas share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    name: Name
    description: Paragraph = ""
    era: Era = "none"
