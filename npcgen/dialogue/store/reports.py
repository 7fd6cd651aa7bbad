"""What players and testers reported about turns, as rows."""

from dataclasses import dataclass

import sqlalchemy as sa

from npcgen.dialogue.store import schema
from npcgen.dialogue.store.records import columns_of, record_of, values_of

_TABLE = schema.reports


@dataclass(frozen=True, slots=True)
class Report:
    """What was wrong with a turn."""

    turn_id: str
    reason: str
    comment: str
    created_at: float


def add(connection: sa.Connection, report: Report) -> None:
    connection.execute(sa.insert(_TABLE).values(values_of(report)))


def of_turn(connection: sa.Connection, turn_id: str) -> tuple[Report, ...]:
    """The oldest first."""
    query = (
        sa.select(*columns_of(_TABLE, Report))
        .where(_TABLE.c.turn_id == turn_id)
        .order_by(_TABLE.c.seq)
    )
    return tuple(record_of(Report, dict(row)) for row in connection.execute(query).mappings())
