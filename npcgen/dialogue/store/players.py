"""A player who wants to be forgotten is, everywhere."""

from dataclasses import dataclass

import sqlalchemy as sa

from npcgen.dialogue.store import fulltext, schema


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was known of a player."""

    conversation_ids: tuple[str, ...]
    memories: int
    relationships: int


def conversations_of(connection: sa.Connection, player_id: str) -> tuple[str, ...]:
    """Ids of the player's conversations, the oldest first."""
    table = schema.conversations
    query = sa.select(table.c.id).where(table.c.player_id == player_id).order_by(table.c.seq)
    return tuple(connection.scalars(query))


def forget(connection: sa.Connection, player_id: str) -> Forgotten:
    """Deletes conversations, turns, reports on these, memories and relationships of the player."""
    theirs = sa.select(schema.conversations.c.id).where(
        schema.conversations.c.player_id == player_id
    )
    conversation_ids = tuple(connection.scalars(theirs))
    turn_ids = sa.select(schema.turns.c.turn_id).where(schema.turns.c.conversation_id.in_(theirs))
    connection.execute(sa.delete(schema.reports).where(schema.reports.c.turn_id.in_(turn_ids)))
    _delete(connection, schema.conversations, player_id)
    memories = _delete(connection, schema.memories, player_id)
    fulltext.index_of(connection).scrub()
    relationships = _delete(connection, schema.relationships, player_id)
    return Forgotten(conversation_ids, memories, relationships)


def _delete(connection: sa.Connection, table: sa.Table, player_id: str) -> int:
    return connection.execute(sa.delete(table).where(table.c.player_id == player_id)).rowcount
