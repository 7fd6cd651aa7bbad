"""A process that dies while it keeps a turn: `python -m tests.dialogue.dying FOLDER TABLE`.

Says one thing to an NPC that remembers it, and is gone, as by kill -9, before its store puts a row
into TABLE.
"""

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from npcgen.dialogue.memory.memory import MemoryRecall
from npcgen.dialogue.state import Player
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.thinking import Thinking
from tests.dialogue.cast import MILLER, conversations, scripted

LINE = "My name is Ada."
STATUS = 9


async def main(folder: Path, table: str) -> None:
    sa.event.listen(sa.Engine, "connect", _able_to_die)
    memory = MemoryRecall(Store(folder / "npcgen.db"))
    talk = conversations(scripted(), folder, mind=Thinking(knows=[memory], afterwards=[memory]))
    conversation = await talk.start(MILLER, Player("p1", "Ada"))
    with closing(sqlite3.connect(folder / "npcgen.db")) as database:
        database.execute(f"CREATE TRIGGER death BEFORE INSERT ON {table} BEGIN SELECT die(); END")
        database.commit()
    async for _ in talk.chat(conversation.id, LINE):
        pass


def _able_to_die(connection: sqlite3.Connection, record: Any) -> None:
    connection.create_function("die", 0, lambda: os._exit(STATUS))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
