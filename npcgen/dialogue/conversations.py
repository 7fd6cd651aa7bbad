"""Every conversation of a server: begun, found, talked in, forgotten. In memory.

The service's one door to dialogue. Knows no gRPC.
"""

import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from npcgen.dialogue import conversation as one
from npcgen.dialogue.events import DialogueEvent
from npcgen.dialogue.history import check_persona_fits
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.paging import Page, page_of
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.prompt import one_line, user_text
from npcgen.dialogue.state import Conversation, Player, Turn
from npcgen.engine.adapters import check_adapter
from npcgen.engine.base import Completed, Message, Sampling
from npcgen.errors import (
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    Overloaded,
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
_Asked = tuple[str | Persona, Player, str, str, str]


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
        self._conversations: dict[str, Conversation] = {}
        self._requests: dict[str, tuple[_Asked, str]] = {}

    def __len__(self) -> int:
        return len(self._conversations)

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
        """A new conversation with the persona, given by id or whole.

        The same `request_id` again gives the same conversation. Raises NotFound, InvalidArgument,
        ContextTooSmall, Overloaded when `max_conversations` are kept, Unavailable while loading,
        FailedPrecondition when `model` isn't loaded or has no such adapter as the persona's.
        """
        _check_short("request_id", request_id, _MAX_ID_CHARS)
        _check_short("model", model, _MAX_MODEL_CHARS)
        asked = (npc, player, world_id, scene, model)
        if begun := self._begun(request_id, asked):
            return begun
        conversation = self._new(npc, player, world_id, scene)
        speaker = self._speaker(model, conversation.persona)
        conversation.model = speaker.info.name
        check_adapter(conversation.persona.adapter, speaker.info)
        await check_persona_fits(conversation, speaker)
        if begun := self._begun(request_id, asked):
            return begun
        self._check_room()
        self._conversations[conversation.id] = conversation
        if request_id:
            self._requests[request_id] = (asked, conversation.id)
        return conversation

    def chat(
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
        conversation = self.get(conversation_id)
        conversation.used_at = time.monotonic()
        engine = self._models(conversation.model)
        options = self._reply_options(limits, _seeded(engine.info.sampling, sampling))
        return one.reply(conversation, text, scene, engine, options)

    async def warm_up(self, conversation_id: str) -> Completed:
        """Computes the conversation's prompt ahead of the player's next line.

        Raises NotFound, ContextTooSmall, and whatever the engine raises.
        """
        conversation = self.get(conversation_id)
        max_tokens, timeout_s = self._defaults
        engine = self._models(conversation.model)
        return await one.warm_up(conversation, engine, max_tokens, timeout_s)

    def cancel(self, conversation_id: str, turn_id: str = "") -> bool:
        """Asks the reply under way to end; False when that turn isn't under way."""
        active = self.get(conversation_id).active
        if active is None or turn_id not in ("", active.id):
            return False
        active.cancel()
        return True

    def get(self, conversation_id: str) -> Conversation:
        """Raises NotFound."""
        try:
            return self._conversations[conversation_id]
        except KeyError:
            raise NotFound(
                f"no conversation '{conversation_id}'; it was deleted or idle for long, or the "
                "server restarted: "
                "call StartConversation",
                reason="CONVERSATION_NOT_FOUND",
                metadata={"conversation_id": conversation_id},
            ) from None

    def turns(self, conversation_id: str, page_size: int = 0, page_token: str = "") -> Page[Turn]:
        """A page of its finished turns, the oldest first."""
        turns = {turn.id: turn for turn in self.get(conversation_id).turns}
        return page_of(turns, page_size, page_token, _turn_bytes)

    def list(self, page_size: int = 0, page_token: str = "") -> Page[Conversation]:
        """A page, the oldest conversation first."""
        return page_of(self._conversations, page_size, page_token)

    def delete(self, conversation_id: str) -> None:
        """Forgets a conversation and ends its reply under way; raises NotFound.

        What its model keeps of the player's words goes too, from memory and from disk.
        """
        self.cancel(conversation_id)
        self._erase(self._conversations.pop(conversation_id))
        self._requests = {
            request_id: (asked, begun)
            for request_id, (asked, begun) in self._requests.items()
            if begun != conversation_id
        }

    def _erase(self, conversation: Conversation) -> None:
        conversation.is_deleted = True
        try:
            model = self._models(conversation.model)
        except (Unavailable, FailedPrecondition):
            logger.warning("a conversation was deleted while its model wasn't loaded")
            return
        model.forget([Message("user", user_text(line)) for line in conversation.heard])

    def _begun(self, request_id: str, asked: _Asked) -> Conversation | None:
        """What the same request began before; raises InvalidArgument when it asked otherwise."""
        if request_id not in self._requests:
            return None
        before, conversation_id = self._requests[request_id]
        if before != asked:
            raise InvalidArgument.at(
                "request_id",
                "was used for another conversation; send a new one for each",
                reason="REQUEST_ID_REUSED",
            )
        return self._conversations[conversation_id]

    def _new(self, npc: str | Persona, player: Player, world_id: str, scene: str) -> Conversation:
        persona = self._personas.get(npc) if isinstance(npc, str) else npc
        world_id = world_id or persona.world
        return Conversation(
            id=secrets.token_urlsafe(9),
            persona=persona,
            world=self._worlds.get(world_id) if world_id else None,
            player=_checked(player),
            used_at=time.monotonic(),
            scene=one.checked_scene(scene),
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

    def _check_room(self) -> None:
        if len(self._conversations) >= self._max_conversations:
            self._forget_idle()
        if len(self._conversations) >= self._max_conversations:
            raise Overloaded(
                f"{self._max_conversations} conversations are kept, which is the limit; "
                "delete some, or raise max_conversations",
                reason="TOO_MANY_CONVERSATIONS",
                retry_after_s=30.0,
            )

    def _forget_idle(self) -> None:
        """Makes room: nobody has spoken in these for a day."""
        long_ago = time.monotonic() - IDLE_S
        for conversation in list(self._conversations.values()):
            if conversation.active is None and conversation.used_at < long_ago:
                self.delete(conversation.id)

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
