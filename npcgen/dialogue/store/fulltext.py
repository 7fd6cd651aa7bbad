"""Finds rows by their words: BM25 over one owner's rows, whatever the database.

An owner is what a search may look through: a pair of npc and player, or a world. How rare a word
is, is counted among its rows alone, so what one NPC hears every day tells nothing in its own
memories and much in another's. A word is bounded to COMMON rows: a search over a hundred thousand
memories costs what its rare words cost. Of BM25 (Robertson and Zaragoza 2009) the terms for how
often a word is said and how long a text is are left out: memories are single sentences.
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

COMMON = 1_000
"""Rows of one owner that make a word common. Common words count only where there are no others."""
HEAD_WEIGHT = 2.0
"""How much more a word in the head (a title, a key) tells than one in the body."""


class Words(Protocol):
    """An index of one table's rows: their numbers (`seq`) by word."""

    def add(self, seq: int, owner: str, head: str, body: str) -> None:
        """Both texts are words with spaces between."""

    def remove(self, seq: int) -> None: ...

    def postings(self, owner: str, column: str, words: Sequence[str], limit: int) -> list[int]:
        """The newest rows of the owner that hold all the words in the column."""

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
    connection: sa.Connection, table: str, owner: str, query: str, rows: int, limit: int
) -> list[tuple[int, float]]:
    """The best rows and their scores, at most `limit`; `rows` is how many the owner has."""
    index = index_of(connection, table)
    scores: defaultdict[int, float] = defaultdict(float)
    common: list[str] = []
    for word in asked_words(query):
        found = index.postings(owner, "body", [word], COMMON)
        heads = index.postings(owner, "head", [word], COMMON)
        holders = len(set(found) | set(heads))
        if holders >= COMMON:
            common.append(word)
            continue
        weight = math.log(1 + (max(rows, holders) - holders + 0.5) / (holders + 0.5))
        for seq in found:
            scores[seq] += weight
        for seq in heads:
            scores[seq] += weight * HEAD_WEIGHT
    if not scores and common:
        scores.update(dict.fromkeys(index.postings(owner, "body", common, limit), 1.0))
    return sorted(scores.items(), key=lambda item: (-item[1], -item[0]))[:limit]
