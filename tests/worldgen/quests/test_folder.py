"""A folder of quests, filled in the order of a seed."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN
from worldgen.provenance import Provenance
from worldgen.quests.canonical import content_sha256
from worldgen.quests.export import export, from_json
from worldgen.quests.folder import QuestFolder
from worldgen.quests.making import Made, make
from worldgen.quests.quest import Line, Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.verify import Finding

SPEC = QuestSpec(count=3, seed=7)


def quest(ident: str, offer: str) -> Quest:
    """As a file has it."""
    written = replace(LANTERN, id=ident, lines=(Line("k", "offer", "", "mira", offer),))
    [found] = from_json(export([written], HOLLOW, "json")["quests.json"])
    made_by = Provenance("worldgen.quests", "1", 7, "", content_sha256(found))
    return replace(found, provenance=made_by)


def test_what_becomes_of_a_quest_is_told(tmp_path: Path) -> None:
    folder = QuestFolder(tmp_path, HOLLOW, SPEC)
    first = quest("one", "Bring me the lantern, before night.")
    flawed = Made(quest("two", "No."), (Finding("goal", "branches[0]", "it isn't reached"),))

    fates = [folder.add(each) for each in (first, quest("again", first.lines[0].text), flawed)]
    assert fates == ["made", "repeated", "broken"]
    assert [file.name for file in tmp_path.iterdir()] == ["hollow-7-one.json"]
    assert list(folder.quests()) == [first]
    assert folder.survey.repeated == [("again", "hollow-7-one.json")]
    assert "as <a href=" in folder.report().read_text()


def test_what_is_not_decided_is_kept_and_reported(tmp_path: Path) -> None:
    folder = QuestFolder(tmp_path, HOLLOW, SPEC)
    state = Finding("undecided", "branches[0].steps[1]", "no way was found")
    fate = folder.add(Made(quest("one", "Well?"), undecided=(state,)))

    assert (fate, folder.survey.undecided) == ("made", ["hollow-7-one.json"])
    assert "<dt>not proved</dt><dd>1</dd>" in folder.report().read_text()


def test_others_take_the_place_of_those_that_are_left_out(tmp_path: Path) -> None:
    words = ("the lantern", "the lantern", "some light", "a lamp that burns", "a candle")
    told = (quest(f"q{at}", f"Bring me {what}, my friend.") for at, what in enumerate(words))
    folder = QuestFolder(tmp_path, HOLLOW, SPEC)

    fates = list(folder.fill(each for each in told))
    assert fates == ["made", "repeated", "made", "made"]
    assert folder.is_full
    assert folder.tries.count == 24
    assert next(told).id == "q4"


def test_what_is_told_besides_quests_is_passed_over(tmp_path: Path) -> None:
    folder = QuestFolder(tmp_path, HOLLOW, SPEC)

    assert list(folder.fill(each for each in ("progress", 3, quest("one", "Well?")))) == ["made"]


def test_a_folder_goes_on_with_what_is_whole(tmp_path: Path) -> None:
    first = QuestFolder(tmp_path, HOLLOW, SPEC)
    fates = list(first.fill(make(HOLLOW, first.tries)))
    report = first.report().read_bytes()
    torn, changed, *_ = sorted(tmp_path.glob("*.json"))
    torn.write_bytes(torn.read_bytes()[:80])
    changed.write_text(changed.read_text().replace('"giver":"', '"giver":"not_', 1))
    (tmp_path / ".hollow.json.12.part").write_text("half")
    again = QuestFolder(tmp_path, HOLLOW, SPEC)

    assert fates == ["made"] * 3
    assert sorted(again.fill(make(HOLLOW, again.tries, again.files.read))) == [
        *("made", "made"),
        "there",
    ]
    assert again.report().read_bytes() == report
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("spec", ["count: 2\nseed: 7", {"count": 2, "seed": 7}])
def test_a_folder_is_opened_by_texts(tmp_path: Path, spec: str | dict[str, int]) -> None:
    folder = QuestFolder.of(tmp_path, "tallow_ring", spec)

    assert (folder.world.id, folder.spec) == ("tallow_ring", QuestSpec(count=2, seed=7))
