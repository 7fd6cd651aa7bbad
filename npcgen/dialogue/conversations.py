"""Every conversation of a server: begun, found, talked in, saved, forgotten.

The service's one door to dialogue. Knows no gRPC.
"""

import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from npcgen.dialogue import conversation as one
from npcgen.dialogue import save_game, turns
from npcgen.dialogue.events import DialogueEvent
from npcgen.dialogue.history import check_persona_fits
from npcgen.dialogue.kept_conversations import KeptConversations
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.paging import Page, page_of
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.prompt import one_line, user_text
from npcgen.dialogue.state import Conversation, Player, Turn
from npcgen.dialogue.store.store import Store
from npcgen.engine.adapters import check_adapter
from npcgen.engine.base import Completed, Message, Sampling
from npcgen.errors import (
    FailedPrecondition,
    InvalidArgument,
    Unavailable,
)

logger = logging.getLogger(__name__)

IDLE_S = 24 * 3600.0
"""Idle for so long, a conversation is forgotten when room is needed for a new one."""
MAX_REPLY_TOKENS = 4_096
MAX_REPLY_TIMEOUT_S = 600.0
_MAX_NAME_CHARS = 60
_MAX_ID_CHARS = 64
_MAX_MODEL_CHARS = 64
_FORGET_AT_ONCE = 16
MAX_SAVED = 200
"""Conversations in one save game."""


@dataclass(frozen=True, slots=True)
class ReplyLimits:
    """What a caller may leave out; None takes the server's default."""

    max_tokens: int | None = None
    timeout_s: float | None = None
    remaining_s: float | None = None
    """Seconds until the caller stops waiting. It ends a reply earlier, never later."""
    fallback: bool | None = None
    """Whether an authored line is said where the model can't say anything in time."""


