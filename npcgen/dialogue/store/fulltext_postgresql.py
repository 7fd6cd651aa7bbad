"""The index of words in PostgreSQL: tsvector and GIN."""

from collections.abc import Sequence

import sqlalchemy as sa


class PostgresqlWords:
    """The table of tsvectors beside `table`. Its foreign key follows deletions."""

    def __init__(self, connection: sa.Connection, table: str) -> None:
        self._connection = connection
        self._name = f"{table}_words"

    def add(self, seq: int, owner: str, head: str, body: str) -> None:
        self._connection.execute(
            sa.text(
                f"INSERT INTO {self._name} (seq, owner, head, body) VALUES "
                "(:seq, :owner, to_tsvector('english', :head), to_tsvector('english', :body))"
            ),
            {"seq": seq, "owner": owner, "head": head, "body": body},
        )

    def remove(self, seq: int) -> None:
        self._connection.execute(
            sa.text(f"DELETE FROM {self._name} WHERE seq = :seq"), {"seq": seq}
        )

    def postings(
        self, owner: str, words: Sequence[str], limit: int, *, head: bool = False
    ) -> list[int]:
        column = "head" if head else "(head || body)"
        rows = self._connection.execute(
            sa.text(
                f"SELECT seq FROM {self._name} WHERE owner = :owner AND "
                f"{column} @@ plainto_tsquery('english', :words) ORDER BY seq DESC LIMIT :limit"
            ),
            {"owner": owner, "words": " ".join(words), "limit": limit},
        )
        return list(rows.scalars())

    def scrub(self) -> None:
        """Nothing: VACUUM, which PostgreSQL runs by itself, takes what was removed."""
