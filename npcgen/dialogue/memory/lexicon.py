"""What there is to remember in a language: data (`npcgen/data/memory/`), checked and compiled."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from npcgen.dialogue.authored_file import parse_authored
from npcgen.dialogue.guardrails.phrases import Phrases

Shape = Literal["name", "capital_name", "place", "trade", "thing", "sentence"]
"""What may stand behind a phrase; "capital_name" only what is written like one."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Words = frozenset[str]
Importance = Annotated[float, Field(ge=0.0, le=1.0)]


class FactRule(BaseModel):
    """Phrases that begin a fact, and what is remembered of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Text
    shape: Shape
    importance: Importance
    text: Text
    phrases: tuple[Text, ...] = Field(min_length=1)


class EventRule(BaseModel):
    """What is remembered of a tone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    importance: Importance
    text: Text


class LexiconFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Text
    breaks: Words
    """Words that end a value."""
    conditions: Words
    """Words before a phrase that make it a mere supposition."""
    not_names: Words
    not_things: Words
    """Words that no thing begins with."""
    instructive: Words
    common: Words
    """Words that say nothing about what a line is about."""
    swaps: Mapping[str, str]
    """Pronouns as the NPC says them of the player."""
    relations: Words
    trades: Words
    facts: tuple[FactRule, ...]
    events: Mapping[str, EventRule]


class Lexicon:
    """A file, with its phrases compiled."""

    def __init__(self, file: LexiconFile) -> None:
        self.file = file
        self.phrases: Phrases[FactRule] = Phrases()
        for rule in file.facts:
            for phrase in rule.phrases:
                self.phrases.add(phrase, rule)


@cache
def bundled_lexicon(language: str = "en") -> Lexicon:
    """The one that npcgen brings along."""
    name = f"{language}.yaml"
    data = (resources.files("npcgen") / "data" / "memory" / name).read_bytes()
    return Lexicon(parse_authored(data, LexiconFile, name))
