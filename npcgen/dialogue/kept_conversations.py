"""Conversations as they are kept: in the store all of them, and in memory those in use.

A turn that is told to be over is on disk before; what the memory has besides is the turn under
way. How the one looks as rows of the other is `conversation_rows.py`.
"""

import hashlib
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from npcgen.dialogue import save_game
from npcgen.dialogue.conversation_rows import (
    action_of,
    conversation_of,
    heard_by,
    progress_of,
    row_of,
    turn_row_of,
)
from npcgen.dialogue.memory import rows as memory_rows
from npcgen.dialogue.memory.attention import Noting
from npcgen.dialogue.paging import Page
from npcgen.dialogue.persona_store import WorldStore
from npcgen.dialogue.state import Conversation, Turn
from npcgen.dialogue.store import conversations as rows
from npcgen.dialogue.store import saves
from npcgen.dialogue.store.conversations import (
    Progress,
    StoredConversation,
    StoredTurn,
)
from npcgen.dialogue.store.store import Store
from npcgen.errors import InvalidArgument, NotFound, NpcgenError, Overloaded

logger = logging.getLogger(__name__)

HELD = 1_000
"""Conversations in memory, where that many are in use at all."""


class KeptConversations:
    """The conversations of a store."""

    def __init__(self, store: Store, worlds: WorldStore, most: int, held: int = HELD) -> None:
        """`most`: how many are kept; `held`: how many of them stay in memory while unused."""
        self._store = store
        self._worlds = worlds
        self._most = most
        self._most_held = held
        self._held: OrderedDict[str, Conversation] = OrderedDict()

    def __len__(self) -> int:
        """How many are in memory."""
        return len(self._held)

    async def begin(self, new: Conversation, request_id: str, asked: object) -> Conversation:
        """`new`, which is kept from now on; or what the same request began before.

        Raises InvalidArgument when that asked for something else, Overloaded when there is no
        room, and what the store raises.
        """
        turns = [turn_row_of(new, turn) for turn in new.turns]
        before = await self._store.write(
            _begin, row_of(new), turns, request_id, _digest(asked), self._most
        )
        if before is not None:
            return await self.get(before)
        self._hold(new)
        return new

    async def begun(self, request_id: str, asked: object) -> Conversation | None:
        """What the request began before. Raises InvalidArgument when it asked otherwise."""
        if not request_id:
            return None
        before = await self._store.read(_begun, request_id, _digest(asked))
        return None if before is None else await self.get(before)

    async def get(self, conversation_id: str) -> Conversation:
        """Raises NotFound, and what the store raises."""
        if conversation_id not in self._held:
            found = await self._store.read(_with_turns, conversation_id)
            if found is None:
                raise _not_found(conversation_id)
            # NOTE: whoever asked for it at the same time may have been faster, and talk in it.
            if conversation_id not in self._held:
                self._hold(self._restored(*found))
        self._held.move_to_end(conversation_id)
        return self._held[conversation_id]

    async def remember(self, conversation: Conversation, turn: Turn) -> None:
        """Returns once the turn is on disk, and what the NPC remembers of it.

        Raises NotFound when the conversation was deleted meanwhile, and what the store raises.
        """
        conversation.used_at = time.time()
        attention = conversation.attention
        noting = attention.noting_of(turn.id)
        progress, row = progress_of(conversation, turn), turn_row_of(conversation, turn)
        known = noting if conversation.player.id else None
        if not await self._store.write(_finish, row, progress, known):
            self.let_go([conversation.id])
            raise _not_found(conversation.id)
        if noting is not None:
            attention.noted_turns = noting.number
            if known is None:
                attention.keep_loose(noting.new)

    async def rewrite(self, conversation: Conversation, turn: Turn) -> None:
        """As `remember`, for a turn that is on disk already and is another now."""
        await self._store.write(rows.replace_turn, turn_row_of(conversation, turn))

    async def keep_noticed(self, conversation: Conversation) -> None:
        """Returns once what the NPC heard and noticed between two turns is on disk.

        Raises what the store raises.
        """
        await self._store.write(rows.set_progress, conversation.id, progress_of(conversation))

    async def keep_told(self, conversation: Conversation, action_id: str) -> None:
        """As `keep_noticed`, with what the game said of an action."""
        told = [(act.turn_id, action_of(act)) for act in conversation.acts if act.id == action_id]
        await self._store.write(_tell, conversation.id, progress_of(conversation), told)

    async def page(self, page_size: int, page_token: str) -> Page[tuple[Conversation, int]]:
        """Conversations with the number of their turns, the oldest first. Raises as `get`."""
        page = await self._store.read(rows.page, page_size, page_token)
        return Page(tuple(map(self._listed, page.items)), page.next_token)

    async def unused_since(self, before: float, limit: int) -> tuple[str, ...]:
        """Ids of those nobody has spoken in since (unix seconds)."""
        return await self._store.read(rows.unused_since, before, limit)

    async def count(self) -> int:
        return await self._store.read(rows.count)

    async def delete(self, conversation_id: str) -> None:
        """Afterwards no file of the store holds its words. Raises as `get`."""
        conversation = await self.get(conversation_id)
        # First, so that a reply that ends meanwhile isn't kept.
        conversation.is_deleted = True
        try:
            await self._store.erase(rows.delete, conversation_id)
        except NpcgenError:
            conversation.is_deleted = False
            raise
        self._held.pop(conversation_id, None)

    async def save(self, conversation_ids: Sequence[str]) -> bytes:
        """A save game of these. Raises NotFound, and what the store raises."""
        return save_game.encode(await self._store.read(saves.collect, conversation_ids))

    async def load(self, save: save_game.SaveGame) -> None:
        """Rolls back to the save. Raises as `saves.restore`.

        NOTE: what was said since stays known as heard in vain: an engine may have kept it.
        """
        conversation_ids = [each.id for each in save.conversations]
        self.let_go(conversation_ids)
        await self._store.write(_roll_back, save)
        # NOTE: again: somebody may have asked for one while the store still had the old state.
        self.let_go(conversation_ids)

    def let_go(self, conversation_ids: Iterable[str]) -> None:
        """Takes these out of memory; a reply under way in one is no longer kept."""
        for conversation_id in conversation_ids:
            if gone := self._held.pop(conversation_id, None):
                gone.is_deleted = True

    def held(self, conversation_id: str) -> Conversation | None:
        """The conversation, where it is in memory."""
        return self._held.get(conversation_id)

    def _hold(self, conversation: Conversation) -> None:
        self._held[conversation.id] = conversation
        spare = len(self._held) - self._most_held
        for each in list(self._held.values())[: max(0, spare)]:
            if each.active is None and each.group is None and each is not conversation:
                del self._held[each.id]

    def _listed(self, listed: rows.Listed) -> tuple[Conversation, int]:
        held = self._held.get(listed.conversation.id)
        return held or self._restored(listed.conversation, ()), listed.turn_count

    def _restored(self, row: StoredConversation, turns: Sequence[StoredTurn]) -> Conversation:
        world = None
        try:
            world = self._worlds.get(row.world_id) if row.world_id else None
        except NotFound:
            logger.warning("world '%s' of a conversation isn't there any more", row.world_id)
        return conversation_of(row, turns, world)


