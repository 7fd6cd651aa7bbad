"""What a turn tells its listener, in the words of the wire contract."""

from dataclasses import dataclass

from npcgen.dialogue.turn_context import Recalled
from npcgen.engine.base import Completed as Completed
from npcgen.engine.base import TextDelta as TextDelta


@dataclass(frozen=True, slots=True)
class Started:
    """The reply has a slot, and its prompt is compiled."""

    model: str
    seed: int
    prompt_tokens: int
    reused_tokens: int
    trimmed_turns: int
    """How many of the oldest turns no longer fit."""
    recalled: tuple[Recalled, ...] = ()
    """What lore and memories went into the prompt, and why."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finished sentence; `start` and `end` count code points of the full text, end exclusive."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Safety:
    """A guardrail caught something. It carries no text: what was caught must not get around it."""

    rule: str
    """Such as "output.secret"."""
    category: str
    action: str
    """block (the model never heard it), replace, remove, redact or note."""
    replaced: bool
    """Whether an authored line stands in the place of what was caught."""


EventBody = Started | TextDelta | Sentence | Safety | Completed


@dataclass(frozen=True, slots=True)
class DialogueEvent:
    """Something that happened in a turn; `sequence` counts from 0 without gaps."""

    sequence: int
    turn_id: str
    npc_id: str
    body: EventBody
