"""kill -9 under load; `python -m evals.crash` does it two hundred times."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from evals import crash
from evals.acknowledged import Acknowledged, faults
from npcgen.dialogue.store import conversations, memories
from tests.dialogue.store.rows import conversation, memory, opened, progress, turn


async def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    tally = await crash.run(kills=8, seed=5, folder=tmp_path)
    assert tally.faults == []
    assert tally.turns > 0


async def test_what_is_lost_is_noticed(tmp_path: Path) -> None:
    """The check itself, on a file that something was taken out of."""
    async with opened(tmp_path) as store:
        await store.write(conversations.add, conversation())
        await store.write(conversations.finish_turn, turn(), progress())
        await store.write(memories.add, replace(memory("m1", "Wren came."), source_turn="c1.1"))
    told = Acknowledged(begun={"c1"}, turns={"c1.1": ("Good day.", "Well met.")})
    assert list(faults(tmp_path, told)) == []
    with closing(sqlite3.connect(tmp_path / "npcgen.db")) as database:
        database.execute("UPDATE turns SET npc_text = 'Well'")
        database.commit()
    assert len(list(faults(tmp_path, told))) == 1
    with closing(sqlite3.connect(tmp_path / "npcgen.db")) as database:
        database.execute("DELETE FROM turns")
        database.execute("DELETE FROM conversations")
        database.commit()
    assert len(list(faults(tmp_path, told))) == 2


async def test_what_is_half_kept_is_noticed(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(conversations.add, conversation())
        await store.write(conversations.finish_turn, turn(), progress())
        await store.write(memories.add, replace(memory("m1", "Wren left."), source_turn="c1.2"))
    told = Acknowledged(begun={"c1"}, turns={"c1.1": ("Good day.", "Well met.")})
    assert list(faults(tmp_path, told)) == [
        "turn c1.1 isn't remembered",
        "turn c1.2 is remembered, and isn't there",
    ]
