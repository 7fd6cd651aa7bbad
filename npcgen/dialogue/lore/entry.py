"""An entry of a world's lore: something that may be known, and by whom.

Data and its validation only. Who may know what is decided in `gate.py`.
"""

from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from npcgen.dialogue.cards.keys import is_pattern, pattern_key
from npcgen.dialogue.game_state import GameTime, Label, Stage
from npcgen.dialogue.persona import Id

MAX_SCOPE = 64
MAX_KEYS = 64
MAX_TEXT_CHARS = 2_000
MAX_WORLD_ENTRIES = 20_000


def _usable(key: str) -> str:
    if is_pattern(key) and pattern_key(key, case_sensitive=False) is None:
        raise ValueError(f"the regular expression '{key[:60]}' is bad or too large; mend it")
    return key


Key = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_usable),
]
"""Words that stand in a line as they are, plural or not; or "/a regular expression/"."""
Keys = Annotated[tuple[Key, ...], Field(max_length=MAX_KEYS)]
Labels = Annotated[tuple[Label, ...], Field(max_length=MAX_SCOPE)]


class QuestStage(BaseModel):
    """A quest that has reached a stage, or gone past it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quest: Label
    stage: Stage = 0
    """0: as soon as it has begun."""


class Scope(BaseModel):
    """Who may know something, where, and since when.

    Every list that isn't empty must hold one that fits; a scope without any is everybody's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    personas: Labels = ()
    """Ids."""
    roles: Labels = ()
    factions: Labels = ()
    places: Labels = ()
    quests: Annotated[tuple[QuestStage, ...], Field(max_length=MAX_SCOPE)] = ()
    since: GameTime | None = None
    """Known from this game time on."""
    until: GameTime | None = None
    """No longer known from this game time on."""

    @model_validator(mode="after")
    def _passes_some_time(self) -> Self:
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise ValueError(
                f"since {self.since:g} isn't before until {self.until:g}; nobody knows"
            )
        return self


EVERYBODY = Scope()


class LoreEntry(BaseModel):
    """Something that may be known of a world."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    text: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT_CHARS)
    ]
    """What an NPC knows then: whole sentences, which go into its prompt."""
    keys: Keys = ()
    """Words of a line that bring it to mind. It is also found by the words of its text."""
    secondary_keys: Keys = ()
    """Where there are any, one of them has to stand in the line beside a key."""
    scope: Scope = EVERYBODY
    priority: Annotated[int, Field(ge=-1_000, le=1_000)] = 0
    """Higher goes first where the budget is short."""
    enabled: bool = True
    constant: bool = False
    """Whether it comes to mind at every line."""
