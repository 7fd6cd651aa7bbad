"""What only SQLite needs: how its file is opened, and how sure a commit is."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

BUSY_S = 5.0
"""Seconds to wait for another process that writes."""
WRITES = "npcgen_writes"
"""The execution option of a connection that is going to write."""
# NOTE: synchronous = NORMAL would lose the last commits, which were acknowledged, when the power
# fails. What is deleted is overwritten: players have a right to be forgotten.
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


def sqlite_engine(path: Path, connections: int) -> sa.Engine:
    """An engine for the file, which is made, for its owner's eyes only, when it isn't there.

    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_S, "check_same_thread": False},
        hide_parameters=True,
        pool_size=connections,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def empty_log(connection: sa.Connection) -> None:
    """Moves all that the write-ahead log holds into the file, and cuts the log to nothing.

    Readers of older states, and other databases, make it a later task of the database's own.
    """
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _prepare(connection: sqlite3.Connection, record: Any) -> None:
    # Left to itself, the driver begins transactions late, and never around CREATE TABLE.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: sa.Connection) -> None:
    # A transaction that reads first and writes later may find that another one was faster.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
