"""Backstories: every slot passes the check that a model's words have to pass."""

import json

import pytest

from npcgen.dialogue.generation.generate import generate
from npcgen.dialogue.generation.prose import fault_of
from npcgen.dialogue.generation.setting import setting_of
from training.corpus.dialogue import generator
from training.corpus.jobs.backstory import BackstoryRounds
from training.corpus.lexicon import Split


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_every_slot_is_one_that_the_server_takes(split: Split) -> None:
    setting = setting_of(None, [])
    for at in range(60):
        rng, again = (generator(3, "test", at) for _ in range(2))
        persona = generate("", again.randint(1, 2**31), setting).persona
        answer = json.loads(BackstoryRounds(rng, split).draw().answer)
        assert [
            f for slot, text in answer.items() if (f := fault_of(slot, text, persona, setting))
        ] == []
