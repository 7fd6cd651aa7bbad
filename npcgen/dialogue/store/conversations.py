"""Conversations and their turns, as rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field

from npcgen.dialogue.paging import Page
from npcgen.dialogue.store import schema
from npcgen.dialogue.store.pages import page_by_number
from npcgen.dialogue.store.records import columns_of, record_of, values_of

_TABLE = schema.conversations
_TURNS = schema.turns
Count = Annotated[int, Field(ge=0, lt=2**31)]
StoredNoticed = tuple[str, str] | tuple[str, str, bool]
"""Something an NPC noticed, and whose words they are; "" for what happened."""


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation without its turns. Times are unix seconds."""

    id: str
    npc_id: str
    persona: Mapping[str, Any]
    """The whole persona, as JSON knows it."""
    created_at: float
    used_at: float
    player_id: str = ""
    player_name: str = ""
    world_id: str = ""
    model: str = ""
    scene: str = ""
    turns_begun: Count = 0
    trimmed_turns: Count = 0
    noticed: tuple[StoredNoticed, ...] = ()
    """What was said and what happened since the NPC last spoke."""
    game_state: Mapping[str, Any] = field(default_factory=dict)
    """What the game last said about now, as JSON knows it."""
    unanswered: tuple[str, ...] = ()
    """What it heard and no turn holds, as it stands in prompts."""
    noted_turns: Count | None = None
    """The number of the last turn that its memory followed; None where that isn't known."""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn that is over."""

    conversation_id: str
    number: Count
    """From 1, in the order the turns were begun; turns that came to nothing leave gaps."""
    turn_id: str
    player_text: str
    npc_text: str
    finish_reason: str
    created_at: float
    kind: str = "chat"
    player_name: str = ""
    scene: str = ""
    heard_text: str | None = None
    """What the player heard when he cut in; None for all of it."""
    actions: tuple[Mapping[str, Any], ...] = ()
    """What the NPC did, each with `id` and `said`; with `ok` and `detail` once the game told."""
    noticed: tuple[StoredNoticed, ...] = ()
    """What came before the player's words."""
    whispered: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What a turn changes in its conversation."""

    used_at: float
    turns_begun: int
    trimmed_turns: int
    scene: str
    noticed: tuple[StoredNoticed, ...] = ()
    game_state: Mapping[str, Any] = field(default_factory=dict)
    unanswered: tuple[str, ...] = ()
    noted_turns: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation with the number of its turns."""

    conversation: StoredConversation
    turn_count: int


def add(
    connection: sa.Connection,
    conversation: StoredConversation,
    request_id: str = "",
    request_digest: str = "",
) -> None:
    """Keeps a new conversation. The request that began it finds it again."""
    values = values_of(conversation)
    if request_id:
        values |= {"request_id": request_id, "request_digest": request_digest}
    connection.execute(sa.insert(_TABLE).values(values))


def find(connection: sa.Connection, conversation_id: str) -> StoredConversation | None:
    return _first(connection, _TABLE.c.id == conversation_id)


def find_request(
    connection: sa.Connection, request_id: str
) -> tuple[StoredConversation, str] | None:
    """What the request began, and the digest of what it asked for."""
    found = _first(connection, _TABLE.c.request_id == request_id)
    if found is None:
        return None
    digest = connection.scalar(
        sa.select(_TABLE.c.request_digest).where(_TABLE.c.request_id == request_id)
    )
    return found, digest or ""


def turns(connection: sa.Connection, conversation_id: str) -> tuple[StoredTurn, ...]:
    """The oldest first."""
    query = (
        sa.select(*columns_of(_TURNS, StoredTurn))
        .where(_TURNS.c.conversation_id == conversation_id)
        .order_by(_TURNS.c.number)
    )
    rows = connection.execute(query).mappings()
    return tuple(record_of(StoredTurn, dict(row)) for row in rows)


