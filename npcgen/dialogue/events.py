"""What a turn tells its listener, in the words of the wire contract."""

from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class EmotionChanged:
    """What the NPC feels from now on."""

    label: str
    """Such as "angry"; see `feelings/axes.py`."""
    intensity: float
    """0..1."""


@dataclass(frozen=True, slots=True)
class RelationshipChanged:
    """An axis of how the NPC sees the player moved. It is kept already."""

    axis: str
    old: float
    new: float
    """-1..1."""
    why: str
    """What the player did: "insulted"."""


@dataclass(frozen=True, slots=True)
class ActionChosen:
    """An action the NPC takes, after it has spoken. The game says what came of it."""

    action_id: str
    name: str
    arguments: str
    """JSON that satisfies the game's own schema for that action, every id in it a declared one."""


class GroupEnd(StrEnum):
    """Why nobody in a group says any more."""

    ANSWERED = "answered"
    """Whoever had something to say has said it."""
    SILENCE = "silence"
    """Nobody had anything to say."""
    LIMIT = "limit"
    """`max_speakers` have spoken."""
    LOOP = "loop"
    """They went round in circles without the player."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class GroupCompleted:
    """The end of a group's talk, after the Completed of each of its turns."""

    turn_ids: tuple[str, ...]
    end: GroupEnd


EventBody = (
    Started
    | TextDelta
    | Sentence
    | ActionChosen
    | EmotionChanged
    | RelationshipChanged
    | Safety
    | Completed
    | GroupCompleted
)


@dataclass(frozen=True, slots=True)
class DialogueEvent:
    """Something that happened in a turn; `sequence` counts from 0 without gaps."""

    sequence: int
    turn_id: str
    npc_id: str
    body: EventBody
