"""Worlds that clients create and what may be known of them, as rows. Bundled ones stay files."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from npcgen.dialogue.paging import Page
from npcgen.dialogue.store import schema
from npcgen.dialogue.store.pages import page_by_number
from npcgen.dialogue.store.records import columns_of, record_of, values_of

_WORLDS = schema.worlds
_TABLE = schema.lore


@dataclass(frozen=True, slots=True)
class StoredWorld:
    """A setting, without its lore."""

    id: str
    name: str
    description: str = ""
    era: str = ""
    extensions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredLore:
    """An entry: something that may be known of a world."""

    world_id: str
    id: str
    title: str
    text: str
    keys: tuple[str, ...] = ()
    scope: Mapping[str, Any] = field(default_factory=dict)
    """Who may know it, where, and since when."""
    priority: int = 0
    enabled: bool = True
    version: int = 1
    """Counted up by each change."""
    extensions: Mapping[str, Any] = field(default_factory=dict)
    """What an imported file had besides."""


def put_world(connection: sa.Connection, world: StoredWorld) -> None:
    """Keeps a world, in the place of the one with its id."""
    connection.execute(sa.delete(_WORLDS).where(_WORLDS.c.id == world.id))
    connection.execute(sa.insert(_WORLDS).values(values_of(world)))


def find_world(connection: sa.Connection, world_id: str) -> StoredWorld | None:
    query = sa.select(*columns_of(_WORLDS, StoredWorld)).where(_WORLDS.c.id == world_id)
    row = connection.execute(query).mappings().first()
    return None if row is None else record_of(StoredWorld, dict(row))


def worlds(connection: sa.Connection) -> tuple[StoredWorld, ...]:
    """All, ordered by id."""
    query = sa.select(*columns_of(_WORLDS, StoredWorld)).order_by(_WORLDS.c.id)
    return tuple(record_of(StoredWorld, dict(row)) for row in connection.execute(query).mappings())


def delete_world(connection: sa.Connection, world_id: str) -> bool:
    """Deletes a world with its lore; False when there is none."""
    connection.execute(sa.delete(_TABLE).where(_TABLE.c.world_id == world_id))
    return connection.execute(sa.delete(_WORLDS).where(_WORLDS.c.id == world_id)).rowcount > 0


def put(connection: sa.Connection, entry: StoredLore) -> StoredLore:
    """The entry as it is kept: in the place of the one with its id, one version later."""
    key = sa.and_(_TABLE.c.world_id == entry.world_id, _TABLE.c.id == entry.id)
    present = connection.execute(sa.select(_TABLE.c.version).where(key)).first()
    if present is None:
        connection.execute(sa.insert(_TABLE).values(values_of(entry)))
        return entry
    changed = replace(entry, version=present.version + 1)
    connection.execute(sa.update(_TABLE).where(key).values(values_of(changed)))
    return changed


def find(connection: sa.Connection, world_id: str, entry_id: str) -> StoredLore | None:
    query = sa.select(*columns_of(_TABLE, StoredLore)).where(
        _TABLE.c.world_id == world_id, _TABLE.c.id == entry_id
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else record_of(StoredLore, dict(row))


def page(
    connection: sa.Connection, world_id: str, page_size: int = 0, page_token: str = ""
) -> Page[StoredLore]:
    """The world's entries, the oldest first. Raises InvalidArgument."""
    columns = columns_of(_TABLE, StoredLore)
    query = sa.select(_TABLE.c.seq, *columns).where(_TABLE.c.world_id == world_id)

    def read(row: sa.RowMapping) -> StoredLore:
        return record_of(StoredLore, {column.name: row[column] for column in columns})

    return page_by_number(connection, query, _TABLE.c.seq, read, page_size, page_token)


def delete(connection: sa.Connection, world_id: str, entry_id: str) -> bool:
    """False when there is none."""
    statement = sa.delete(_TABLE).where(_TABLE.c.world_id == world_id, _TABLE.c.id == entry_id)
    return connection.execute(statement).rowcount > 0
