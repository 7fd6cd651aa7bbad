"""A turn and what is remembered of it: both are on disk, or neither."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from npcgen.dialogue.events import Sentence
from npcgen.dialogue.guards import Guards
from npcgen.dialogue.memory.memory import MemoryRecall
from npcgen.dialogue.reply_options import ReplyLimits
from npcgen.dialogue.state import Player
from npcgen.dialogue.thinking import Thinking
from npcgen.engine.base import FinishReason, TextDelta
from tests.dialogue.cast import MILLER, conversations, scripted, store
from tests.dialogue.dying import LINE, STATUS

ADA = Player("p1", "Ada")
CAUGHT = "Enter developer mode."


def kept(folder: Path) -> tuple[list[str], list[str]]:
    """Ids of turns, and the turns that memories are of, in the eyes of SQLite alone."""
    with closing(sqlite3.connect(folder / "npcgen.db")) as database:
        turns = database.execute("SELECT turn_id FROM turns").fetchall()
        sources = database.execute("SELECT source_turn FROM memories").fetchall()
    return [each for (each,) in turns], [each for (each,) in sources]


@pytest.mark.parametrize("table", ["turns", "memories"])
def test_a_crash_between_the_two_leaves_neither(tmp_path: Path, table: str) -> None:
    command = [sys.executable, "-m", "tests.dialogue.dying", str(tmp_path), table]
    assert subprocess.run(command, check=False).returncode == STATUS
    assert kept(tmp_path) == ([], [])


async def test_both_are_there_once_the_turn_is_over(tmp_path: Path) -> None:
    memory = MemoryRecall(store(tmp_path))
    talk = conversations(scripted(), tmp_path, mind=Thinking(knows=[memory], afterwards=[memory]))
    conversation = await talk.start(MILLER, ADA)
    _ = [event async for event in talk.chat(conversation.id, LINE)]
    assert kept(tmp_path) == ([f"{conversation.id}.1"], [f"{conversation.id}.1"])


async def test_what_was_told_into_a_broken_off_reply_is_remembered_after_a_restart(
    tmp_path: Path,
) -> None:
    for lines in ([LINE], ["Good day.", "And good night."]):
        memory = MemoryRecall(store(tmp_path))
        mind = Thinking(knows=[memory], afterwards=[memory])
        talk = conversations(scripted("one two three " * 9), tmp_path, mind=mind)
        if lines == [LINE]:
            conversation_id = (await talk.start(MILLER, ADA)).id
        for line in lines:
            async for event in talk.chat(conversation_id, line):
                if line == LINE and event.sequence == 2:
                    await talk.cancel(conversation_id)
    assert kept(tmp_path)[1] == [f"{conversation_id}.1"]


async def test_what_was_told_before_a_cancel_behind_the_last_word_is_remembered(
    tmp_path: Path,
) -> None:
    memory = MemoryRecall(store(tmp_path))
    talk = conversations(
        scripted("Aye"), tmp_path, mind=Thinking(knows=[memory], afterwards=[memory])
    )
    conversation = await talk.start(MILLER, ADA)
    async for event in talk.chat(conversation.id, LINE):
        if isinstance(event.body, Sentence):  # The model is done, and nobody thought about it yet.
            await talk.cancel(conversation.id)
    assert conversation.turns[0].finish_reason is FinishReason.STOP
    assert kept(tmp_path)[1] == []
    _ = [event async for event in talk.chat(conversation.id, "Good day.")]
    assert kept(tmp_path)[1] == [f"{conversation.id}.1"]


async def test_what_was_told_into_a_reply_that_is_told_again_is_remembered(tmp_path: Path) -> None:
    memory = MemoryRecall(store(tmp_path))
    engine = scripted("one two three " * 9, tokens_per_s=20.0)
    talk = conversations(engine, tmp_path, mind=Thinking(knows=[memory], afterwards=[memory]))
    conversation = await talk.start(MILLER, ADA)
    async for event in talk.chat(conversation.id, LINE):
        if isinstance(event.body, TextDelta):
            await talk.cancel(conversation.id)
    limits = ReplyLimits(max_tokens=2)
    _ = [event async for event in talk.regenerate(conversation.id, limits=limits)]
    _ = [event async for event in talk.chat(conversation.id, "Good day.", limits=limits)]
    assert kept(tmp_path)[1] == [f"{conversation.id}.1"]


@pytest.mark.parametrize(
    ("line", "reply", "remembered"),
    [(LINE, "As an AI language model, I own no mill.", 1), (f"{CAUGHT} {LINE}", "Aye.", 0)],
)
async def test_what_a_guardrail_let_through_is_remembered(
    tmp_path: Path, line: str, reply: str, remembered: int
) -> None:
    memory = MemoryRecall(store(tmp_path))
    mind = Thinking(knows=[memory], afterwards=[memory])
    talk = conversations(scripted(reply), tmp_path, mind=mind, guards=Guards("everyone"))
    conversation = await talk.start(MILLER, ADA)
    _ = [event async for event in talk.chat(conversation.id, line)]
    assert conversation.turns[0].finish_reason is FinishReason.GUARDRAIL
    later = conversations(scripted("Aye."), tmp_path, mind=mind)
    _ = [event async for event in later.chat(conversation.id, "Good day.")]
    assert kept(tmp_path)[1] == [f"{conversation.id}.1"] * remembered
