"""The index of words in PostgreSQL: tsvector and GIN."""

from collections.abc import Sequence

import sqlalchemy as sa


class PostgresqlWords:
    """The table `memories_words`. Its foreign key follows deletions."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, seq: int, owner: str, words: str) -> None:
        self._connection.execute(
            sa.text(
                "INSERT INTO memories_words (seq, owner, body) "
                "VALUES (:seq, :owner, to_tsvector('english', :words))"
            ),
            {"seq": seq, "owner": owner, "words": words},
        )

    def remove(self, seq: int) -> None:
        self._connection.execute(
            sa.text("DELETE FROM memories_words WHERE seq = :seq"), {"seq": seq}
        )

    def postings(self, owner: str, words: Sequence[str], limit: int) -> list[int]:
        rows = self._connection.execute(
            sa.text(
                "SELECT seq FROM memories_words WHERE owner = :owner AND "
                "body @@ plainto_tsquery('english', :words) ORDER BY seq DESC LIMIT :limit"
            ),
            {"owner": owner, "words": " ".join(words), "limit": limit},
        )
        return list(rows.scalars().all())

    def scrub(self) -> None:
        """Nothing: VACUUM, which PostgreSQL runs by itself, takes what was removed."""