def page(connection: sa.Connection, page_size: int = 0, page_token: str = "") -> Page[Listed]:
    """The oldest first. Raises InvalidArgument."""
    count = (
        sa.select(sa.func.count())
        .where(_TURNS.c.conversation_id == _TABLE.c.id)
        .scalar_subquery()
        .label("turn_count")
    )
    columns = columns_of(_TABLE, StoredConversation)
    query = sa.select(_TABLE.c.seq, count, *columns)

    def read(row: sa.RowMapping) -> Listed:
        values = {column.name: row[column] for column in columns}
        return Listed(record_of(StoredConversation, values), row["turn_count"])

    return page_by_number(connection, query, _TABLE.c.seq, read, page_size, page_token)


def finish_turn(connection: sa.Connection, turn: StoredTurn, progress: Progress) -> bool:
    """Keeps a turn that is over; False when its conversation was deleted meanwhile."""
    changed = connection.execute(
        sa.update(_TABLE).where(_TABLE.c.id == turn.conversation_id).values(values_of(progress))
    )
    if not changed.rowcount:
        return False
    add_turn(connection, turn)
    return True


def add_turn(connection: sa.Connection, turn: StoredTurn) -> None:
    """Keeps a turn of a conversation whose progress is known."""
    connection.execute(sa.insert(_TURNS).values(values_of(turn)))


def set_progress(connection: sa.Connection, conversation_id: str, progress: Progress) -> None:
    """For a turn that left no trace but in the conversation itself."""
    connection.execute(
        sa.update(_TABLE).where(_TABLE.c.id == conversation_id).values(values_of(progress))
    )


def replace_turn(connection: sa.Connection, turn: StoredTurn) -> bool:
    """Puts another turn in the place of the one with its number; False when there is none."""
    changed = connection.execute(
        sa.update(_TURNS)
        .where(_TURNS.c.conversation_id == turn.conversation_id, _TURNS.c.number == turn.number)
        .values(values_of(turn))
    )
    return changed.rowcount > 0


def set_action(connection: sa.Connection, turn_id: str, action: Mapping[str, Any]) -> bool:
    """Puts an action in the place of the turn's one with its id; False when there is none."""
    query = sa.select(_TURNS.c.actions).where(_TURNS.c.turn_id == turn_id)
    before: list[Mapping[str, Any]] = connection.scalar(query) or []
    after = [action if each.get("id") == action["id"] else each for each in before]
    if action not in after:
        return False
    connection.execute(sa.update(_TURNS).where(_TURNS.c.turn_id == turn_id).values(actions=after))
    return True


def set_heard(connection: sa.Connection, turn_id: str, heard_text: str) -> bool:
    """Notes what of a turn the player heard; False when there is no such turn."""
    changed = connection.execute(
        sa.update(_TURNS).where(_TURNS.c.turn_id == turn_id).values(heard_text=heard_text)
    )
    return changed.rowcount > 0


def delete(connection: sa.Connection, conversation_id: str) -> bool:
    """Deletes it with its turns; False when there is none."""
    return connection.execute(sa.delete(_TABLE).where(_TABLE.c.id == conversation_id)).rowcount > 0


def count(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(_TABLE)) or 0


def unused_since(connection: sa.Connection, before: float, limit: int) -> tuple[str, ...]:
    """Ids of conversations nobody has spoken in since, those unused for longest first."""
    query = (
        sa.select(_TABLE.c.id)
        .where(_TABLE.c.used_at < before)
        .order_by(_TABLE.c.used_at)
        .limit(limit)
    )
    return tuple(connection.scalars(query))


def _first(
    connection: sa.Connection, condition: sa.ColumnElement[bool]
) -> StoredConversation | None:
    query = sa.select(*columns_of(_TABLE, StoredConversation)).where(condition)
    row = connection.execute(query).mappings().first()
    return None if row is None else record_of(StoredConversation, dict(row))
