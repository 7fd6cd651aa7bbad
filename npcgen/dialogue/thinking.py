"""An NPC's mind, put together of parts: what it feels, what it knows, what it does next.

    before it speaks:  feel -> know (lore, memories), which depends on what it feels
    afterwards:        each part that a turn changes, in turn

A part left out is one that thinks nothing.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol

from npcgen.dialogue.events import EventBody
from npcgen.dialogue.lore.recall import Standing
from npcgen.dialogue.mind import MINDLESS, Mind, Said
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.state import Conversation
from npcgen.dialogue.turn_context import Recalled, TurnContext


class Knowledge(Protocol):
    """A part that knows something: lore, memories."""

    async def recall(
        self, conversation: Conversation, line: PlayerLine, standing: Standing
    ) -> tuple[Recalled, ...]:
        """What the line brings to mind, the most important first."""
        ...


class Afterthought(Protocol):
    """A part that a turn changes: memories that are made, actions, idle work."""

    def reflect(self, conversation: Conversation, said: Said) -> AsyncGenerator[EventBody, None]:
        """As `Mind.reflect`."""
        ...


class Thinking:
    """A Mind of parts. One for all NPCs of a server."""

    def __init__(
        self,
        feelings: Mind = MINDLESS,
        knows: Sequence[Knowledge] = (),
        afterwards: Sequence[Afterthought] = (),
    ) -> None:
        """`afterwards` reflect in this order."""
        self._feelings = feelings
        self._knows = tuple(knows)
        self._reflecting: tuple[Afterthought, ...] = (feelings, *afterwards)

    async def recall(self, conversation: Conversation, line: PlayerLine) -> TurnContext:
        """NOTE: feelings first: how far a player is trusted opens secrets in this very turn."""
        felt = await self._feelings.recall(conversation, line)
        standing = Standing(conversation.game_state, conversation.relationship.trust)
        recalled = felt.recalled
        for part in self._knows:
            recalled += await part.recall(conversation, line, standing)
        return replace(felt, recalled=recalled)

    async def reflect(
        self, conversation: Conversation, said: Said
    ) -> AsyncGenerator[EventBody, None]:
        for part in self._reflecting:
            async with aclosing(part.reflect(conversation, said)) as bodies:
                async for body in bodies:
                    yield body