def _begin(
    connection: sa.Connection,
    row: StoredConversation,
    turns: Sequence[StoredTurn],
    request_id: str,
    digest: str,
    most: int,
) -> str | None:
    """The id of what the request began before; None when `row` is new, and kept."""
    if before := _begun(connection, request_id, digest):
        return before
    if rows.count(connection) >= most:
        raise Overloaded(
            f"{most} conversations are kept, which is the limit; "
            "delete some, or raise max_conversations",
            reason="TOO_MANY_CONVERSATIONS",
            retry_after_s=30.0,
        )
    rows.add(connection, row, request_id, digest)
    for turn in turns:
        rows.add_turn(connection, turn)
    return None


def _begun(connection: sa.Connection, request_id: str, digest: str) -> str | None:
    found = rows.find_request(connection, request_id) if request_id else None
    if found is None:
        return None
    before, asked = found
    if asked != digest:
        raise InvalidArgument.at(
            "request_id",
            "was used for another conversation; send a new one for each",
            reason="REQUEST_ID_REUSED",
        )
    return before.id


def _not_found(conversation_id: str) -> NotFound:
    return NotFound(
        f"no conversation '{conversation_id[:64]}'; it was deleted, or idle for long: "
        "call StartConversation",
        reason="CONVERSATION_NOT_FOUND",
        metadata={"conversation_id": conversation_id[:64]},
    )


def _finish(
    connection: sa.Connection, turn: StoredTurn, progress: Progress, noting: Noting | None
) -> bool:
    """A turn and what is remembered of it; False when the conversation was deleted meanwhile."""
    if not rows.finish_turn(connection, turn, progress):
        return False
    if noting is not None:
        memory_rows.keep(connection, noting.new, noting.brought, noting.at)
    return True


def _tell(
    connection: sa.Connection,
    conversation_id: str,
    progress: Progress,
    told: Sequence[tuple[str, Mapping[str, Any]]],
) -> None:
    rows.set_progress(connection, conversation_id, progress)
    for turn_id, action in told:
        rows.set_action(connection, turn_id, action)


def _roll_back(connection: sa.Connection, save: save_game.SaveGame) -> None:
    back = (
        replace(each, unanswered=_heard_in_vain(connection, each.id, save.turns))
        for each in save.conversations
    )
    saves.restore(connection, replace(save, conversations=tuple(back)))


def _heard_in_vain(
    connection: sa.Connection, conversation_id: str, saved: Iterable[StoredTurn]
) -> tuple[str, ...]:
    """What the conversation has heard until now and, once it is as saved, no turn holds."""
    found = _with_turns(connection, conversation_id)
    if found is None:
        return ()
    told = set(heard_by(turn for turn in saved if turn.conversation_id == conversation_id))
    heard = dict.fromkeys((*found[0].unanswered, *heard_by(found[1])))
    return tuple(each for each in heard if each not in told)


def _with_turns(
    connection: sa.Connection, conversation_id: str
) -> tuple[StoredConversation, tuple[StoredTurn, ...]] | None:
    found = rows.find(connection, conversation_id)
    return None if found is None else (found, rows.turns(connection, conversation_id))


def _digest(asked: object) -> str:
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
