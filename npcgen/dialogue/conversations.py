"""Every conversation of a server: begun, found, talked in, saved, forgotten.

The service's one door to dialogue. Knows no gRPC.
"""

import logging
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from types import MappingProxyType
from typing import Any

from npcgen.dialogue import save_game, turns
from npcgen.dialogue.actions.plausible import Gate
from npcgen.dialogue.barks import Bark, bark
from npcgen.dialogue.continuing import go_on_from
from npcgen.dialogue.events import DialogueEvent
from npcgen.dialogue.game_state import UNKNOWN, GameState
from npcgen.dialogue.guards import NO_GUARDS, Guards
from npcgen.dialogue.history import check_persona_fits
from npcgen.dialogue.kept_conversations import KeptConversations
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.mind import MINDLESS, Mind
from npcgen.dialogue.paging import Page, page_of
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.prompt import PlayerLine, one_line, user_text
from npcgen.dialogue.reply_options import MAX_REPLY_TIMEOUT_S as MAX_REPLY_TIMEOUT_S
from npcgen.dialogue.reply_options import MAX_REPLY_TOKENS as MAX_REPLY_TOKENS
from npcgen.dialogue.reply_options import NO_LIMITS, ReplyDefaults
from npcgen.dialogue.reply_options import ReplyLimits as ReplyLimits
from npcgen.dialogue.state import Conversation, Player, Turn
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.talking import Talking
from npcgen.dialogue.world import World
from npcgen.engine.adapters import check_adapter
from npcgen.engine.base import Message
from npcgen.errors import (
    FailedPrecondition,
    InvalidArgument,
    Unavailable,
)

logger = logging.getLogger(__name__)

IDLE_S = 24 * 3600.0
"""Idle for so long, a conversation is forgotten when room is needed for a new one."""
_MAX_NAME_CHARS = 60
_MAX_ID_CHARS = 64
_MAX_MODEL_CHARS = 64
_FORGET_AT_ONCE = 16
MAX_SAVED = 200
"""Conversations in one save game."""


class Conversations(Talking):
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
        action_gate: Gate = "auto",
        mind: Mind = MINDLESS,
        guards: Guards = NO_GUARDS,
        discard_parked: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`models` gives the loaded model of a name, the default one for an empty name; or raises
        Unavailable while that is being loaded, FailedPrecondition when it isn't there.

        `fallback`: whether authored lines stand in for a model that can't speak, by default.
        `action_gate`: whether the words of an exchange have to speak of an action; "auto" asks it
        of small models. `mind` thinks for every NPC, and `guards` watch over all of them.
        `discard_parked` deletes what models that aren't loaded now have left on disk.
        """
        defaults = ReplyDefaults(max_tokens, reply_timeout_s, fallback, action_gate)
        kept = KeptConversations(store, worlds, max_conversations)
        super().__init__(models, kept, defaults, mind, guards)
        self._personas = personas
        self._worlds = worlds
        self._max_conversations = max_conversations
        self._discard_parked = discard_parked

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
        state: GameState = UNKNOWN,
        model: str = "",
        request_id: str = "",
        continues: str = "",
    ) -> Conversation:
        """A new conversation with the persona, given by id or whole; it is kept when this returns.

        It goes on from the conversation `continues`, where that is given.

        The same `request_id` again gives the same conversation, whatever the `state`, for that may
        have changed meanwhile. Raises NotFound, InvalidArgument, ContextTooSmall, Overloaded when
        `max_conversations` are kept, Unavailable while loading, FailedPrecondition when `model`
        isn't loaded or has no such adapter as the persona's.
        """
        _check_short("request_id", request_id, _MAX_ID_CHARS)
        _check_short("model", model, _MAX_MODEL_CHARS)
        who = npc if isinstance(npc, str) else npc.model_dump(mode="json")
        asked = (who, player.id, player.name, world_id, scene, model, continues)
        if begun := await self._kept.begun(request_id, asked):
            return begun
        conversation = self._new(npc, player, world_id, scene)
        conversation.game_state = state
        if continues:
            go_on_from(await self.get(continues), conversation)
        speaker = self._speaker(model, conversation.persona)
        conversation.model = speaker.info.name
        check_adapter(conversation.persona.adapter, speaker.info)
        await check_persona_fits(conversation, speaker)
        if await self._kept.count() >= self._max_conversations:
            await self._forget_idle()
        if player.id and not player.name:
            # An NPC that was told a name in another conversation calls the player by it.
            await self._mind.recall(conversation, PlayerLine(""))
        return await self._kept.begin(conversation, request_id, asked)

    async def bark(
        self,
        npc: str | Persona,
        situation: str,
        count: int = 1,
        *,
        world_id: str = "",
        model: str = "",
        limits: ReplyLimits = NO_LIMITS,
        sampling: Mapping[str, Any] = MappingProxyType({}),
    ) -> AsyncGenerator[DialogueEvent, None]:
        """One-liners, each a turn of its own; nothing is remembered. See `barks.bark`."""
        persona, world = self._who(npc, world_id)
        speaker = self._speaker(model, persona)
        check_adapter(persona.adapter, speaker.info)
        options = self._defaults.options(limits, speaker.info.sampling, sampling)
        asked = Bark(persona, world, turns.checked_stimulus(situation, "situation"), count)
        async with aclosing(bark(asked, speaker, options, self._guards)) as events:
            async for event in events:
                yield event

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
        for under_way in (conversation.group, conversation.active):
            if under_way is not None:
                under_way.cancel()
        await self._kept.delete(conversation_id)
        await self._erase(conversation)

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

    async def _erase(self, conversation: Conversation) -> None:
        conversation.is_deleted = True
        answered = (user_text(turn.past.line) for turn in conversation.turns)
        heard = (*conversation.unanswered, *answered)
        if not heard:
            return
        try:
            model = self._models(conversation.model)
        except (Unavailable, FailedPrecondition):
            logger.info("a conversation was deleted while its model wasn't loaded")
        else:
            model.forget([Message("user", text) for text in heard])
        if self._discard_parked is not None:
            await self._discard_parked()

    def _new(self, npc: str | Persona, player: Player, world_id: str, scene: str) -> Conversation:
        persona, world = self._who(npc, world_id)
        return Conversation(
            id=secrets.token_urlsafe(9),
            persona=persona,
            world=world,
            player=_checked(player),
            used_at=time.time(),
            scene=turns.checked_scene(scene),
        )

    def _who(self, npc: str | Persona, world_id: str) -> tuple[Persona, World | None]:
        """Raises NotFound."""
        persona = self._personas.get(npc) if isinstance(npc, str) else npc
        world_id = world_id or persona.world
        return persona, self._worlds.get(world_id) if world_id else None

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


def _turn_bytes(turn: Turn) -> int:
    return len(turn.past.line.text.encode()) + len(turn.past.reply.encode())


def _checked(player: Player) -> Player:
    _check_short("player.id", player.id, _MAX_ID_CHARS)
    name = one_line(player.name)
    _check_short("player.name", name, _MAX_NAME_CHARS)
    return Player(player.id, name)


def _check_short(path: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise InvalidArgument.at(path, f"has {len(text)} characters; send at most {limit}")
