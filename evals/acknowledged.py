"""What players were told, and whether a server's file holds it: in the eyes of SQLite alone.

The file must be whole, and hold every turn whose `completed` and every conversation whose beginning
or end reached a player. What a player promised in a turn is remembered where the turn is there, and
nowhere else. Shares no code with what writes the file.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

_PROMISED = re.compile(r"\d+ apples")


@dataclass(slots=True)
class Acknowledged:
    """What players were told, and so must be true of the file."""

    begun: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    turns: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By id: what the player said and what the NPC answered."""
    asked_to_delete: set[str] = field(default_factory=set)
    """These may be there or not, until the answer came."""
    authored: int = 0
    """Turns of `turns` that a fallback line or a guardrail ended, and no model."""


def faults(data_dir: Path, told: Acknowledged) -> Iterator[str]:
    """What is wrong with the file, in the eyes of SQLite alone."""
    path = data_dir / "npcgen.db"
    if not path.exists():
        if told.begun:
            yield "the file is gone"
        return
    with closing(sqlite3.connect(path)) as database:
        [whole] = database.execute("PRAGMA integrity_check").fetchone()
        if whole != "ok":
            yield f"the file is damaged: {whole}"
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if "conversations" not in tables:
            if told.begun or tables:
                yield f"tables are missing; there are {sorted(tables)}"
            return
        yield from _lost(database, told)
        yield from _alone(database)


def _lost(database: sqlite3.Connection, told: Acknowledged) -> Iterator[str]:
    kept = {key for (key,) in database.execute("SELECT id FROM conversations")}
    turns = {
        key: (player, npc)
        for key, player, npc in database.execute("SELECT turn_id, player_text, npc_text FROM turns")
    }
    for conversation_id in told.begun - told.asked_to_delete - kept:
        yield f"conversation {conversation_id} is lost"
    for conversation_id in told.deleted & kept:
        yield f"conversation {conversation_id} is back"
    for turn_id, said in told.turns.items():
        conversation_id = turn_id.rpartition(".")[0]
        if conversation_id not in told.asked_to_delete and turns.get(turn_id) != said:
            yield f"turn {turn_id} is lost: {turns.get(turn_id)} instead of {said}"


def _alone(database: sqlite3.Connection) -> Iterator[str]:
    """Turns that nobody remembers, and memories of turns that never were.

    NOTE: nothing is remembered of a player without an id, and of a turn that an authored line ended
    only with the next one; memories outlive a conversation that is deleted.
    """
    known = "SELECT turn_id FROM turns JOIN conversations ON conversation_id = conversations.id "
    told = known + "WHERE player_id <> '' AND finish_reason = 'stop'"
    turns, to_remember = (_column(database, query) for query in (known, told))
    sources = _column(database, "SELECT source_turn FROM memories")
    kept = _column(database, "SELECT id FROM conversations")
    for turn_id in to_remember - sources:
        yield f"turn {turn_id} isn't remembered"
    for turn_id, said, remembered in database.execute(
        "SELECT source_turn, player_text, text FROM memories JOIN turns ON source_turn = turn_id"
    ):
        if (promised := _PROMISED.search(said)) and promised[0] not in remembered:
            yield f"turn {turn_id} is remembered as '{remembered}', and was '{said}'"
    for turn_id in sources - turns:
        if turn_id.rpartition(".")[0] in kept:
            yield f"turn {turn_id} is remembered, and isn't there"


def _column(database: sqlite3.Connection, query: str) -> set[str]:
    return {value for (value,) in database.execute(query)}
