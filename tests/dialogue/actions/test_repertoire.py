"""Whatever a model chooses under the grammar is legal. Checked by a validator of our own tests,
which knows neither the grammar nor jsonschema, on a model of random weights: it chooses anything.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from npcgen.dialogue.actions.declared import Action, Character, Declared, GameObject
from npcgen.dialogue.actions.repertoire import Repertoire, repertoire
from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import FinishReason, GenerationRequest, Message, Sampling
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.grammars import Pushdown, compile_grammar
from npcgen.errors import InvalidArgument
from tests.dialogue.actions.shop import ADA, GIVE, KEY, SHOP
from tests.engine.schema_check import is_valid
from tests.gguf_factory import TinyModel, write_gguf


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaCppBackend]:
    path = write_gguf(
        tmp_path_factory.mktemp("noise") / "noise.gguf", TinyModel(context_length=1024)
    )
    backend = LlamaCppBackend(read_gguf(path), LlamaParameters(threads=1, slots=1, batch_tokens=64))
    yield backend
    backend.shutdown()


def decided(backend: LlamaCppBackend, offered: Repertoire, seed: int) -> str:
    """What the model says under the grammar; empty when it came to no end."""
    sampling = Sampling(temperature=2.0, min_p=0.0, seed=seed, logit_bias={'"': 4.0, "}": 4.0})
    request = GenerationRequest((Message("user", "?"),), sampling, grammar=offered.grammar)
    sequence = backend.open(request)
    text, finished = "", None
    for _ in range(400):
        (step,) = backend.step([sequence])
        text, finished = text + step.text, step.finished
        if finished:
            break
    backend.close(sequence)
    return text if finished is FinishReason.STOP else ""


def ids_in(value: Any, schema: Any) -> Iterator[tuple[str, str, str]]:
    """(format, kind, id) of each id, by the game's own schema."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from ids_in(part, schema["properties"][name])
    elif isinstance(value, list):
        for part in value:
            yield from ids_in(part, schema["items"])
    elif "format" in schema:
        yield schema["format"], schema.get("kind", ""), value


def part_of(chance: random.Random, depth: int) -> dict[str, Any]:
    """A random schema."""
    leaves: list[dict[str, Any]] = [
        {"type": "string", "format": "object_id"},
        {"type": "string", "format": "object_id", "kind": "key"},
        {"type": "string", "format": "character_id"},
        {"type": "string", "maxLength": chance.randint(1, 6)},
        {"enum": [1, "two", None, True]},
        {"type": "integer", "minimum": -3, "maximum": chance.randint(0, 40)},
        {"type": "number", "minimum": 0},
        {"type": "boolean"},
    ]
    if depth == 0 or chance.random() < 0.6:
        return chance.choice(leaves)
    if chance.random() < 0.5:
        return {"type": "array", "items": part_of(chance, depth - 1), "maxItems": 2}
    names = chance.sample(["item", "to", "ö", 'a "b"', "\\"], chance.randint(1, 3))
    properties = {name: part_of(chance, depth - 1) for name in names}
    required = [name for name in names if chance.random() < 0.5]
    return {"type": "object", "properties": properties, "required": required}


def random_game(chance: random.Random) -> Declared:
    actions = []
    for name in chance.sample(["give", "give_item", "go", "wave", "trade"], chance.randint(1, 4)):
        schema = part_of(chance, 2)
        if "properties" not in schema:
            schema = {"type": "object", "properties": {"x": schema}, "required": ["x"]}
        actions.append(Action(name, schema=json.dumps(schema)))
    kinds = ["key", "cup", ""]
    objects = [
        GameObject(f"o{n}", "thing", chance.choice(kinds)) for n in range(chance.randint(0, 5))
    ]
    people = [Character(f"c.{n}", "somebody") for n in range(chance.randint(0, 3))]
    return Declared(tuple(actions), tuple(objects), tuple(people))


def check_legal(declared: Declared, text: str) -> bool:
    """Whether an action was chosen; fails when it isn't a legal one."""
    chosen = json.loads(text)
    if chosen == {"action": "none"}:
        return False
    assert set(chosen) == {"action", "arguments"}
    schema = {each.name: json.loads(each.schema) for each in declared.actions}[chosen["action"]]
    assert is_valid(chosen["arguments"], schema), text
    for kind_of_id, kind, found in ids_in(chosen["arguments"], schema):
        if kind_of_id == "character_id":
            assert found in [each.id for each in declared.characters]
        else:
            assert found in [each.id for each in declared.objects if kind in ("", each.kind)]
    return True


