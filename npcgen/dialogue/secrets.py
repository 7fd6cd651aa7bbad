"""A persona's secrets: which are told now, and why; the others stay out of every prompt.

A secret that is only text is never told. Pure: (secrets, what holds now) -> open and locked ones.
"""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from npcgen.dialogue.game_state import GameState, Label, Stage

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Trust = Annotated[
    float, Field(ge=-1, le=1, allow_inf_nan=False), AfterValidator(lambda trust: round(trust, 4))
]
"""NOTE: rounded, for the wire has 32-bit floats, and 0.4 must stay 0.4."""


class SecretCondition(BaseModel):
    """What has to hold before a secret is told: all of what is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trust: Trust | None = None
    """How far the NPC trusts the player at least, -1..1."""
    quest: Label | None = None
    stage: Stage = 0
    """Of `quest`: the stage that it has reached at least; 0 for as soon as it has begun."""
    item: Label | None = None
    """What the player holds."""
    flag: Label | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.trust is None and not (self.quest or self.item or self.flag):
            raise ValueError("asks for nothing; give trust, quest, item or flag")
        if self.stage and not self.quest:
            raise ValueError("has a stage and no quest; name the quest")
        return self

    def unmet(self, trust: float, state: GameState) -> str:
        """The first thing that is missing; "" where all of it holds."""
        if self.trust is not None and trust < self.trust:
            return f"trust {trust:.2f} is below {self.trust:.2f}"
        if self.quest and not state.has_reached(self.quest, self.stage):
            return f"quest '{self.quest}' isn't at stage {self.stage}"
        if self.item and self.item not in state.items:
            return f"the player doesn't hold '{self.item}'"
        if self.flag and self.flag not in state.flags:
            return f"'{self.flag}' isn't so"
        return ""

    @property
    def why(self) -> str:
        """What held: "trust of 0.50 or more, quest 'the mine' at stage 2"."""
        parts = []
        if self.trust is not None:
            parts.append(f"trust of {self.trust:.2f} or more")
        if self.quest:
            parts.append(f"quest '{self.quest}' at stage {self.stage}")
        parts += [f"the player holds '{self.item}'"] if self.item else []
        parts += [f"'{self.flag}' is so"] if self.flag else []
        return ", ".join(parts)


class Secret(BaseModel):
    """Something that an NPC tells once its condition holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Text
    condition: SecretCondition
    hint: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    """What the NPC may let show before that: "goes quiet when the mine is named"."""


def _kind(value: object) -> str:
    return "text" if isinstance(value, str) else "secret"


AnySecret = Annotated[
    Annotated[Text, Tag("text")] | Annotated[Secret, Tag("secret")], Discriminator(_kind)
]
"""NOTE: told apart before they are checked, or an error would name what is wrong as either."""


def secret_text(secret: str | Secret) -> str:
    return secret if isinstance(secret, str) else secret.text


def open_secrets(
    secrets: Sequence[str | Secret], trust: float, state: GameState
) -> list[tuple[int, Secret]]:
    """Those that may be told now, with their place in the list."""
    return [
        (at, secret)
        for at, secret in enumerate(secrets)
        if isinstance(secret, Secret) and not secret.condition.unmet(trust, state)
    ]


def locked_texts(
    secrets: Sequence[str | Secret], trust: float, state: GameState
) -> tuple[str, ...]:
    """What may not be said now: for guardrails."""
    told = {at for at, _ in open_secrets(secrets, trust, state)}
    return tuple(secret_text(each) for at, each in enumerate(secrets) if at not in told)


def hints(secrets: Sequence[str | Secret]) -> tuple[str, ...]:
    """What may show of them, each once."""
    given = (secret.hint for secret in secrets if isinstance(secret, Secret) and secret.hint)
    return tuple(dict.fromkeys(given))
