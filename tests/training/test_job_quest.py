"""Prompts for quests: what is answered is a spec among the people of the prompt."""

import json

import pytest

from tests.training.test_jobs import drawn
from training.corpus.jobs.phrasing import phrases
from training.corpus.jobs.quest import question
from training.corpus.lexicon import Split
from worldgen.quests.motives import bundled_motives
from worldgen.quests.spec import read_spec


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_every_answer_is_a_spec_among_those_who_may_ask(split: Split) -> None:
    for sample in drawn("quest", 300, split):
        spec = read_spec(json.loads(sample.answer))
        assert all(f"- {giver}: " in sample.messages[0].content for giver in spec.givers)
        assert set(spec.motives) <= set(bundled_motives().each)


def test_every_motive_is_phrased() -> None:
    assert set(phrases("quest")["motives"]) == set(bundled_motives().each)


def test_the_question_tells_who_may_ask_and_why() -> None:
    asked = question({"ada": "Ada Vale"})
    assert "- ada: Ada Vale\nWhy, of: need, loss," in asked.task
    assert asked.schema["properties"]["givers"]["items"] == {"enum": ["ada"]}


@pytest.mark.parametrize("key", ["giver_alone", "steps_alone", "frames", "frames_with", "asides"])
def test_held_out_ways_to_ask_are_not_in_training(key: str) -> None:
    assert not set(phrases("quest")[key]) & set(phrases("quest")[f"held_out_{key}"])
