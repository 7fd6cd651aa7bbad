"""Prompts for textures read by a model under a grammar, and what is done where it can't."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from npcgen.dialogue.language_model import LanguageModel
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Grammar, ModelInfo
from npcgen.engine.engine import Engine
from npcgen.engine.grammars import check_grammar
from npcgen.engine.load import load_backend
from npcgen.errors import Unavailable
from npcgen.settings import Settings
from npcgen.textures.prompt_reader import PromptReader
from tests.dialogue.overheard import Overheard
from tests.large_model import TakenForLarge
from worldgen.textures.making.reading import fields_of, questions
from worldgen.textures.making.told import Reading
from worldgen.textures.spec import read_spec

QUESTIONS = questions()
PROMPT = "a mossy rampart, 512 px, seed 9"


class LargeBackend(ScriptedBackend):
    """Scripted words of a model that is trusted to write."""

    @property
    def info(self) -> ModelInfo:
        return replace(super().info, parameters=3_000_000_000)


async def reading(
    *replies: object, material: str = "", backend: type[ScriptedBackend] = LargeBackend
) -> tuple[Reading | None, Overheard, bool]:
    words = [reply if isinstance(reply, str) else json.dumps(reply) for reply in replies]
    engine = Engine(backend(words, tokens_per_s=5_000.0), queue_limit=4)
    model = Overheard(engine)
    try:
        reader = PromptReader(lambda name: model)
        found = await reader.texture(PROMPT, material, QUESTIONS, 30.0)
        return found, model, reader.is_able
    finally:
        await engine.close()


async def test_the_material_is_asked_for_first_where_nobody_says_it() -> None:
    answer = {"material": "castle_wall", "layers": {"moss": 0.5}}
    found, model, is_able = await reading(answer)

    assert is_able
    assert found == Reading("castle_wall", answer)
    assert len(model.requests) == 2


async def test_it_is_asked_under_a_grammar_of_what_the_material_knows() -> None:
    _, model, _ = await reading({"params": {"rows": 10}}, material="castle_wall")

    [request] = model.requests
    assert request.grammar is not None
    schema = json.loads(request.grammar.text)
    assert "rows" in schema["properties"]["params"]["properties"]
    assert "- rows (blocks down): " in request.messages[0].content


def test_what_a_model_answers_and_what_only_words_say_go_together() -> None:
    answer = Reading("castle_wall", {"layers": {"moss": 0.7}})
    spec = read_spec(fields_of(answer, PROMPT))

    assert (spec.material, spec.width, spec.seed) == ("castle_wall", 512, 9)
    assert spec.layers == {"moss": 0.7}


def test_words_shares_and_colours_become_parameters() -> None:
    answer = {"words": ["chipped"], "params": {"relief": 0.5, "clay": "grey", "columns": 9}}
    fields = fields_of(Reading("brick", answer), "")

    assert fields["params"] == {"chipped": 0.8, "relief": 0.0265, "clay": "#7d7d7d", "columns": 9}


def test_a_parameter_that_is_answered_wins_over_a_word() -> None:
    answer = Reading("brick", {"words": ["chipped"], "params": {"chipped": 0.2}})

    assert fields_of(answer, "")["params"] == {"chipped": 0.2}


def test_which_material_is_asked_by_families_of_names() -> None:
    lines = QUESTIONS.which.about.split("\n")

    assert "brick: brick" in lines
    assert all(f" {name}" in QUESTIONS.which.about for name in QUESTIONS.of_material)
    assert len(QUESTIONS.which.about) < 1200


@pytest.mark.parametrize(
    "answer",
    [
        {"words": ["shiny as a coin"]},
        {"words": 3},
        {"params": {"rows": -4}},
        {"layers": {"tar": 1}},
        {"params": 7},
        {"palette": "x"},
    ],
)
def test_an_answer_that_cannot_be_is_left_to_the_words(answer: dict[str, object]) -> None:
    assert fields_of(Reading("castle_wall", answer), PROMPT) == {}


@pytest.mark.parametrize("reply", ["A wall, then.", "{"])
async def test_an_answer_that_is_no_json_is_left_to_the_words(reply: str) -> None:
    found, _, _ = await reading(reply)

    assert found is None


async def test_a_small_model_is_not_able() -> None:
    *_, is_able = await reading({}, material="cobble", backend=ScriptedBackend)

    assert not is_able


async def test_without_a_model_the_words_are_left() -> None:
    def loading(name: str) -> LanguageModel:
        raise Unavailable("the model is loading")

    reader = PromptReader(loading)
    assert not reader.is_able
    assert await reader.texture(PROMPT, "", QUESTIONS, 1.0) is None


@pytest.mark.parametrize("material", sorted(QUESTIONS.of_material)[:12])
def test_a_materials_schema_is_a_grammar(material: str) -> None:
    schema = QUESTIONS.of_material[material].schema
    check_grammar(Grammar("json_schema", json.dumps(schema)))
    assert fields_of(Reading(material, {}), "") == {"material": material}


async def test_a_real_model_is_held_to_the_grammar(tmp_path: Path) -> None:
    engine = Engine(load_backend(Settings(data_dir=tmp_path)), queue_limit=4)
    model = TakenForLarge(engine)
    try:
        found = await PromptReader(lambda name: model).texture(
            "a mossy castle wall", "castle_wall", QUESTIONS, 100.0
        )
    finally:
        await engine.close()

    if found is not None:
        assert fields_of(found, "")["material"] == "castle_wall"
