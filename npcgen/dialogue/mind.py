"""What dialogue needs of whatever thinks for an NPC: before it speaks, and after it has spoken."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from npcgen.dialogue.events import EventBody
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.state import Conversation
from npcgen.dialogue.turn_context import NOTHING, TurnContext
from npcgen.engine.base import Sampling


@dataclass(frozen=True, slots=True)
class Said:
    """An exchange that was just spoken."""

    turn_id: str
    line: PlayerLine
    reply: str
    context: TurnContext
    model: LanguageModel
    sampling: Sampling
    deadline: float
    """On the clock of `time.monotonic()`: what isn't thought by then isn't thought."""


class Mind(Protocol):
    """One for all NPCs of a server; everything that differs is in the conversation."""

    async def recall(self, conversation: Conversation, line: PlayerLine) -> TurnContext:
        """What the line brings to mind. Called before the prompt is compiled."""
        ...

    def reflect(self, conversation: Conversation, said: Said) -> AsyncGenerator[EventBody, None]:
        """What the exchange does to the NPC, and what it does then: between its last word and
        Completed. Not called for a reply that was cancelled, or a fallback line.
        """
        ...


class Mindless:
    """Nothing comes to mind, and nothing changes."""

    async def recall(self, conversation: Conversation, line: PlayerLine) -> TurnContext:
        return NOTHING

    async def reflect(
        self, conversation: Conversation, said: Said
    ) -> AsyncGenerator[EventBody, None]:
        nothing: tuple[EventBody, ...] = ()
        for body in nothing:
            yield body


MINDLESS = Mindless()
