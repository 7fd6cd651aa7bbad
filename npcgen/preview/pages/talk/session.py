"""A talk with an NPC, as the server keeps it. Knows no page."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from npcgen import Client, Conversation, DialogueEvent, Feeling, GameState, Player, Relationship
from npcgen.client import ReplyOptions
from npcgen.errors import NotFound
from npcgen.preview.pages.talk.heard import Heard, Looked, Told
from npcgen.preview.pages.talk.kept_secrets import kept_secrets

PLAYER_NAME = "Ada"
"""Of whoever gives no other."""


@dataclass(slots=True)
class Session:
    """A talk with one NPC. It is begun with the first line, so that looking leaves nothing."""

    client: Client
    heard: Heard
    persona_id: str
    model: str = ""
    conversation: Conversation | None = None
    player: Player = field(default_factory=lambda: stranger())

    async def open(self, conversation_id: str) -> Conversation:
        """Goes on with a talk that the server has. Raises NotFound."""
        self.conversation = await self.client.get_conversation(conversation_id)
        self.persona_id, self.player = self.conversation.npc_id, self.conversation.player
        return self.conversation

    async def begun(self) -> Conversation:
        """The conversation, which begins now where there was none."""
        if self.conversation is None:
            new, details = await asyncio.gather(
                self.client.start_conversation(
                    self.persona_id, player=self.player, model=self.model
                ),
                self.client.get_persona(self.persona_id),
            )
            self.heard.begins(new.id, details.persona)
            self.conversation = new
        return self.conversation

    async def is_outdated(self) -> bool:
        """Whether the character's sheet was changed since the talk began, and is there still."""
        began = self.heard.sheet_of(self.conversation.id) if self.conversation else None
        if began is None:
            return False
        try:
            return (await self.client.get_persona(self.persona_id)).persona != began
        except NotFound:
            return False

    async def go_on_as(self, persona_id: str, model: str) -> None:
        """The same talk with another persona, or an edited one, or another model.

        What an NPC with another id felt for the player, the new one feels.
        """
        after = replace(self, persona_id=persona_id, model=model)
        if self.conversation is not None:
            feeling = await self.feeling() if persona_id != self.persona_id else None
            self.conversation = await after.continued(self.conversation, feeling)
        self.persona_id, self.model = persona_id, model

    async def branched(self) -> "Session":
        """The same talk with the same NPC once more; from now on each goes its own way."""
        twin = Session(self.client, self.heard, self.persona_id, self.model)
        twin.player = stranger(self.player.name)
        if self.conversation is not None:
            twin.conversation = await twin.continued(self.conversation, await self.feeling())
        return twin

    async def continued(self, before: Conversation, feeling: Feeling | None) -> Conversation:
        """A new conversation with the turns of another one, for an NPC that feels so."""
        new = await self.client.start_conversation(
            self.persona_id, player=self.player, model=self.model, continues=before.id
        )
        if feeling is not None and self.player.id:
            await self.client.set_relationship(
                self.persona_id,
                self.player.id,
                relationship=feeling.relationship,
                emotion=feeling.emotion,
            )
        self.heard.go_on(before.id, new.id)
        self.heard.begins(new.id, (await self.client.get_persona(self.persona_id)).persona)
        return await self.client.get_conversation(new.id)

    async def look(self, text: str, state: GameState | None) -> Looked:
        """What the model would read for a line, or reads for the one that it answers now."""
        conversation = await self.begun()
        prompt, model, feeling = await asyncio.gather(
            self.client.preview_prompt(conversation.id, text, state=state),
            self.client.get_model(conversation.model),
            self.feeling(),
        )
        sheet = self.heard.sheet_of(conversation.id)
        trust, now = feeling.relationship.trust if feeling else 0.0, state or GameState()
        secrets = kept_secrets(sheet, prompt, trust, now) if sheet else ()
        return Looked(prompt, model.context_tokens, tuple(secrets))

    async def say(self, told: Told, options: ReplyOptions) -> AsyncGenerator[DialogueEvent, None]:
        """The answer to `told.player_text`, event by event."""
        conversation = await self.begun()
        events = self.client.chat(conversation.id, told.player_text, **options)
        async with aclosing(events):
            async for event in events:
                told.hear(event)
                yield event
        self.heard.keep(told)

    async def say_again(
        self, told: Told, options: ReplyOptions
    ) -> AsyncGenerator[DialogueEvent, None]:
        """Another answer to the last line; it takes the old one's place."""
        conversation = await self.begun()
        events = self.client.regenerate(conversation.id, **options)
        async with aclosing(events):
            async for event in events:
                told.hear(event)
                yield event
        if told.was_spoken:
            self.heard.keep(told)

    async def stop(self, heard: str) -> bool:
        """Ends the reply under way; the NPC remembers what was `heard` of it."""
        if self.conversation is None:
            return False
        return await self.client.cancel(self.conversation.id, heard_chars=len(heard))

    async def feeling(self) -> Feeling | None:
        """How the NPC feels about the player; None for a player whom nothing tells from others."""
        if not self.player.id:
            return None
        return await self.client.get_relationship(self.persona_id, self.player.id)

    async def set_feeling(self, relationship: Relationship) -> None:
        """From now on the NPC feels so about the player; its mood stays."""
        await self.client.set_relationship(
            self.persona_id, self.player.id, relationship=relationship
        )


def stranger(name: str = "") -> Player:
    """Somebody whom no NPC has met."""
    return Player(f"room-{uuid.uuid4().hex[:12]}", name or PLAYER_NAME)
