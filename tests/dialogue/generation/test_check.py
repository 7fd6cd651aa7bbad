"""The checker finds what is wrong: each test breaks one thing of a good persona."""

from collections.abc import Mapping

import pytest

from npcgen.dialogue.generation.check import problems
from npcgen.dialogue.generation.generate import generate
from npcgen.dialogue.relation import Relation
from tests.dialogue.generation.places import CAST, emberlow

SETTING = emberlow()
GOOD = generate("the smith's sister, a baker", 1, SETTING).persona
OUT_OF_SCOPE = next(entry for entry in SETTING.lore if entry.scope.factions)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"summary": ""}, "summary is empty"),
        ({"fallback_lines": ()}, "fallback_lines has 0 entries"),
        ({"id": "odrin"}, "the id odrin is taken"),
        ({"name": "Odrin Pell"}, "the name Odrin Pell is taken"),
        ({"personality": "brave, timid."}, "is both brave and timid"),
        ({"speech_style": "Loud. Always."}, "no style begins with 'Loud'"),
        ({"role": "pilot"}, "a pilot isn't of the era medieval"),
        ({"goals": ("mend the telephone",)}, "'telephone' isn't of the era medieval"),
        ({"goals": ("find old Gandrel",)}, "'Gandrel' in"),
        ({"goals": ("say {busy}",)}, "holds a placeholder"),
        ({"knowledge": (*GOOD.knowledge, OUT_OF_SCOPE.text)}, "which is out of its scope"),
        ({"knowledge": (*GOOD.knowledge, str(GOOD.secrets[0]))}, "tells the secret"),
        ({"relations": (Relation(persona_id="nobody", kind="rival"),)}, "isn't of this world"),
        ({"appearance": GOOD.appearance.model_copy(update={"body": ""})}, "appearance.body isn't"),
    ],
)
def test_what_is_wrong_is_found(change: Mapping[str, object], problem: str) -> None:
    broken = GOOD.model_copy(update=change)

    assert any(problem in each for each in problems(broken, SETTING.world, CAST, SETTING.lore))