class Conversations:
    """The conversations of one server process."""

    def __init__(
        self,
        models: Callable[[str], LanguageModel],
        personas: PersonaStore,
        worlds: WorldStore,
        store: Store,
        *,
        max_tokens: int,
        reply_timeout_s: float,
        max_conversations: int,
        fallback: bool = True,
    ) -> None:
        """`models` gives the loaded model of a name, the default one for an empty name; or raises
        Unavailable while that is being loaded, FailedPrecondition when it isn't there.

        `fallback`: whether authored lines stand in for a model that can't speak, by default.
        """
        self._models = models
        self._fallback = fallback
        self._personas = personas
        self._worlds = worlds
        self._defaults = (max_tokens, reply_timeout_s)
        self._max_conversations = max_conversations
        self._kept = KeptConversations(store, worlds, max_conversations)

    def __len__(self) -> int:
        """How many are in memory."""
        return len(self._kept)

    async def start(
        self,
        npc: str | Persona,
        player: Player,
        *,
        world_id: str = "",
        scene: str = "",
        model: str = "",
        request_id: str = "",
    ) -> Conversation:
        """A new conversation with the persona, given by id or whole; it is kept when this returns.

        The same `request_id` again gives the same conversation. Raises NotFound, InvalidArgument,
        ContextTooSmall, Overloaded when `max_conversations` are kept, Unavailable while loading,
        FailedPrecondition when `model` isn't loaded or has no such adapter as the persona's.
        """
        _check_short("request_id", request_id, _MAX_ID_CHARS)
        _check_short("model", model, _MAX_MODEL_CHARS)
        who = npc if isinstance(npc, str) else npc.model_dump(mode="json")
        asked = (who, player.id, player.name, world_id, scene, model)
        if begun := await self._kept.begun(request_id, asked):
            return begun
        conversation = self._new(npc, player, world_id, scene)
        speaker = self._speaker(model, conversation.persona)
        conversation.model = speaker.info.name
        check_adapter(conversation.persona.adapter, speaker.info)
        await check_persona_fits(conversation, speaker)
        if await self._kept.count() >= self._max_conversations:
            await self._forget_idle()
        return await self._kept.begin(conversation, request_id, asked)

    async def chat(
        self,
        conversation_id: str,
        text: str,
        *,
        scene: str | None = None,
        limits: ReplyLimits = ReplyLimits(),
        sampling: Mapping[str, Any] = MappingProxyType({}),
    ) -> AsyncGenerator[DialogueEvent, None]:
        """The events of the NPC's answer. See `conversation.reply`.

        `sampling` holds fields of `Sampling`; the others have the model's own defaults, and a
        seed that isn't given is drawn.
        """
        conversation = await self.get(conversation_id)
        engine = self._models(conversation.model)
        options = self._reply_options(limits, _seeded(engine.info.sampling, sampling))
        line = turns.player_line(conversation, text, scene)
        reply = one.reply(conversation, line, engine, options, self._kept)
        async with aclosing(reply) as events:
            async for event in events:
                yield event

    async def warm_up(self, conversation_id: str) -> Completed:
        """Computes the conversation's prompt ahead of the player's next line.

        Raises NotFound, ContextTooSmall, and whatever the engine raises.
        """
        conversation = await self.get(conversation_id)
        max_tokens, timeout_s = self._defaults
        engine = self._models(conversation.model)
        return await one.warm_up(conversation, engine, max_tokens, timeout_s)

    async def cancel(self, conversation_id: str, turn_id: str = "") -> bool:
        """Asks the reply under way to end; False when that turn isn't under way."""
        active = (await self.get(conversation_id)).active
        if active is None or turn_id not in ("", active.id):
            return False
        active.cancel()
        return True

    async def get(self, conversation_id: str) -> Conversation:
        """Raises NotFound."""
        return await self._kept.get(conversation_id)

    async def turns(
        self, conversation_id: str, page_size: int = 0, page_token: str = ""
    ) -> Page[Turn]:
        """A page of its finished turns, the oldest first."""
        finished = {turn.id: turn for turn in (await self.get(conversation_id)).turns}
        return page_of(finished, page_size, page_token, _turn_bytes)

    async def list(
        self, page_size: int = 0, page_token: str = ""
    ) -> Page[tuple[Conversation, int]]:
        """A page with the number of each one's turns, the oldest conversation first."""
        return await self._kept.page(page_size, page_token)

    async def delete(self, conversation_id: str) -> None:
        """Forgets a conversation and ends its reply under way; raises NotFound.

        What its model keeps of the player's words goes too, from memory and from disk.
        """
        conversation = await self.get(conversation_id)
        if conversation.active is not None:
            conversation.active.cancel()
        await self._kept.delete(conversation_id)
        self._erase(conversation)

    async def save(self, conversation_ids: Sequence[str]) -> bytes:
        """A save game of the conversations. A reply under way isn't part of it.

        Raises NotFound, and InvalidArgument for none or more than MAX_SAVED.
        """
        if not 1 <= len(conversation_ids) <= MAX_SAVED:
            raise InvalidArgument.at(
                "conversation_ids", f"are {len(conversation_ids)}; send 1 to {MAX_SAVED}"
            )
        return await self._kept.save(conversation_ids)

    async def load(self, data: bytes) -> tuple[str, ...]:
        """The ids of the conversations of a save game, which are as they were then.

        Replies under way in them end, and aren't kept. Raises as `save_game.decode` and
        `saves.restore`.
        """
        save = save_game.decode(data)
        conversation_ids = tuple(each.id for each in save.conversations)
        for conversation_id in conversation_ids:
            if (held := self._kept.held(conversation_id)) and held.active:
                held.active.cancel()
        await self._kept.load(save)
        return conversation_ids

    def _erase(self, conversation: Conversation) -> None:
        conversation.is_deleted = True
        try:
            model = self._models(conversation.model)
        except (Unavailable, FailedPrecondition):
            logger.warning("a conversation was deleted while its model wasn't loaded")
            return
        model.forget([Message("user", user_text(line)) for line in conversation.heard])

    def _new(self, npc: str | Persona, player: Player, world_id: str, scene: str) -> Conversation:
        persona = self._personas.get(npc) if isinstance(npc, str) else npc
        world_id = world_id or persona.world
        return Conversation(
            id=secrets.token_urlsafe(9),
            persona=persona,
            world=self._worlds.get(world_id) if world_id else None,
            player=_checked(player),
            used_at=time.time(),
            scene=turns.checked_scene(scene),
        )

    def _speaker(self, asked: str, persona: Persona) -> LanguageModel:
        """What the caller asks for; else what the persona would like, where that is loaded."""
        if asked or not persona.model:
            return self._models(asked)
        try:
            return self._models(persona.model)
        except FailedPrecondition:
            logger.info("'%s' speaks with the default model: its own isn't loaded", persona.id)
            return self._models("")

    async def _forget_idle(self) -> None:
        """Makes room: nobody has spoken in these for a day."""
        long_ago = time.time() - IDLE_S
        for conversation_id in await self._kept.unused_since(long_ago, _FORGET_AT_ONCE):
            if (await self.get(conversation_id)).active is None:
                await self.delete(conversation_id)

    def _reply_options(self, limits: ReplyLimits, sampling: Sampling) -> one.ReplyOptions:
        max_tokens, timeout_s = self._defaults
        max_tokens = limits.max_tokens if limits.max_tokens is not None else max_tokens
        timeout_s = limits.timeout_s if limits.timeout_s is not None else timeout_s
        if not 1 <= max_tokens <= MAX_REPLY_TOKENS:
            raise InvalidArgument.at(
                "limits.max_tokens", f"is {max_tokens}; choose 1 to {MAX_REPLY_TOKENS}"
            )
        if not 0 < timeout_s <= MAX_REPLY_TIMEOUT_S:
            raise InvalidArgument.at(
                "limits.timeout_ms",
                f"is {timeout_s * 1000:.0f}; choose 1 to {MAX_REPLY_TIMEOUT_S * 1000:.0f}",
            )
        if limits.remaining_s is not None:
            timeout_s = min(timeout_s, limits.remaining_s)
        fallback = self._fallback if limits.fallback is None else limits.fallback
        return one.ReplyOptions(max_tokens, timeout_s, sampling, fallback)


def _turn_bytes(turn: Turn) -> int:
    return len(turn.past.line.text.encode()) + len(turn.past.reply.encode())


def _seeded(defaults: Sampling, given: Mapping[str, Any]) -> Sampling:
    return replace(defaults, **{"seed": secrets.randbelow(2**32), **given})


def _checked(player: Player) -> Player:
    _check_short("player.id", player.id, _MAX_ID_CHARS)
    name = one_line(player.name)
    _check_short("player.name", name, _MAX_NAME_CHARS)
    return Player(player.id, name)


def _check_short(path: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise InvalidArgument.at(path, f"has {len(text)} characters; send at most {limit}")
