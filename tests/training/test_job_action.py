"""Chosen actions: legal, promised by the reply, copied from what is offered."""

import json

import pytest

from npcgen.dialogue.actions.choose import AGAIN
from tests.training.test_jobs import drawn
from training.corpus.dialogue import generator
from training.corpus.jobs.deeds import DeedMaker
from training.corpus.jobs.phrasing import in_words, phrases
from training.corpus.lexicon import Split

REFUSING = (
    " not ",
    "never",
    "nothing",
    "can't",
    "cannot",
    "don't",
    "won't",
    "refuse",
    "no.",
    "no,",
)


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_every_id_of_an_answer_stands_in_the_offer(split: Split) -> None:
    for sample in drawn("action", 200, split):
        answer = json.loads(sample.answer)
        offer = sample.messages[-1].content
        if answer["action"] != "none":
            assert f'{{"action": "{answer["action"]}"' in offer
        for value in answer.get("arguments", {}).values():
            written = in_words(value) if isinstance(value, int) else value
            assert str(value) in sample.prompt or written in sample.prompt.lower()


def test_a_refusal_is_followed_by_nothing() -> None:
    refusals = set(phrases("action")["refusals"])
    for sample in drawn("action", 300):
        if sample.messages[-2].content in refusals:
            assert sample.answer == '{"action": "none"}'


def test_no_promise_sounds_like_a_refusal() -> None:
    for written in phrases("action")["actions"].values():
        for way in written["ways"]:
            for reply in (*way["replies"], *way["held_out_replies"]):
                assert not [word for word in REFUSING if word in f" {reply.lower()} "]


def test_in_a_third_of_the_samples_nothing_is_to_be_done() -> None:
    answers = [sample.answer == '{"action": "none"}' for sample in drawn("action", 400)]
    assert 100 < sum(answers) < 220


def test_after_a_deed_one_more_is_asked_for() -> None:
    again = [s for s in drawn("action", 200) if s.messages[-1].content == AGAIN]
    assert len(again) > 5
    assert {sample.answer for sample in again} == {'{"action": "none"}'}


def test_no_name_of_an_action_is_in_both_splits() -> None:
    for written in phrases("action")["actions"].values():
        assert not set(written["names"]) & set(written["held_out_names"])


def test_things_of_a_scene_are_told_apart_by_their_last_words() -> None:
    maker = DeedMaker(generator(1, "test", 3), "training", "Ada")
    nouns = [each.name.split()[-1] for each in maker.objects() if each.kind == "item"]
    assert len(nouns) == len(set(nouns))
