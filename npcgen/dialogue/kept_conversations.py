"""Conversations as they are kept: in the store all of them, and in memory those in use.

Turns the rows of `store/` into what a turn works on, and back. A turn that is told to be over is on
disk before; what the memory has besides is the turn under way.
"""

import hashlib
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from npcgen.dialogue import save_game
from npcgen.dialogue.actions.acts import KEPT, Act
from npcgen.dialogue.paging import Page
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import WorldStore
from npcgen.dialogue.prompt import Noticed, PastTurn, PlayerLine, one_line
from npcgen.dialogue.state import Conversation, Player, Turn
from npcgen.dialogue.store import conversations as rows
from npcgen.dialogue.store import saves
from npcgen.dialogue.store.conversations import (
    Progress,
    StoredConversation,
    StoredNoticed,
    StoredTurn,
)
from npcgen.dialogue.store.store import Store
from npcgen.engine.base import FinishReason
from npcgen.errors import InvalidArgument, NotFound, NpcgenError, Overloaded

logger = logging.getLogger(__name__)

_FROM_NPC = "npc"
_CAUGHT = "caught."

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
        before = await self._store.write(_begin, _row(new), request_id, _digest(asked), self._most)
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
        """Returns once the turn is on disk.

        Raises NotFound when the conversation was deleted meanwhile, and what the store raises.
        """
        conversation.used_at = time.time()
        progress = _progress(conversation, _not_yet_taken_in(conversation, turn))
        if not await self._store.write(rows.finish_turn, _stored(conversation, turn), progress):
            self.let_go([conversation.id])
            raise _not_found(conversation.id)

    async def rewrite(self, conversation: Conversation, turn: Turn) -> None:
        """As `remember`, for a turn that is on disk already and is another now."""
        await self._store.write(rows.replace_turn, _stored(conversation, turn))

    async def keep_noticed(self, conversation: Conversation) -> None:
        """Returns once what the NPC noticed between two turns is on disk; raises as `remember`."""
        progress = _progress(conversation, conversation.noticed)
        await self._store.write(rows.set_progress, conversation.id, progress)

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
        """Rolls back to the save. Raises as `saves.restore`."""
        conversation_ids = [each.id for each in save.conversations]
        self.let_go(conversation_ids)
        await self._store.write(saves.restore, save)
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
        past = [_turn(turn) for turn in turns]
        world = None
        try:
            world = self._worlds.get(row.world_id) if row.world_id else None
        except NotFound:
            logger.warning("world '%s' of a conversation isn't there any more", row.world_id)
        return Conversation(
            id=row.id,
            persona=Persona.model_validate(row.persona),
            world=world,
            player=Player(row.player_id, row.player_name),
            model=row.model,
            scene=row.scene,
            turns=past,
            trimmed_turns=row.trimmed_turns,
            heard=[turn.past.line for turn in past],
            turns_begun=row.turns_begun,
            used_at=row.used_at,
            noticed=[Noticed(*each) for each in row.noticed],
            acts=[act for turn in turns for act in _acts(turn)][-KEPT:],
        )


def _begin(
    connection: sa.Connection, row: StoredConversation, request_id: str, digest: str, most: int
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


def _with_turns(
    connection: sa.Connection, conversation_id: str
) -> tuple[StoredConversation, tuple[StoredTurn, ...]] | None:
    found = rows.find(connection, conversation_id)
    return None if found is None else (found, rows.turns(connection, conversation_id))


def _digest(asked: object) -> str:
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _row(conversation: Conversation) -> StoredConversation:
    return StoredConversation(
        id=conversation.id,
        npc_id=conversation.persona.id,
        persona=conversation.persona.model_dump(mode="json", exclude_defaults=True),
        created_at=conversation.used_at,
        used_at=conversation.used_at,
        player_id=conversation.player.id,
        player_name=conversation.player.name,
        world_id=conversation.world.id if conversation.world else "",
        model=conversation.model,
        scene=conversation.scene,
    )


def _stored(conversation: Conversation, turn: Turn) -> StoredTurn:
    return StoredTurn(
        conversation_id=conversation.id,
        number=int(turn.id.rpartition(".")[2]),
        turn_id=turn.id,
        player_text=turn.past.line.text,
        npc_text=turn.past.reply,
        finish_reason=turn.finish_reason,
        created_at=conversation.used_at,
        player_name=turn.past.line.player_name,
        scene=turn.past.line.scene,
        noticed=_noticed_rows(turn.past.line.noticed),
        whispered=turn.past.line.whispered,
        kind=_kind(turn.past.line),
        actions=tuple(
            {"id": act.id, "said": act.said} for act in conversation.acts if act.turn_id == turn.id
        ),
    )


def _acts(row: StoredTurn) -> Iterable[Act]:
    """NOTE: whether the game has told of one isn't kept: it may tell it once more."""
    for each in row.actions:
        yield Act(row.turn_id, str(each.get("id", "")), one_line(str(each.get("said", ""))))


def _progress(conversation: Conversation, noticed: Iterable[Noticed]) -> Progress:
    return Progress(
        conversation.used_at,
        conversation.turns_begun,
        conversation.trimmed_turns,
        conversation.scene,
        _noticed_rows(noticed),
    )


def _kind(line: PlayerLine) -> str:
    """Who begins a turn: the player, the game, or another NPC; or why no prompt holds its text."""
    if line.from_npc:
        return _FROM_NPC
    if line.caught:
        return _CAUGHT + line.caught
    return "chat" if line.text else "notify"


def _not_yet_taken_in(conversation: Conversation, turn: Turn) -> Iterable[Noticed]:
    """What is news still, once the turn is over."""
    if turn.is_outside:
        return conversation.noticed
    known = set(map(id, turn.past.line.noticed))
    return [each for each in conversation.noticed if id(each) not in known]


def _noticed_rows(noticed: Iterable[Noticed]) -> tuple[StoredNoticed, ...]:
    return tuple((each.text, each.speaker, each.whispered) for each in noticed)


def _turn(row: StoredTurn) -> Turn:
    noticed = tuple(Noticed(*each) for each in row.noticed)
    line = PlayerLine(
        row.player_text,
        row.player_name,
        row.scene,
        noticed,
        row.whispered,
        from_npc=row.kind == _FROM_NPC,
        caught=row.kind.removeprefix(_CAUGHT) if row.kind.startswith(_CAUGHT) else "",
    )
    return Turn(row.turn_id, PastTurn(line, row.npc_text), FinishReason(row.finish_reason))
