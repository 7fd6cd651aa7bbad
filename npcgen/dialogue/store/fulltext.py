"""Finds rows by their words: BM25 over one owner's rows, whatever the database.

An owner is what a search may look through: a pair of npc and player, or a world. How rare a word
is, is counted among its rows alone, so what one NPC hears every day tells nothing in its own
memories and much in another's. No more than COMMON rows are ever looked at for a word: a search
over a hundred thousand memories costs what its rare words cost, where the bm25() of FTS5 counts
every row of every word.

Of BM25 (Robertson and Zaragoza 2009) the terms for how often a word is said and how long a text is
are left out: memories are single sentences. A word weighs log(COMMON / rows that hold it).
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import sqlalchemy as sa

from npcgen.dialogue.store.fulltext_postgresql import PostgresqlWords
from npcgen.dialogue.store.fulltext_sqlite import SqliteWords
from npcgen.dialogue.store.words import asked_words, words_of

COMMON = 500
"""Rows of one owner that make a word common. Common words count only where there are no others."""
HEAD_WEIGHT = 2.0
"""How much more a word in the head (a title, a key) tells than one in the body."""


class Words(Protocol):
    """An index of one table's rows: their numbers (`seq`) by word."""

    def add(self, seq: int, owner: str, head: str, body: str) -> None:
        """Both texts are words with spaces between."""

    def remove(self, seq: int) -> None: ...

    def postings(
        self, owner: str, words: Sequence[str], limit: int, *, head: bool = False
    ) -> list[int]:
        """The newest rows of the owner that hold all the words; with `head`, in their heads."""

    def scrub(self) -> None:
        """Leaves nothing of what was removed."""


_INDEXES: Mapping[str, Callable[[sa.Connection, str], Words]] = {
    "sqlite": SqliteWords,
    "postgresql": PostgresqlWords,
}


def index_of(connection: sa.Connection, table: str) -> Words:
    """The index beside "memories" or "lore"."""
    return _INDEXES[connection.dialect.name](connection, table)


def owner_of(*parts: str) -> str:
    """One word for the parts, which may hold anything."""
    digest = hashlib.blake2b(digest_size=10)
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    # Digits: a stemmer would take letters off the end.
    return f"o{int.from_bytes(digest.digest())}"


def write_words(
    connection: sa.Connection, table: str, seq: int, owner: str, body: str, head: str = ""
) -> None:
    """Makes the row found by its words, from now on these."""
    index = index_of(connection, table)
    index.remove(seq)
    index.add(seq, owner, " ".join(words_of(head)), " ".join(words_of(body)))


def search(
    connection: sa.Connection, table: str, owner: str, query: str, limit: int, *, heads: bool
) -> list[tuple[int, float]]:
    """The best rows and their scores, at most `limit`, the best first.

    `heads`: whether the rows have any.
    """
    index = index_of(connection, table)
    scores: defaultdict[int, float] = defaultdict(float)
    common: list[str] = []
    for word in asked_words(query):
        holders = index.postings(owner, [word], COMMON)
        if len(holders) == COMMON:
            common.append(word)
            continue
        weight = math.log(COMMON / (len(holders) + 0.5))
        for seq in holders:
            scores[seq] += weight
        if heads and holders:
            for seq in index.postings(owner, [word], COMMON, head=True):
                scores[seq] += weight * (HEAD_WEIGHT - 1)
    if not scores and common:
        scores.update(dict.fromkeys(index.postings(owner, common, limit), 0.0))
    return sorted(scores.items(), key=lambda item: (-item[1], -item[0]))[:limit]
