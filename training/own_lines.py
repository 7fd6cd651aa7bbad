"""The lines of a game's writer: who says them, and to what, as read from a YAML file.

    voices:
      - persona: marla.yaml           # beside this file, or the id of a bundled persona
        lines:
          - Fair winds, and mind the barrels.
          - player: Who are you?
            npc: Marla Finch, if the tide asks.
          - about: price              # asked for in every way that the corpus knows
            npc: "{price}, by the tide, and not a shell less."

An error names the file, the line and what to write instead.
"""

import difflib
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from npcgen.dialogue.authored_file import SUFFIXES, read_authored
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import bundled
from npcgen.errors import InvalidArgument, NotFound
from training.corpus.check import rules
from training.corpus.lexicon import slots

FEWEST_LINES, MOST_LINES = 20, 2_000
MOST_CHARS = 300
"""Of a reply: three short sentences, which is what the rules of every prompt ask for."""
PLAIN_SLOTS = frozenset({"player"})
ASKABLE = tuple(
    intent for intent in rules() if not intent.startswith("bark_") and intent != "repeated"
)
"""What a line can be about: what takes one question, and none before it."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARS)]


class OwnLine(BaseModel):
    """One reply in the writer's words, and what it answers: words, an intent, or small talk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    npc: Text
    player: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_CHARS)] = ""
    about: str = ""
    """An intent of `corpus/intents.yaml`, which also says which slots the line may have."""

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, given: Any) -> Any:
        """A text alone is a reply to small talk."""
        if isinstance(given, str):
            return {"npc": given}
        if given is None:
            raise ValueError("is empty; write the line, or remove the dash")
        if not isinstance(given, dict):
            raise ValueError(f"is {given!r} and no text; put it in quotes")
        if len(given) == 1 and not given.keys() & cls.model_fields.keys():
            key, value = next(iter(given.items()))
            raise ValueError(
                f"YAML takes '{key}: {value}' for a key and its value; put the line in quotes"
            )
        return given

    @model_validator(mode="after")
    def _asks_once(self) -> Self:
        if self.player and self.about:
            raise ValueError("has both player and about; keep one: each says what is asked")
        for text in (self.npc, self.player):
            if "\n" in text:
                raise ValueError("holds a line break; write it on one line")
        self._check_about() if self.about else self._check_plain()
        return self

    def _check_plain(self) -> None:
        if unknown := sorted(slots(self.npc + self.player) - PLAIN_SLOTS):
            raise ValueError(
                f"has the slot {{{unknown[0]}}}; only {{player}} is known here; "
                "say with `about` what is asked and there are more"
            )

    def _check_about(self) -> None:
        if self.about not in ASKABLE:
            near = difflib.get_close_matches(self.about, ASKABLE, n=3) or ASKABLE[:8]
            raise ValueError(f"is about '{self.about[:40]}', which isn't known; try {_or(near)}")
        rule, found = rules()[self.about], slots(self.npc)
        if unknown := sorted(found - rule.allowed):
            allowed = _or([f"{{{slot}}}" for slot in sorted(rule.allowed)])
            raise ValueError(f"has the slot {{{unknown[0]}}}; about {self.about} knows {allowed}")
        if rule.needs and not found & rule.needs:
            needed = _or([f"{{{slot}}}" for slot in sorted(rule.needs)])
            raise ValueError(f"is about {self.about}: let it hold {needed}, where the answer goes")


def _persona_of(given: Any, info: ValidationInfo) -> Any:
    """The persona of a file beside the lines, or a bundled one by its id."""
    if not isinstance(given, str):
        return given
    folder: Path = (info.context or {})["folder"]
    if given.endswith(SUFFIXES):
        try:
            return read_authored(folder / given, Persona)
        except NotFound as error:
            raise ValueError(f"there is no file {folder / given}; check the path") from error
        except InvalidArgument as error:
            raise ValueError(f"is not a persona:\n{error}") from error
    known = {persona.id: persona for persona in bundled("personas", Persona)}
    if given not in known:
        raise ValueError(
            f"'{given[:64]}' is neither a file ending in {_or(SUFFIXES)} nor a bundled persona "
            f"({', '.join(known)})"
        )
    return known[given]


class Voice(BaseModel):
    """A persona, and lines that it says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    persona: Annotated[Persona, BeforeValidator(_persona_of)]
    lines: Annotated[tuple[OwnLine, ...], Field(max_length=MOST_LINES)]

    @model_validator(mode="after")
    def _no_twins(self) -> Self:
        found = Counter(self.lines)
        for line in self.lines:
            if found[line] > 1:
                raise ValueError(f"has the line '{line.npc[:60]}' {found[line]} times; keep one")
        return self


class OwnLines(BaseModel):
    """What an adapter is trained on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    voices: Annotated[tuple[Voice, ...], Field(max_length=16)]

    @model_validator(mode="after")
    def _are_enough(self) -> Self:
        count = sum(len(voice.lines) for voice in self.voices)
        if count < FEWEST_LINES or not all(voice.lines for voice in self.voices):
            raise ValueError(
                f"{count} lines of {len(self.voices)} voices are too few to learn from; "
                f"write at least {FEWEST_LINES} in all, better 50, and some for each voice"
            )
        return self


def read_own_lines(path: Path) -> OwnLines:
    """The voices of a YAML or JSON file.

    Raises NotFound when there is no such file, InvalidArgument for whatever is wrong in it.
    """
    return read_authored(path, OwnLines, {"folder": path.parent})


def _or(items: Any) -> str:
    return " or ".join(items)
