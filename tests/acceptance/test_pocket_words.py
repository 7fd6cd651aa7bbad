"""The bundled model words a quest: it is weak, and what it can't do is plain and counted."""

from pathlib import Path

from npcgen.engine.engine import Engine
from npcgen.engine.load import load_backend
from npcgen.settings import Settings
from tests.quests.writing import PLAIN, WORLD, written_by
from worldgen.quests.words import check_words


async def test_what_the_pocket_model_can_not_word_is_plain(tmp_path: Path) -> None:
    engine = Engine(load_backend(Settings(data_dir=tmp_path, threads=1)), queue_limit=64)
    quest, report = await written_by(engine, tmp_path)
    await engine.close()

    assert [line.key for line in quest.lines] == [line.key for line in PLAIN.lines]
    assert {line.writer for line in quest.lines} <= {"plain", "pocket"}
    assert check_words(WORLD, quest) == []
    assert report.wording.by_writer + report.wording.plain == len(quest.lines)
    assert sum(report.wording.refused.values()) == report.wording.plain
