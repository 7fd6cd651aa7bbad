"""What an NPC says when no model can speak for it: a line that its author wrote. Pure.

The one degraded mode there is. It covers a missed deadline and an engine that fails, as long as
nothing was said; what the caller can mend, or should try again, stays an error.
"""

from npcgen.dialogue.persona import Persona
from npcgen.errors import (
    DeadlineExceeded,
    FailedPrecondition,
    InternalError,
    ModelUnusable,
    NotFound,
    NpcgenError,
    Unavailable,
)

DEFAULT_LINES = (
    "Hm? Forgive me, my thoughts were elsewhere.",
    "Give me a moment. I am not myself today.",
    "Ask me that again later, will you?",
    "I have no words for you just now.",
)
_WAITED_FOR = frozenset({"MODEL_LOADING", "DRAINING", "PREEMPTED"})
_ELSEWHERE = "REMOTE_"
"""How the reasons begin of what only the operator of a model server can mend."""


def covers(error: NpcgenError) -> bool:
    """Whether a fallback line may be said instead of the error."""
    if isinstance(error, DeadlineExceeded | InternalError | ModelUnusable):
        return True
    if isinstance(error, Unavailable):
        return error.reason not in _WAITED_FOR
    is_lasting = isinstance(error, FailedPrecondition | NotFound)
    return is_lasting and error.reason.startswith(_ELSEWHERE)


def line_of(persona: Persona, turn: int) -> str:
    """The line for the conversation's turn of that number: one after the other, as written."""
    lines = persona.fallback_lines or DEFAULT_LINES
    return lines[turn % len(lines)]
