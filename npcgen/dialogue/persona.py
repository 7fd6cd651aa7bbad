"""A persona: who an NPC is, as its author wrote it.

Data and its validation only. Reading files is `persona_file.py`; what a model gets to see of a
persona is `prompt.py`.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\r\n]+$"),
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class Example(BaseModel):
    """One exchange that shows how the persona talks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    player: Line
    npc: Line


class Persona(BaseModel):
    """An authored character. Only `id`, `name` and `role` are required."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    name: Name
    role: Name
    """The trade or part in the story, in lower case: "blacksmith"."""
    place: Paragraph = ""
    """Where the NPC is found: "the forge by the north gate"."""
    world: Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9_-]{0,63})?$")] = ""
    """The id of the world it lives in; empty for none."""
    summary: Paragraph = ""
    personality: Paragraph = ""
    speech_style: Paragraph = ""
    goals: tuple[Line, ...] = ()
    knowledge: tuple[Line, ...] = ()
    """What the NPC knows and may say."""
    secrets: tuple[Line, ...] = ()
    """What the NPC hides. NOTE: never part of a prompt; a model can't leak what it wasn't told."""
    examples: tuple[Example, ...] = ()
    boundaries: tuple[Line, ...] = ()
    """What the NPC never does."""
