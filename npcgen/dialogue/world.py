"""A world: what everybody in it knows. Lore with scopes is not here."""

from pydantic import BaseModel, ConfigDict

from npcgen.dialogue.persona import Id, Name, Paragraph


class World(BaseModel):
    """A setting that several personas share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    name: Name
    description: Paragraph = ""
