"""The game's own access to memories and feelings: list, add, change, tell, delete, forget.

The service's one door to them. Knows no gRPC.
"""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.feelings.axes import Emotion, Feeling, Relationship
from npcgen.dialogue.feelings.change import Change
from npcgen.dialogue.feelings.feelings import Feelings, Move
from npcgen.dialogue.feelings.rules import deed as impulse_of
from npcgen.dialogue.memory import rows
from npcgen.dialogue.memory.facts import quote
from npcgen.dialogue.paging import Page
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.dialogue.prompt import one_line
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.store import memories, players
from npcgen.dialogue.store.players import Forgotten
from npcgen.dialogue.store.store import Store
from npcgen.errors import InvalidArgument, NotFound

logger = logging.getLogger(__name__)

MAX_TEXT_CHARS = 400
MAX_ID_CHARS = 64
TOLD_IMPORTANCE = 0.6


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the game tells an NPC about a player."""

    npc_id: str
    player_id: str
    text: str
    importance: float = TOLD_IMPORTANCE
    subject: str = ""
    deed: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it."""

    memory: Memory
    changes: tuple[Change, ...] = ()


class Memories:
    """The memories of a server's NPCs."""

    def __init__(
        self,
        store: Store,
        personas: PersonaStore,
        conversations: Conversations,
        feelings: Feelings,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._personas = personas
        self._conversations = conversations
        self._feelings = feelings
        self._clock = clock

    async def list(
        self, npc_id: str, player_id: str, page_size: int = 0, page_token: str = ""
    ) -> Page[Memory]:
        """The oldest first. Raises InvalidArgument."""
        _check_pair(npc_id, player_id)
        return await self._store.read(memories.page, npc_id, player_id, page_size, page_token)

    async def add(self, told: Told, request_id: str = "") -> Added:
        """What the NPC remembers now, and how a deed moved its feelings.

        The same `request_id` again adds nothing. Raises InvalidArgument; NotFound for a deed
        towards a persona the server doesn't keep.
        """
        _check_short("request_id", request_id)
        _check_pair(told.npc_id, told.player_id)
        text, importance = checked_text(told.text), checked_importance(told.importance)
        _check_short("subject", told.subject)
        impulse = impulse_of(told.deed) if told.deed else None
        persona = self._personas.get(told.npc_id) if impulse else None
        memory = Memory(
            id=_id_of(request_id) if request_id else secrets.token_urlsafe(9),
            npc_id=told.npc_id,
            player_id=told.player_id,
            kind="event",
            text=text,
            created_at=self._clock(),
            importance=importance,
            subject=told.subject,
        )
        move = None
        if impulse is not None and persona is not None:
            move = self._feelings.moving(persona, told.player_id, (impulse,))
        return await self._store.write(_add, memory, move)

    async def update(
        self, memory_id: str, text: str | None = None, importance: float | None = None
    ) -> Memory:
        """The memory as it is now. Raises InvalidArgument, NotFound."""
        text = None if text is None else checked_text(text)
        importance = None if importance is None else checked_importance(importance)
        changed = await self._store.write(rows.change, memory_id, text, importance)
        if changed is None:
            raise _no_memory(memory_id)
        return changed

    async def delete(self, memory_id: str) -> None:
        """Afterwards no file of the store holds its words. Raises NotFound."""
        if not await self._store.erase(memories.delete, memory_id):
            raise _no_memory(memory_id)

    async def tell(self, memory_id: str, to_npc_id: str) -> Memory:
        """What the NPC that is told remembers now. Raises InvalidArgument, NotFound.

        The same told again takes its own place.
        """
        _check_id("to_npc_id", to_npc_id)
        found = await self._store.read(memories.find, memory_id)
        if found is None:
            raise _no_memory(memory_id)
        if found.npc_id == to_npc_id:
            raise InvalidArgument.at("to_npc_id", f"'{to_npc_id}' is the one that remembers it")
        teller = self._name_of(found.npc_id)
        digest = hashlib.sha256(memory_id.encode()).hexdigest()[:16]
        memory = replace(
            found,
            id=secrets.token_urlsafe(9),
            npc_id=to_npc_id,
            kind="event",
            text=f"{teller} told me: {_cut(found.text)}",
            created_at=self._clock(),
            recalled_at=None,
            subject=f"told.{digest}",
            embedding=None,
            embedding_model="",
        )
        await self._store.write(rows.keep, (memory,), (), 0.0)
        return memory

    async def forget_player(self, player_id: str) -> Forgotten:
        """Everything that is known of the player is gone, here, on disk and in models' caches.

        Raises InvalidArgument.
        """
        _check_id("player_id", player_id)
        ended = await self._store.read(players.conversations_of, player_id)
        for conversation_id in ended:
            try:
                await self._conversations.delete(conversation_id)
            except NotFound:
                logger.info("a conversation to forget was deleted meanwhile")
        forgotten = await self._store.erase(players.forget, player_id)
        return replace(forgotten, conversation_ids=(*ended, *forgotten.conversation_ids))

    async def feeling(self, npc_id: str, player_id: str) -> Feeling:
        """How the NPC feels about the player now. Raises InvalidArgument, NotFound."""
        _check_pair(npc_id, player_id)
        return await self._feelings.about(self._personas.get(npc_id), player_id)

    async def set_feeling(
        self,
        npc_id: str,
        player_id: str,
        relationship: Relationship | None,
        emotion: Emotion | None,
    ) -> Feeling:
        """How the NPC feels from now on; None leaves a part as it is. Raises as `feeling`."""
        now = await self.feeling(npc_id, player_id)
        feeling = replace(
            now,
            relationship=now.relationship if relationship is None else relationship,
            emotion=now.emotion if emotion is None else emotion,
        )
        return await self._feelings.set(npc_id, player_id, feeling)

    def _name_of(self, npc_id: str) -> str:
        try:
            return self._personas.get(npc_id).name
        except NotFound:
            return npc_id


def _add(connection: sa.Connection, memory: Memory, move: Move | None) -> Added:
    before = memories.find(connection, memory.id)
    if before is not None:
        if (before.npc_id, before.player_id) != (memory.npc_id, memory.player_id):
            raise InvalidArgument.at(
                "request_id",
                "was used for another pair; send a new one",
                reason="REQUEST_ID_REUSED",
            )
        return Added(before)
    rows.keep(connection, (memory,), (), 0.0)
    return Added(memory, move(connection).changes if move else ())


def _id_of(request_id: str) -> str:
    return hashlib.sha256(request_id.encode()).hexdigest()[:24]


def checked_text(text: str) -> str:
    """The text on one line; raises InvalidArgument."""
    text = one_line(text)
    if not 1 <= len(text) <= MAX_TEXT_CHARS:
        raise InvalidArgument.at("text", f"has {len(text)} characters; send 1 to {MAX_TEXT_CHARS}")
    return text


def checked_importance(importance: float) -> float:
    """Raises InvalidArgument."""
    if not 0 <= importance <= 1:
        raise InvalidArgument.at("importance", f"is {importance}; choose 0 to 1")
    return importance


def _check_pair(npc_id: str, player_id: str) -> None:
    _check_id("npc_id", npc_id)
    _check_id("player_id", player_id)


def _check_id(path: str, value: str) -> None:
    if not value:
        raise InvalidArgument.at(path, "is empty; send the id")
    _check_short(path, value)


def _check_short(path: str, value: str) -> None:
    if len(value) > MAX_ID_CHARS:
        raise InvalidArgument.at(path, f"has {len(value)} characters; send at most {MAX_ID_CHARS}")


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT_CHARS - 100 else quote(text)


def _no_memory(memory_id: str) -> NotFound:
    return NotFound(
        f"no memory '{memory_id[:MAX_ID_CHARS]}'; it was deleted, or its player forgotten",
        reason="MEMORY_NOT_FOUND",
        metadata={"memory_id": memory_id[:MAX_ID_CHARS]},
    )
