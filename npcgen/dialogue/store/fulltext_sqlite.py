"""The index of words in SQLite: FTS5, https://www.sqlite.org/fts5.html."""

from collections.abc import Sequence

import sqlalchemy as sa


class SqliteWords:
    """The FTS5 table beside `table`. A trigger of the first migration follows deletions."""

    def __init__(self, connection: sa.Connection, table: str) -> None:
        self._connection = connection
        self._name = f"{table}_words"

    def add(self, seq: int, owner: str, head: str, body: str) -> None:
        self._connection.exec_driver_sql(
            f"INSERT INTO {self._name} (rowid, owner, head, body) VALUES (?, ?, ?, ?)",
            (seq, owner, head, body),
        )

    def remove(self, seq: int) -> None:
        self._connection.exec_driver_sql(f"DELETE FROM {self._name} WHERE rowid = ?", (seq,))

    def postings(
        self, owner: str, words: Sequence[str], limit: int, *, head: bool = False
    ) -> list[int]:
        columns = "head" if head else "{head body}"
        every = " AND ".join(f'{columns} : "{word}"' for word in words)
        rows = self._connection.exec_driver_sql(
            f"SELECT rowid FROM {self._name} WHERE {self._name} MATCH ? "
            "ORDER BY rowid DESC LIMIT ?",
            (f'owner : "{owner}" AND {every}', limit),
        )
        return list(rows.scalars())

    def scrub(self) -> None:
        # A deleted row's words stay in older parts of the index until these are merged.
        self._connection.exec_driver_sql(
            f"INSERT INTO {self._name} ({self._name}) VALUES ('optimize')"
        )
