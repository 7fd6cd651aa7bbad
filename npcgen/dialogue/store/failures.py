"""What a database can't do, as our errors. NOTE: their text never holds a row's values."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from npcgen.errors import (
    DataLoss,
    FailedPrecondition,
    InternalError,
    InvalidArgument,
    NpcgenError,
    Unavailable,
)

_RETRY_S = 1.0
_PRIMARY = 0xFF
_CONSTRAINT = "23"
"""The class of SQLSTATEs of a row that clashes with another."""
_AWAY = ("08", "57")
"""The classes of a connection that broke, and of a server that is stopping."""
_FULL = "its disk is full: free some space, then say it again"
_READ_ONLY = "it can't be written: check the rights of the file and its folder, then say it again"
_DAMAGED = (
    "it is damaged or no database of npcgen: move it away (a new one is made) or put a backup in "
    "its place"
)
_BUSY = "another program has been writing to it for long; try again"
_BROKEN = (
    "its disk failed, or your share of it is used up: look at quotas and the system's log, then "
    "say it again"
)
_GONE = "the database can't be reached; try again when it runs"


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Raises what the database raises as an NpcgenError about the store at `where`."""
    try:
        yield
    except DBAPIError as error:
        raise _typed(error, where) from error


def _typed(error: DBAPIError, where: str) -> NpcgenError:
    origin = error.orig
    code = _code(origin)
    if isinstance(error, IntegrityError) or (isinstance(code, str) and code[:2] == _CONSTRAINT):
        return FailedPrecondition(
            f"another server changed the same thing in the store {where}; get it again, then "
            "repeat the change",
            reason="STORE_CHANGED",
        )
    match code:
        case "22021":
            return InvalidArgument("the store can't keep the character U+0000; send none")
        case sqlite3.SQLITE_FULL | "53100":
            return _unwritable(where, "STORE_FULL", _FULL)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | "25006":
            return _unwritable(where, "STORE_READ_ONLY", _READ_ONLY)
        case sqlite3.SQLITE_IOERR:
            return _unwritable(where, "STORE_IO_ERROR", _BROKEN)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return DataLoss(f"the store {where}: {_DAMAGED}", reason="STORE_DAMAGED")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | "40001" | "40P01":
            return Unavailable(
                f"the store {where}: {_BUSY}", reason="STORE_BUSY", retry_after_s=_RETRY_S
            )
    if code is None or (isinstance(code, str) and code[:2] in _AWAY):
        return Unavailable(
            f"the store {where}: {_GONE}", reason="STORE_UNREACHABLE", retry_after_s=_RETRY_S
        )
    return InternalError(f"the store {where} refused a statement, with code {code}")


def _code(origin: BaseException | None) -> int | str | None:
    """SQLite's primary result code, or the SQLSTATE of PostgreSQL."""
    if isinstance(origin, sqlite3.Error):
        return origin.sqlite_errorcode & _PRIMARY
    match origin and origin.args:
        case ({"C": str(state)},):
            return state
    return None


def _unwritable(where: str, reason: str, text: str) -> FailedPrecondition:
    return FailedPrecondition(f"the store {where}: {text}", reason=reason)
