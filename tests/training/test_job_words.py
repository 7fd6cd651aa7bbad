"""Lines of quests in other words: nothing that the plain line names is left out."""

import pytest

from npcgen.quests.writing import fault_of
from tests.training.test_jobs import drawn
from training.corpus.jobs.phrasing import phrases
from training.corpus.lexicon import SLOT, Split
from worldgen.quests.words.slots import Slot, most_characters


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_every_text_is_one_that_the_server_takes(split: Split) -> None:
    for sample in drawn("words", 300, split):
        about = dict(line.split(": ", 1) for line in sample.messages[1].content.split("\n"))
        role = about["Kind of line"]
        slot = Slot("0", role, "", "", "", about["Plain line"], ())
        assert fault_of(slot, sample.answer) == ""
        assert len(sample.answer) <= most_characters(role)
        assert sample.answer != about["Plain line"]


def test_every_way_of_a_line_that_is_asked_for_names_the_same() -> None:
    for line in phrases("words")["lines"]:
        for way in (*line["ways"], *line["held_out"]):
            named = {name.removesuffix("_cap") for name in SLOT.findall(way)}
            assert named <= {"giver", "person", "foe", "item", "place", "n"}
        assert len(line["ways"]) >= 4
        assert not set(line["ways"]) & set(line["held_out"])