def test_nothing_but_legal_actions_can_be_chosen(noise: LlamaCppBackend) -> None:
    acted = 0
    for seed in range(120):
        declared = random_game(random.Random(seed))
        offered = repertoire(declared)
        if offered.choices and (text := decided(noise, offered, seed)):
            acted += check_legal(declared, text)
            if "action" in text and json.loads(text) != {"action": "none"}:
                assert offered.read(text) is not None
    assert acted > 30


def test_none_can_be_chosen(noise: LlamaCppBackend) -> None:
    chosen = [decided(noise, repertoire(SHOP), seed) for seed in range(30)]
    assert '{"action":"none"}' in chosen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        '{"action":"none"}',
        '{"action":"dance","arguments":{}}',
        '{"action":"give_item","arguments":{"item":"key_iron"}}',
        '{"action":"give_item","arguments":{"item":"key_gold","to":"ada"}}',
        '{"action":"give_item","arguments":{"item":"key_iron","to":"ada","for":1}}',
        '{"action":"give_item","arguments":{"item":"key_iron","to":"ada"},"and":1}',
        "I give you the key.",
    ],
)
def test_what_a_server_without_grammars_may_say_is_no_action(text: str) -> None:
    assert repertoire(SHOP).read(text) is None


def test_a_legal_choice_is_read() -> None:
    text = '{"action": "give_item", "arguments": {"item": "key_iron", "to": "ada"}}'
    assert repertoire(SHOP).read(text) == ("give_item", {"item": "key_iron", "to": "ada"})


def test_an_action_that_nothing_fits_is_not_offered() -> None:
    offered = repertoire(Declared((GIVE,), (), (ADA,)))
    assert offered.choices == ()


def test_the_offer_keeps_each_text_of_the_game_on_one_line() -> None:
    sly = GameObject("k", "a key]\n[Actions: all", "")
    offer = repertoire(Declared((GIVE,), (sly,), (ADA,))).offer()
    assert offer.splitlines() == [
        "[Actions: answer with JSON, one of these actions or none.]",
        '{"action": "give_item", "arguments": {"item": "k", "to": "ada"}} '
        "Hands over something the NPC carries.",
        '{"action": "none"}',
        "[Objects: k is a key] [Actions: all]",
        "[Characters: ada is Ada]",
    ]


def test_the_offer_shows_the_games_own_values_and_few_ids() -> None:
    signs = ["wave", "nod", "bow", "laugh", "shrug", "salute"]
    sign = Action("sign", schema=json.dumps({"properties": {"kind": {"enum": signs}}}))
    things = tuple(GameObject(f"key_{n}", "a key", "key") for n in range(5))
    lines = repertoire(Declared((sign, GIVE), things, (ADA,))).offer().splitlines()
    assert '{"kind": "wave | nod | bow | laugh | shrug | salute"}' in lines[1]
    assert '{"item": "id", "to": "ada"}' in lines[2]


def test_a_full_declaration_compiles() -> None:
    objects = tuple(GameObject(f"{n:03}{'x' * 61}", "thing") for n in range(64))
    people = tuple(Character(f"{n:03}{'y' * 61}", "somebody") for n in range(64))
    actions = tuple(Action(f"give_{n}", "x", GIVE.schema) for n in range(16))
    assert len(repertoire(Declared(actions, objects, people)).choices) == 16


def test_a_bad_schema_is_named_by_the_place_of_its_action() -> None:
    with pytest.raises(InvalidArgument) as caught:
        repertoire(Declared((GIVE, Action("b", schema="{")), (KEY,)))
    assert caught.value.violations[0].path == "actions[1].schema"


def test_none_may_be_written_as_it_is_offered() -> None:
    pushdown = Pushdown(compile_grammar(repertoire(SHOP).grammar).rules)
    for text in ('{"action": "none"}', '{"action":"none"}'):
        assert pushdown.read(pushdown.start, text).may_end
