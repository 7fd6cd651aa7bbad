"""A model's words, slot by slot: which are taken, and why the others aren't."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from npcgen.dialogue.generation.check import problems
from npcgen.dialogue.generation.generate import GeneratedPersona, generate
from npcgen.dialogue.generation.prose import MAX_CHARS, fault_of, rewrite
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import ModelInfo
from npcgen.engine.engine import Engine
from npcgen.engine.load import load_backend
from npcgen.settings import Settings
from tests.dialogue.generation.places import CAST, emberlow
from tests.large_model import TakenForLarge

SETTING = emberlow()
MADE = generate("the smith's angry sister, a baker", 7, SETTING)
GOOD = {
    "summary": "Rises before Emberlow wakes, and quarrels with Brannoch Vale at every feast.",
    "personality": "A hot-tempered, greedy and gloomy soul who dreads an empty house.",
    "speech_style": "Gruff. Bites off each word and counts it.",
    "examples[0].npc": "Hard. The dough waits for nobody.",
    "examples[1].npc": "Morning. Buy or move.",
}


class LargeBackend(ScriptedBackend):
    """Scripted words of a model that is trusted to write."""

    @property
    def info(self) -> ModelInfo:
        return replace(super().info, name="large", parameters=3_000_000_000, sha256="ab")


async def rewritten(
    *replies: str, backend: type[ScriptedBackend] = LargeBackend
) -> GeneratedPersona:
    engine = Engine(backend(replies, tokens_per_s=5_000.0), queue_limit=4)
    try:
        return await rewrite(MADE, SETTING, engine, time.monotonic() + 30)
    finally:
        await engine.close()


async def test_good_words_are_taken() -> None:
    made = await rewritten(json.dumps(GOOD))

    assert made.persona.summary == GOOD["summary"]
    assert [each.npc for each in made.persona.examples] == [*GOOD.values()][3:]
    assert {each.writer for each in made.slots} == {"model"}
    assert (made.provenance.model, made.provenance.model_sha256) == ("large", "ab")
    assert problems(made.persona, SETTING.world, CAST, SETTING.lore) == ()


async def test_a_slot_that_fails_is_written_by_rules() -> None:
    made = await rewritten(json.dumps(GOOD | {"summary": "Was wed to old Gandrel once."}))

    assert made.persona.summary == MADE.persona.summary
    assert made.persona.speech_style == GOOD["speech_style"]
    assert (made.slots[0].writer, made.slots[0].why) == ("rules", "'Gandrel' is nobody that exists")


@pytest.mark.parametrize("reply", ["Well met, traveller.", "[1, 2]", '{"summary": 7}'])
async def test_an_answer_that_is_none_leaves_all_to_the_rules(reply: str) -> None:
    made = await rewritten(reply)

    assert made.persona == MADE.persona
    assert {each.writer for each in made.slots} == {"rules"}
    assert made.provenance.model == ""


async def test_a_real_model_fills_every_slot_under_the_grammar(tmp_path: Path) -> None:
    engine = Engine(load_backend(Settings(data_dir=tmp_path)), queue_limit=4)
    try:
        made = await rewrite(MADE, SETTING, TakenForLarge(engine), time.monotonic() + 100)
    finally:
        await engine.close()

    assert [each.slot for each in made.slots] == [*MAX_CHARS]
    assert not any(each.why.startswith("the model") for each in made.slots)


async def test_a_small_model_is_not_asked() -> None:
    made = await rewritten(json.dumps(GOOD), backend=ScriptedBackend)

    assert {each.why for each in made.slots} == {"the model 'scripted' is too small to write"}


@pytest.mark.parametrize(
    ("slot", "text", "fault"),
    [
        ("summary", "", "has 0 characters"),
        ("summary", "x" * 401, "has 401 characters"),
        ("summary", "Saw a killing years ago and said nothing.", "output.secret"),
        ("summary", "Bought a telephone last winter.", "output.industrial_word"),
        ("personality", "A greedy soul.", "leaves out hot-tempered, gloomy"),
        ("speech_style", "Merry. Laughs a lot.", "doesn't begin with 'Gruff.'"),
        ("examples[0].npc", "Ask Zorbrax about it.", "'Zorbrax' is nobody that exists"),
    ],
)
def test_each_fault_is_told(slot: str, text: str, fault: str) -> None:
    assert fault_of(slot, text, MADE.persona, SETTING).startswith(fault)


def test_what_the_rules_wrote_passes_the_same_checks() -> None:
    persona = MADE.persona
    texts = [persona.summary, persona.personality, persona.speech_style]
    texts += [each.npc for each in persona.examples]

    for slot, text in zip(MAX_CHARS, texts, strict=True):
        assert fault_of(slot, text, persona, SETTING) == ""
