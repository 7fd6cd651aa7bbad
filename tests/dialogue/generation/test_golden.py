"""Two personas to the letter: a change here is a new VERSION of the generator."""

import pytest
import yaml

from npcgen.dialogue.generation.generate import generate
from tests.conftest import Golden
from tests.dialogue.generation.places import NOWHERE, emberlow


@pytest.mark.parametrize(
    ("prompt", "seed", "world"),
    [("the smith's angry sister", 7, "emberlow"), ("a young timid space pilot", 11, "")],
)
def test_the_same_bytes_for_a_seed(golden: Golden, prompt: str, seed: int, world: str) -> None:
    made = generate(prompt, seed, emberlow() if world else NOWHERE)
    fields = made.persona.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=96)

    golden.check(f"generation/seed_{seed}.yaml", text)
