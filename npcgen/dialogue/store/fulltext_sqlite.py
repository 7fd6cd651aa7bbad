"""The index of words in SQLite: FTS5, https://www.sqlite.org/fts5.html."""

from collections.abc import Sequence

import sqlalchemy as sa


class SqliteWords:
    """The FTS5 table `memories_words`. A trigger of the first migration follows deletions."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, seq: int, owner: str, words: str) -> None:
        self._connection.exec_driver_sql(
            "INSERT INTO memories_words (rowid, owner, body) VALUES (?, ?, ?)", (seq, owner, words)
        )

    def remove(self, seq: int) -> None:
        self._connection.exec_driver_sql("DELETE FROM memories_words WHERE rowid = ?", (seq,))

    def postings(self, owner: str, words: Sequence[str], limit: int) -> list[int]:
        every = " AND ".join(f'body : "{word}"' for word in words)
        rows = self._connection.exec_driver_sql(
            "SELECT rowid FROM memories_words WHERE memories_words MATCH ? "
            "ORDER BY rowid DESC LIMIT ?",
            (f'owner : "{owner}" AND {every}', limit),
        )
        return list(rows.scalars().all())

    def scrub(self) -> None:
        # A deleted row's words stay in older parts of the index until these are merged.
        self._connection.exec_driver_sql(
            "INSERT INTO memories_words (memories_words) VALUES ('optimize')"
        )
