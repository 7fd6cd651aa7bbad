"""What NPCs remember of players, as rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from npcgen.dialogue.paging import Page
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.store import fulltext, schema
from npcgen.dialogue.store.pages import page_by_number
from npcgen.dialogue.store.records import columns_of, record_of, values_of

_TABLE = schema.memories


@dataclass(frozen=True, slots=True)
class Found:
    """A memory and how well its words fit what was asked; no upper bound."""

    memory: Memory
    score: float


def add(connection: sa.Connection, memory: Memory) -> None:
    """Keeps a memory, in the place of the one with its subject where it has one."""
    if memory.subject:
        connection.execute(
            sa.delete(_TABLE).where(
                _of_pair(memory.npc_id, memory.player_id), _TABLE.c.subject == memory.subject
            )
        )
    statement = sa.insert(_TABLE).values(values_of(memory)).returning(_TABLE.c.seq)
    seq = connection.execute(statement).scalar_one()
    _write_words(connection, seq, memory)


def update(connection: sa.Connection, memory: Memory) -> bool:
    """Puts it in the place of the one with its id; False when there is none."""
    seq = connection.scalar(sa.select(_TABLE.c.seq).where(_TABLE.c.id == memory.id))
    if seq is None:
        return False
    connection.execute(sa.update(_TABLE).where(_TABLE.c.seq == seq).values(values_of(memory)))
    _write_words(connection, seq, memory)
    return True


def find(connection: sa.Connection, memory_id: str) -> Memory | None:
    query = sa.select(*columns_of(_TABLE, Memory)).where(_TABLE.c.id == memory_id)
    row = connection.execute(query).mappings().first()
    return None if row is None else record_of(Memory, dict(row))


def of_pair(connection: sa.Connection, npc_id: str, player_id: str) -> tuple[Memory, ...]:
    """All that the NPC remembers of the player, the oldest first."""
    query = (
        sa.select(*columns_of(_TABLE, Memory))
        .where(_of_pair(npc_id, player_id))
        .order_by(_TABLE.c.seq)
    )
    return tuple(record_of(Memory, dict(row)) for row in connection.execute(query).mappings())


def of_subjects(
    connection: sa.Connection, npc_id: str, player_id: str, subjects: Sequence[str]
) -> tuple[Memory, ...]:
    """Those of these subjects, the oldest first."""
    query = (
        sa.select(*columns_of(_TABLE, Memory))
        .where(_of_pair(npc_id, player_id), _TABLE.c.subject.in_(subjects))
        .order_by(_TABLE.c.seq)
    )
    return tuple(record_of(Memory, dict(row)) for row in connection.execute(query).mappings())


def with_prefix(
    connection: sa.Connection, npc_id: str, player_id: str, prefix: str, limit: int
) -> tuple[Memory, ...]:
    """Those whose subject begins with `prefix`, the newest first."""
    # Not LIKE, for which SQLite would read every memory of the pair.
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    is_sqlite = connection.dialect.name == "sqlite"
    subject = _TABLE.c.subject if is_sqlite else sa.collate(_TABLE.c.subject, "C")
    query = (
        sa.select(*columns_of(_TABLE, Memory))
        .where(_of_pair(npc_id, player_id), subject >= prefix, subject < after)
        .order_by(_TABLE.c.seq.desc())
        .limit(limit)
    )
    return tuple(record_of(Memory, dict(row)) for row in connection.execute(query).mappings())


def prune(connection: sa.Connection, npc_id: str, player_id: str, most: int) -> int:
    """Deletes what matters least, the oldest first, until `most` are left; returns how many."""
    pair = _of_pair(npc_id, player_id)
    count = connection.scalar(sa.select(sa.func.count()).select_from(_TABLE).where(pair)) or 0
    if count <= most:
        return 0
    least = (
        sa.select(_TABLE.c.seq)
        .where(pair)
        .order_by(_TABLE.c.importance, _TABLE.c.seq)
        .limit(count - most)
    )
    return connection.execute(sa.delete(_TABLE).where(_TABLE.c.seq.in_(least))).rowcount


def page(
    connection: sa.Connection,
    npc_id: str,
    player_id: str,
    page_size: int = 0,
    page_token: str = "",
) -> Page[Memory]:
    """The oldest first. Raises InvalidArgument."""
    columns = columns_of(_TABLE, Memory)
    query = sa.select(_TABLE.c.seq, *columns).where(_of_pair(npc_id, player_id))

    def read(row: sa.RowMapping) -> Memory:
        return record_of(Memory, {column.name: row[column] for column in columns})

    return page_by_number(connection, query, _TABLE.c.seq, read, page_size, page_token)


def search(
    connection: sa.Connection, npc_id: str, player_id: str, query: str, limit: int
) -> tuple[Found, ...]:
    """Those that share words with the query, the best first."""
    owner = fulltext.owner_of(npc_id, player_id)
    return found(connection, dict(fulltext.search(connection, owner, query, limit)))


def found(connection: sa.Connection, scores: Mapping[int, float]) -> tuple[Found, ...]:
    """The memories of these numbers, in this order, with these scores."""
    columns = columns_of(_TABLE, Memory)
    rows = connection.execute(
        sa.select(_TABLE.c.seq, *columns).where(_TABLE.c.seq.in_(list(scores)))
    ).mappings()
    by_seq = {
        row["seq"]: record_of(Memory, {column.name: row[column] for column in columns})
        for row in rows
    }
    return tuple(Found(by_seq[seq], score) for seq, score in scores.items())


def vectors(
    connection: sa.Connection, npc_id: str, player_id: str, model: str, newest: int
) -> Sequence[tuple[int, bytes]]:
    """Number and vector of those that have one of the model, among the `newest` of the pair."""
    # In two steps, so that no vector is sorted: the inner one reads the index alone.
    pair = sa.select(_TABLE.c.seq).where(_of_pair(npc_id, player_id))
    query = sa.select(_TABLE.c.seq, _TABLE.c.embedding).where(
        _TABLE.c.seq.in_(pair.order_by(_TABLE.c.seq.desc()).limit(newest)),
        _TABLE.c.embedding_model == model,
        _TABLE.c.kind != "summary",
    )
    return [(seq, vector) for seq, vector in connection.execute(query).all()]


def without_vectors(
    connection: sa.Connection, npc_id: str, player_id: str, model: str
) -> Sequence[tuple[int, str]]:
    """Number and text of those that have no vector of the model."""
    query = sa.select(_TABLE.c.seq, _TABLE.c.text).where(
        _of_pair(npc_id, player_id),
        _TABLE.c.embedding_model != model,
        _TABLE.c.kind != "summary",
    )
    return [(seq, text) for seq, text in connection.execute(query)]


def keep_vectors(
    connection: sa.Connection, model: str, made: Iterable[tuple[int, str, bytes]]
) -> None:
    """Keeps number, text and vector; not where the text has changed meanwhile."""
    for seq, text, vector in made:
        connection.execute(
            sa.update(_TABLE)
            .where(_TABLE.c.seq == seq, _TABLE.c.text == text)
            .values(embedding=vector, embedding_model=model)
        )


def mark_recalled(connection: sa.Connection, memory_ids: Iterable[str], at: float) -> None:
    """Notes when they came to mind, which keeps them from fading."""
    connection.execute(
        sa.update(_TABLE).where(_TABLE.c.id.in_(list(memory_ids))).values(recalled_at=at)
    )


def delete(connection: sa.Connection, memory_id: str) -> bool:
    """False when there is none. The words are gone from the index too."""
    deleted = connection.execute(sa.delete(_TABLE).where(_TABLE.c.id == memory_id)).rowcount > 0
    if deleted:
        fulltext.index_of(connection).scrub()
    return deleted


def delete_pair(connection: sa.Connection, npc_id: str, player_id: str) -> int:
    """How many memories the NPC had of the player, and has no more."""
    return connection.execute(sa.delete(_TABLE).where(_of_pair(npc_id, player_id))).rowcount


def _of_pair(npc_id: str, player_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(_TABLE.c.npc_id == npc_id, _TABLE.c.player_id == player_id)


def _write_words(connection: sa.Connection, seq: int, memory: Memory) -> None:
    owner = fulltext.owner_of(memory.npc_id, memory.player_id)
    fulltext.write_words(connection, seq, owner, memory.text)
