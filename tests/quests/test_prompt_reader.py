"""Prompts for quests read by a model under a grammar, and what is done where it can't."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Grammar, ModelInfo
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.grammars import check_grammar
from npcgen.quests.prompt_reader import PromptReader, fields_of_answer, question, shown_people
from tests.dialogue.overheard import Overheard
from tests.gguf_factory import TinyModel, write_gguf
from tests.worldgen.quests.worlds import village
from worldgen.quests.interpret import people_of
from worldgen.quests.motives import bundled_motives
from worldgen.quests.spec import read_spec
from worldgen.quests.worlds import world_of

WORLD = village()
PROMPT = "two errands about a theft that Mira gives, 3 to 5 steps"
ANSWER = {"count": 2, "givers": ["mira"], "motives": ["theft"], "steps": "3..5"}


class LargeBackend(ScriptedBackend):
    """Scripted words of a model that is trusted to write."""

    @property
    def info(self) -> ModelInfo:
        return replace(super().info, parameters=3_000_000_000)


async def fields(
    reply: object, backend: type[ScriptedBackend] = LargeBackend
) -> tuple[Mapping[str, Any], Overheard]:
    words = reply if isinstance(reply, str) else json.dumps(reply)
    engine = Engine(backend([words], tokens_per_s=5_000.0), queue_limit=4)
    model = Overheard(engine)
    try:
        return await PromptReader(lambda name: model).quest_fields(PROMPT, WORLD, 30.0), model
    finally:
        await engine.close()


async def test_what_a_model_reads_is_a_spec_of_the_world() -> None:
    found, _ = await fields(ANSWER)

    spec = read_spec(found)
    assert (spec.count, spec.givers, spec.motives) == (2, ("mira",), ("theft",))
    assert (spec.min_steps, spec.max_steps) == (3, 5)


async def test_it_is_told_who_there_is_and_held_to_them() -> None:
    _, model = await fields(ANSWER)

    [request] = model.requests
    assert request.messages[1].content.startswith("[People: mira is mira; tobin is tobin; ")
    assert request.messages[1].content.endswith(f"]\n{PROMPT}")
    assert request.grammar is not None
    schema = json.loads(request.grammar.text)
    assert schema["properties"]["givers"]["items"]["enum"] == list(people_of(WORLD))


@pytest.mark.parametrize(
    "reply", ["Two of them.", "[1]", '{"givers": ["nobody"]}', '{"steps": "6..2"}', '{"count": 0}']
)
async def test_an_answer_that_is_none_is_left_to_the_words(reply: str) -> None:
    found, _ = await fields(reply)

    assert found == {}


async def test_a_small_model_is_not_asked() -> None:
    found, model = await fields(ANSWER, backend=ScriptedBackend)

    assert (found, model.requests) == ({}, [])


@pytest.mark.parametrize(
    ("steps", "ends"),
    [("4", (4, 4)), ("4..", (4, 24)), ("..4", (1, 4)), ("2..9", (2, 9))],
)
def test_steps_become_the_least_and_the_most(steps: str, ends: tuple[int, int]) -> None:
    spec = read_spec(fields_of_answer({"steps": steps}, WORLD))
    assert (spec.min_steps, spec.max_steps) == ends


def test_of_many_people_those_are_shown_who_are_named() -> None:
    people = people_of(world_of("emberlow"))
    assert shown_people("for Brannoch or Lys Hollin", people) == {
        "brannoch": "Brannoch Vale",
        "lys": "Lys Hollin",
    }
    assert shown_people("a quest", people) == {}
    assert shown_people("a quest", people_of(WORLD)) == people_of(WORLD)


@pytest.mark.parametrize("people", [{}, {"ada": "Ada Vale"}])
def test_the_schema_is_a_grammar(people: dict[str, str]) -> None:
    told = question(people, tuple(bundled_motives().each))
    check_grammar(Grammar("json_schema", json.dumps(told.schema)))
    assert ("givers" in told.schema["properties"]) is bool(people)


async def test_a_small_model_whose_file_says_so_is_held_to_the_grammar(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "q.gguf", TinyModel(context_length=1024, jobs=("quest",)))
    backend = LlamaCppBackend(read_gguf(path), LlamaParameters(threads=1, slots=1, batch_tokens=64))
    engine = Engine(backend, queue_limit=4)
    model = Overheard(engine)
    try:
        found = await PromptReader(lambda name: model).quest_fields(PROMPT, WORLD, 100.0)
    finally:
        await engine.close()

    assert len(model.requests) == 1
    read_spec(found)
