"""Prompts for quests: what is answered is a spec among the people of the prompt."""

import json

import pytest

from tests.training.test_jobs import drawn
from training.corpus.jobs.phrasing import phrases
from training.corpus.lexicon import Split
from worldgen.levels.ranges import Range
from worldgen.quests.motives import bundled_motives
from worldgen.quests.spec import read_spec


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_every_answer_is_a_spec_among_those_who_may_ask(split: Split) -> None:
    for sample in drawn("quest", 300, split):
        answer = json.loads(sample.answer)
        Range.model_validate(answer.pop("steps", "1"))
        spec = read_spec(answer)
        assert all(f" {giver} is " in sample.messages[1].content for giver in spec.givers)
        assert set(spec.motives) <= set(bundled_motives().each)


def test_every_motive_is_phrased() -> None:
    assert set(phrases("quest")["motives"]) == set(bundled_motives().each)


@pytest.mark.parametrize("key", ["giver_alone", "steps_alone", "frames", "frames_with", "asides"])
def test_held_out_ways_to_ask_are_not_in_training(key: str) -> None:
    assert not set(phrases("quest")[key]) & set(phrases("quest")[f"held_out_{key}"])
