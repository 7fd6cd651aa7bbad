"""Quests in a model's words: what does stands, the rest is plain, and is counted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.engine import Engine
from npcgen.quests.writing import fault_of
from tests.quests.writing import PLAIN, WORLD, written_by
from worldgen.provenance import WITH_MODEL
from worldgen.quests.canonical import content_sha256
from worldgen.quests.words import check_words
from worldgen.quests.words.slots import Slot

SLOT = Slot("k", "offer", "", "mira", "gruff", "Bring me the lantern.", ("Mira", "the lantern"))


@asynccontextmanager
async def saying(reply: str) -> AsyncIterator[Engine]:
    engine = Engine(ScriptedBackend((reply,), tokens_per_s=5_000.0), queue_limit=64)
    yield engine
    await engine.close()


async def test_what_a_model_writes_stands_where_it_does(tmp_path: Path) -> None:
    text = "Fetch the lantern for Mira, won't you?"
    async with saying(text) as engine:
        quest, report = await written_by(engine, tmp_path)
    by_model = [line for line in quest.lines if line.writer == "scripted"]
    assert by_model
    assert {line.text for line in by_model} == {text}
    assert report.wording.by_writer == len(by_model)
    assert report.wording.plain == len(quest.lines) - len(by_model)
    assert any(reason.startswith("it leaves out ") for reason in report.wording.refused)
    assert check_words(WORLD, quest) == []


async def test_the_provenance_says_that_a_model_was_there(tmp_path: Path) -> None:
    async with saying("Fetch the lantern for Mira, won't you?") as engine:
        quest, report = await written_by(engine, tmp_path)
    assert quest.provenance
    assert quest.provenance.digital_source_type == WITH_MODEL
    assert quest.provenance.content_sha256 == content_sha256(quest)
    assert report.provenance.digital_source_type == WITH_MODEL


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("Lord Vexnar wants the lantern for Mira.", "it names Lord"),
        ("Bring the lantern to Mira {soon}.", "it has a brace"),
        ("So be it.", "it leaves out the lantern"),
        ("", "nothing came"),
    ],
)
async def test_nonsense_and_nothing_leave_it_plain(reply: str, reason: str, tmp_path: Path) -> None:
    async with saying(reply) as engine:
        quest, report = await written_by(engine, tmp_path)
    told = [line for line in quest.lines if "lantern" in line.text and "Mira" in line.text]
    assert told
    assert {line.writer for line in told} == {"plain"}
    assert set(told) <= set(PLAIN.lines)
    assert any(each.startswith(reason) for each in report.wording.refused)
    assert sum(report.wording.refused.values()) == report.wording.plain


async def test_nobody_is_asked_for_plain_words(tmp_path: Path) -> None:
    async with saying("So be it.") as engine:
        quest, report = await written_by(engine, tmp_path, "plain")
    assert quest == PLAIN
    assert (report.wording.by_writer, report.wording.plain) == (0, 0)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The Lantern, quick.", ""),
        ("", "nothing came"),
        ("Bring it here.", "it leaves out the lantern"),
        ("As an AI language model, I want the lantern.", "it breaks output."),
    ],
)
def test_a_text_that_will_not_do_says_why(text: str, fault: str) -> None:
    assert fault_of(SLOT, text).startswith(fault)
    assert bool(fault_of(SLOT, text)) is bool(fault)
