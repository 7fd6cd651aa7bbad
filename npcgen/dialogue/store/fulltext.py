"""Finds memories by their words: BM25 over one owner's rows, whatever the database.

An owner is what a search may look through: a pair of npc and player. How rare a word is, is counted
among its rows alone, so what one NPC hears every day tells nothing in its own memories and much in
another's. No more than COMMON rows are ever looked at for a word: a search over a hundred thousand
memories costs what its rare words cost, where the bm25() of FTS5 counts every row of every word.

Of BM25 (Robertson and Zaragoza 2009) the terms for how often a word is said and how long a text is
are left out: memories are single sentences. A word weighs log(COMMON / rows that hold it).
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import sqlalchemy as sa

from npcgen.dialogue.store.fulltext_postgresql import PostgresqlWords
from npcgen.dialogue.store.fulltext_sqlite import SqliteWords
from npcgen.dialogue.store.words import asked_words, words_of

COMMON = 128
"""Rows of one owner that make a word common: then only the newest ones are looked at."""
COMMON_WEIGHT = 0.25
"""Of a common word; one that a single row holds weighs about 4.5."""


class Words(Protocol):
    """An index of memories: their numbers (`seq`) by word."""

    def add(self, seq: int, owner: str, words: str) -> None:
        """`words` have spaces between."""

    def remove(self, seq: int) -> None: ...

    def postings(self, owner: str, words: Sequence[str], limit: int) -> list[int]:
        """The newest rows of the owner that hold all the words."""

    def scrub(self) -> None:
        """Leaves nothing of what was removed."""


_INDEXES: Mapping[str, Callable[[sa.Connection], Words]] = MappingProxyType(
    {"sqlite": SqliteWords, "postgresql": PostgresqlWords}
)


def index_of(connection: sa.Connection) -> Words:
    return _INDEXES[connection.dialect.name](connection)


def owner_of(*parts: str) -> str:
    """One word for the parts, which may hold anything."""
    digest = hashlib.blake2b(digest_size=10)
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    # Digits: a stemmer would take letters off the end.
    return f"o{int.from_bytes(digest.digest())}"


def write_words(connection: sa.Connection, seq: int, owner: str, text: str) -> None:
    """Makes the row found by its words, from now on these."""
    index = index_of(connection)
    index.remove(seq)
    index.add(seq, owner, " ".join(words_of(text)))


def search(
    connection: sa.Connection, owner: str, query: str, limit: int
) -> list[tuple[int, float]]:
    """The best rows and their scores, at most `limit`, the best first."""
    index = index_of(connection)
    scores: defaultdict[int, float] = defaultdict(float)
    for word in asked_words(query):
        holders = index.postings(owner, [word], COMMON)
        weight = max(COMMON_WEIGHT, math.log(COMMON / (len(holders) + 0.5)))
        for seq in holders:
            scores[seq] += weight
    return sorted(scores.items(), key=lambda item: (-item[1], -item[0]))[:limit]
