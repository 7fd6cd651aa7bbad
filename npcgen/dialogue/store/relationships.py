"""How NPCs feel about players, as rows."""

from dataclasses import dataclass
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field

from npcgen.dialogue.remembered import Share
from npcgen.dialogue.store import schema
from npcgen.dialogue.store.records import columns_of, record_of, values_of

_TABLE = schema.relationships
Axis = Annotated[float, Field(ge=-1.0, le=1.0)]


@dataclass(frozen=True, slots=True)
class StoredRelationship:
    """One NPC's view of one player. NOTE: the ranges are checked in save games."""

    npc_id: str
    player_id: str
    updated_at: float
    trust: Axis = 0.0
    respect: Axis = 0.0
    familiarity: Axis = 0.0
    affection: Axis = 0.0
    fear: Axis = 0.0
    emotion: str = ""
    intensity: Share = 0.0


def put(connection: sa.Connection, relationship: StoredRelationship) -> None:
    """Keeps it, in the place of an earlier one."""
    delete(connection, relationship.npc_id, relationship.player_id)
    connection.execute(sa.insert(_TABLE).values(values_of(relationship)))


def find(connection: sa.Connection, npc_id: str, player_id: str) -> StoredRelationship | None:
    query = sa.select(*columns_of(_TABLE, StoredRelationship)).where(_of_pair(npc_id, player_id))
    row = connection.execute(query).mappings().first()
    return None if row is None else record_of(StoredRelationship, dict(row))


def delete(connection: sa.Connection, npc_id: str, player_id: str) -> bool:
    """False when there is none."""
    return connection.execute(sa.delete(_TABLE).where(_of_pair(npc_id, player_id))).rowcount > 0


def _of_pair(npc_id: str, player_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(_TABLE.c.npc_id == npc_id, _TABLE.c.player_id == player_id)
