"""A persona: who an NPC is, as its author wrote it.

Data and its validation only. Reading files is `authored_file.py`; what a model gets to see of a
persona is `prompt.py`.
"""

from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from npcgen.dialogue.appearance import UNSEEN, Appearance
from npcgen.dialogue.characters import turns_text_around
from npcgen.dialogue.feelings.axes import STRANGER, Relationship, Temperament
from npcgen.dialogue.relation import Relation
from npcgen.dialogue.secrets import AnySecret, Secret

MAX_TEXT_CHARS = 32_000
"""NOTE: written as JSON, the longest persona stays below `authored_file.MAX_FILE_BYTES`."""
MAX_LINES = 64
MAX_EXAMPLES = 32
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


def _file_name(text: str) -> str:
    if text in _DEVICES:
        raise ValueError(f"'{text}' can't be the name of a file on Windows; choose another")
    return text


def _readable(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ValueError("holds a line break; write it on one line")
    for char in filter(turns_text_around, text):
        raise ValueError(f"holds U+{ord(char):04X}, which changes the direction of text; remove it")
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Lines = Annotated[tuple[Line, ...], Field(max_length=MAX_LINES)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=16_000)]
"""NOTE: character cards describe somebody in thousands of characters."""
Speech = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Greeting = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8_000)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    AfterValidator(_readable),
]
Id = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$"), AfterValidator(_file_name)
]


class Example(BaseModel):
    """One exchange that shows how the persona talks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    player: Speech
    npc: Speech


class Persona(BaseModel):
    """An authored character of at most MAX_TEXT_CHARS; `id`, `name` and `role` are required."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    name: Name
    role: Name
    """The trade or part in the story, in lower case: "blacksmith"."""
    factions: Annotated[tuple[Name, ...], Field(max_length=16)] = ()
    """What it belongs to: "the village watch". Never part of a prompt; lore is scoped by it."""
    place: Paragraph = ""
    """Where the NPC is found: "the forge by the north gate"."""
    world: Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9_-]{0,63})?$")] = ""
    """The id of the world it lives in; empty for none."""
    summary: Prose = ""
    personality: Prose = ""
    speech_style: Paragraph = ""
    scenario: Prose = ""
    """The situation that its conversations begin in."""
    instructions: Prose = ""
    """What its author tells the model itself. A card's only with the importer's word."""
    goals: Lines = ()
    knowledge: Lines = ()
    """What the NPC knows and may say."""
    secrets: Annotated[tuple[AnySecret, ...], Field(max_length=MAX_LINES)] = ()
    """What the NPC hides; a text alone is never told, a `Secret` once its condition holds.
    NOTE: till then it's in no prompt; a model can't leak what it wasn't told.
    """
    examples: Annotated[tuple[Example, ...], Field(max_length=MAX_EXAMPLES)] = ()
    greetings: Annotated[tuple[Greeting, ...], Field(max_length=MAX_LINES)] = ()
    """What it may open a conversation with; "{{user}}" stands for the player's name. Never part of
    a prompt.
    """
    boundaries: Lines = ()
    """What the NPC never does."""
    fallback_lines: Lines = ()
    """What it says when no model can speak for it in time. Never part of a prompt."""
    deflections: Lines = ()
    """What it says, in character, where a guardrail caught something. Never part of a prompt."""
    model: Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)] = ""
    """The model it would rather speak with, by name; empty for the server's default."""
    adapter: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]{0,63})?$")] = ""
    """The LoRA adapter it speaks through, by name; empty for none. Never part of a prompt."""
    baseline_relationship: Relationship = STRANGER
    """How it sees players it doesn't know, and what its feelings fade back to."""
    temperament: Temperament = ""
    """How far things move its feelings: "placid", "fiery", or neither."""
    appearance: Appearance = UNSEEN
    """How it looks. Never part of a prompt."""
    relations: Annotated[tuple[Relation, ...], Field(max_length=MAX_LINES)] = ()
    """What it is to others. Never part of a prompt: what it knows of them is `knowledge`."""

    @field_validator("secrets")
    @classmethod
    def _plain_first(cls, secrets: tuple[AnySecret, ...]) -> tuple[AnySecret, ...]:
        """NOTE: as the wire has them, in two lists; the order says nothing."""
        return tuple(sorted(secrets, key=lambda secret: isinstance(secret, Secret)))

    @model_validator(mode="after")
    def _is_short_enough(self) -> Self:
        if (chars := count_chars(self.model_dump())) > MAX_TEXT_CHARS:
            raise ValueError(f"has {chars} characters in all; write at most {MAX_TEXT_CHARS}")
        return self


def count_chars(value: object) -> int:
    """The characters of all texts inside."""
    if isinstance(value, dict):
        return sum(map(count_chars, value.values()))
    if isinstance(value, tuple | list):
        return sum(map(count_chars, value))
    return 0 if value is None or isinstance(value, int | float) else len(str(value))
