"""Prompts read by a model under a grammar, and what is done where it can't."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from npcgen.dialogue.language_model import LanguageModel
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Grammar, ModelInfo
from npcgen.engine.engine import Engine
from npcgen.engine.grammars import check_grammar
from npcgen.engine.load import load_backend
from npcgen.errors import Unavailable
from npcgen.levels.prompt_reader import PromptReader, fields_of_answer, schema_of
from npcgen.settings import Settings
from tests.dialogue.overheard import Overheard
from tests.large_model import TakenForLarge
from worldgen.levels.kind import kind_of
from worldgen.levels.kind_infos import kind_infos
from worldgen.levels.spec import read_spec

KINDS = kind_infos()
ANSWER = {
    "width": 40,
    "theme": "crypt",
    "difficulty": "hard",
    "counts": {"keys": "2"},
    "options": {},
}


class LargeBackend(ScriptedBackend):
    """Scripted words of a model that is trusted to write."""

    @property
    def info(self) -> ModelInfo:
        return replace(super().info, parameters=3_000_000_000)


async def fields(
    *replies: object, kind: str = "dungeon", backend: type[ScriptedBackend] = LargeBackend
) -> tuple[Mapping[str, Any], Overheard]:
    words = [reply if isinstance(reply, str) else json.dumps(reply) for reply in replies]
    engine = Engine(backend(words, tokens_per_s=5_000.0), queue_limit=4)
    model = Overheard(engine)
    try:
        reader = PromptReader(lambda name: model)
        return await reader.level_fields("a hard crypt with two keys", kind, KINDS, 30.0), model
    finally:
        await engine.close()


async def test_what_a_model_reads_is_a_spec() -> None:
    found, _ = await fields(ANSWER)

    spec = read_spec(found)
    assert (spec.kind, spec.width, spec.theme, spec.difficulty) == (
        "dungeon",
        40,
        "crypt",
        (0.35, 0.9),
    )
    assert str(spec.counts["keys"]) == "2"
    kind_of("dungeon").check(spec)


def test_a_word_of_size_and_shares_of_the_way_become_what_the_kind_takes() -> None:
    answer = {"scale": "small", "options": {"openness": 0.7, "smoothing": 6}}
    found = fields_of_answer(answer, KINDS["cave"])

    assert (found["width"], found["height"]) == (45, 34)
    assert found["options"] == {"openness": 0.65, "smoothing": 6}


async def test_the_kind_is_asked_for_first_where_nobody_says_it() -> None:
    found, model = await fields({"kind": "cave", "width": 64}, kind="")

    assert found == {"kind": "cave", "width": 64}
    assert len(model.requests) == 2


async def test_it_is_asked_under_a_grammar_of_what_the_kind_knows() -> None:
    _, model = await fields(ANSWER)

    [request] = model.requests
    assert request.grammar is not None
    schema = json.loads(request.grammar.text)
    assert set(schema["properties"]["counts"]["properties"]) == set(KINDS["dungeon"].counts)
    assert "- keys: " in request.messages[0].content


@pytest.mark.parametrize(
    "reply",
    [
        "A crypt, then.",
        "[1]",
        '{"scale": "immense"}',
        '{"counts": {"keys": "5..2"}}',
        '{"width": -4}',
        '{"theme": 7}',
        "{",
    ],
)
async def test_an_answer_that_is_none_is_left_to_the_words(reply: str) -> None:
    found, _ = await fields(reply)

    assert found == {}


async def test_a_small_model_is_not_asked() -> None:
    found, model = await fields(ANSWER, backend=ScriptedBackend)

    assert (found, model.requests) == ({}, [])


async def test_without_a_model_the_words_are_left() -> None:
    def loading(name: str) -> LanguageModel:
        raise Unavailable("the model is loading")

    assert await PromptReader(loading).level_fields("a crypt", "", KINDS, 1.0) == {}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kinds_schema_is_a_grammar(kind: str) -> None:
    check_grammar(Grammar("json_schema", json.dumps(schema_of(KINDS[kind]))))
    assert fields_of_answer({}, KINDS[kind]) == {"kind": kind}


async def test_a_real_model_is_held_to_the_grammar(tmp_path: Path) -> None:
    engine = Engine(load_backend(Settings(data_dir=tmp_path)), queue_limit=4)
    model = TakenForLarge(engine)
    try:
        found = await PromptReader(lambda name: model).level_fields(
            "a hard crypt with two keys", "", KINDS, 100.0
        )
    finally:
        await engine.close()

    if found:
        kind_of(found["kind"]).check(read_spec(found))
