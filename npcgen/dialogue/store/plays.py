"""Plays of quests, as rows: a save of each, and what was told of it since, lot by lot.

What is in a save and in a lot is worldgen's. A lot is a row that is added; the save is written anew
only now and then, so what an event costs doesn't grow with the play.
"""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from npcgen.dialogue.store import schema
from npcgen.dialogue.store.records import columns_of, record_of, values_of
from npcgen.errors import FailedPrecondition, Overloaded

_TABLE = schema.plays
_LOTS = schema.play_lots


@dataclass(frozen=True, slots=True)
class StoredPlay:
    """A play without what was told since its save."""

    id: str
    world: str
    """As it was given: an id, or YAML."""
    save: bytes
    told: int = 0
    """Lots that were ever told, those that the save holds included."""


def put(connection: sa.Connection, play: StoredPlay, most: int) -> int:
    """Keeps a play, in the place of the one with its id; the number of lots `told`, which goes on
    where that one's ended. Raises Overloaded beyond `most`."""
    before = connection.scalar(sa.select(_TABLE.c.told).where(_TABLE.c.id == play.id))
    told = play.told if before is None else before + 1
    delete(connection, play.id)
    count = connection.scalar(sa.select(sa.func.count()).select_from(_TABLE)) or 0
    if count >= most:
        raise Overloaded(
            f"{most} plays are kept already; save those that ended and DeletePlay",
            reason="TOO_MANY_PLAYS",
        )
    connection.execute(sa.insert(_TABLE).values(values_of(replace(play, told=told))))
    return told


def find(connection: sa.Connection, play_id: str) -> tuple[StoredPlay, tuple[bytes, ...]] | None:
    """The play, and the lots since its save, in order."""
    query = sa.select(*columns_of(_TABLE, StoredPlay)).where(_TABLE.c.id == play_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    lots = sa.select(_LOTS.c.lot).where(_LOTS.c.play_id == play_id).order_by(_LOTS.c.number)
    return record_of(StoredPlay, dict(row)), tuple(connection.scalars(lots))


def append(connection: sa.Connection, play_id: str, told: int, lot: bytes) -> None:
    """Adds a lot to a play of which `told` are known.

    Raises FailedPrecondition where another server went on with it, or deleted it.
    """
    _advance(connection, play_id, told, {"told": told + 1})
    row = {"play_id": play_id, "number": told, "lot": lot}
    connection.execute(sa.insert(_LOTS).values(row))


def renew(connection: sa.Connection, play_id: str, told: int, save: bytes) -> None:
    """Puts a save in the place of the last one and of all lots since. Raises as `append`."""
    _advance(connection, play_id, told, {"told": told + 1, "save": save})
    connection.execute(sa.delete(_LOTS).where(_LOTS.c.play_id == play_id))


def delete(connection: sa.Connection, play_id: str) -> bool:
    """Deletes it with its lots; False when there is none."""
    return connection.execute(sa.delete(_TABLE).where(_TABLE.c.id == play_id)).rowcount > 0


def _advance(connection: sa.Connection, play_id: str, told: int, values: dict[str, object]) -> None:
    """NOTE: the condition is what keeps two servers from going on with one play."""
    found = sa.and_(_TABLE.c.id == play_id, _TABLE.c.told == told)
    if not connection.execute(sa.update(_TABLE).where(found).values(values)).rowcount:
        raise FailedPrecondition(
            f"another server went on with play {play_id!r}, or deleted it; repeat the call to go "
            "on from there",
            reason="STORE_CHANGED",
        )
