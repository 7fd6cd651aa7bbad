"""Summaries: in the first person, of what was said, and believed by the code that reads them."""

import json

import pytest

from npcgen.dialogue.memory.summaries import MAX_WORDS, read
from npcgen.dialogue.prompt import PastTurn, PlayerLine
from tests.training.test_jobs import drawn
from training.corpus.jobs.phrasing import phrases
from training.corpus.lexicon import Split


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_every_summary_is_read_with_all_its_facts(split: Split) -> None:
    for sample in drawn("memory", 200, split):
        said = PastTurn(PlayerLine(sample.messages[-1].content, ""), "")
        written = read(sample.answer, [said])
        assert written is not None
        answer = json.loads(sample.answer)
        assert list(written.facts) == answer["facts"]
        assert len(written.summary.split()) <= MAX_WORDS


def test_what_was_remembered_before_is_kept() -> None:
    told = "What you remembered so far: "
    for sample in drawn("memory", 200):
        first = sample.messages[-1].content.split("\n")[0]
        if first.startswith(told):
            assert json.loads(sample.answer)["summary"].startswith(first.removeprefix(told))


def test_some_talks_leave_nothing_behind() -> None:
    answers = [json.loads(sample.answer) for sample in drawn("memory", 200)]
    assert 5 < sum(not answer["facts"] for answer in answers) < 80


def test_every_subject_has_its_ways_to_be_told() -> None:
    for written in phrases("memory")["subjects"].values():
        assert not set(written["says"]) & set(written["held_out_says"])
        assert all("{called}" in text for text in written["summary"])
