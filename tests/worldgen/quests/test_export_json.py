"""Quests as JSON: lossless, and as the published schema says (read by jsonschema)."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.worldgen.quests.exported import EVERY, STARTS, bare, extra, hostile, told, village, world
from worldgen.errors import InvalidSpec
from worldgen.quests.export import FORMATS, export, from_json
from worldgen.quests.export.document import json_schema
from worldgen.quests.facts import Fact, read_fact, read_literal
from worldgen.quests.quest import Branch, Line, Quest, Step
from worldgen.quests.world import World

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "quest.schema.json"


def test_every_quest_is_loaded_again_as_it_was() -> None:
    quests = tuple(quest() for quest in EVERY.values())
    (data,) = export(quests, world(), "json").values()
    assert from_json(data) == quests
    (again,) = export(from_json(data), world(), "json").values()
    assert again == data


def test_none_at_all_are_loaded_again() -> None:
    assert from_json(export([], world(), "json", stem="none")["none.json"]) == ()


def test_the_published_schema_is_the_one_that_is_used(request: pytest.FixtureRequest) -> None:
    text = json.dumps(json_schema(), indent=2) + "\n"
    if request.config.getoption("--refresh-golden"):
        SCHEMA.write_text(text, "utf-8")
    assert text == SCHEMA.read_text("utf-8")


def test_every_file_is_as_the_schema_says() -> None:
    data = json.loads(written(lambda _: None))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(data)


def written(change: Callable[[dict[str, Any]], object]) -> bytes:
    data = json.loads(export([told(), hostile()], world(), "json")["quests.json"])
    change(data)
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda d: d.pop("format"), "format"),
        (lambda d: d.update(format_version=2), "format_version"),
        (lambda d: d["quests"][0].update(seed="7"), "quests[0].seed"),
        (lambda d: d["quests"][1].update(goal=["not"]), "quests[1].goal[0]"),
        (lambda d: d["quests"][1].update(cites=["not alive wolf"]), "quests[1].cites"),
        (lambda d: d["quests"][1].update(new=1), "quests[1].new"),
        (lambda d: d["quests"][0]["branches"][1].pop("steps"), "quests[0].branches[1].steps"),
        (lambda d: d["quests"][0]["refusal"].update(kind="x"), "quests[0].refusal.kind"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(
    change: Callable[[dict[str, Any]], object], field: str
) -> None:
    with pytest.raises(InvalidSpec) as caught:
        from_json(written(change))
    assert caught.value.field == field


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"{", b"[" * 100_000])
def test_what_is_no_quests_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidSpec):
        from_json(data)


def test_a_fact_that_would_read_as_another_is_refused() -> None:
    odd = World("hollow", "", village().schema, {**village().entities}, frozenset())
    entities = {**odd.entities, "a b": odd.entities["mira"]}
    quest = replace(bare(), cites=(Fact("alive", ("a b",)),))
    with pytest.raises(InvalidSpec, match="without spaces"):
        export([quest], replace(odd, entities=entities), "json")


STEP = bare().branches[0].steps[0]
SHORT = replace(STEP, arguments=())
BROKEN: dict[str, tuple[Quest, str]] = {
    "world": (replace(bare(), world="elsewhere"), r"quests\[0\].world"),
    "id": (replace(bare(), id="../up"), r"quests\[0\].id"),
    "giver": (replace(bare(), giver="nobody"), "there is no 'nobody'"),
    "cites": (replace(bare(), cites=(read_fact("alive ghost", ""),)), "there is no 'ghost'"),
    "goal": (replace(bare(), goal=(read_literal("alive ghost", ""),)), "there is no 'ghost'"),
    "action": (
        replace(bare(), extras=(extra("x", replace(STEP, action="fly")),)),
        r"extras\[0\].steps\[0\]: there is no action 'fly'",
    ),
    "arguments": (
        replace(bare(), branches=(Branch("b", (), (SHORT,), bare().refusal),)),
        r"branches\[0\].steps\[0\]: go is about 1 things, not 0",
    ),
    "surrogate": (replace(bare(), motive="\ud800"), "surrogate"),
    "key": (replace(bare(), lines=(Line("a b", "", "", "", ""),)), r"lines\[0\].key"),
    "speaker": (replace(bare(), lines=(Line("a", "", "", "ghost", ""),)), "there is no 'ghost'"),
    "twice": (replace(bare(), lines=(Line("a", "", "", "", ""),) * 2), r"lines\[1\].key"),
}  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", BROKEN)
def test_a_quest_that_is_not_of_the_world_is_refused(name: str, format: str) -> None:
    quest, message = BROKEN[name]
    with pytest.raises(InvalidSpec, match=message):
        export([quest], village(), format)


def test_what_cannot_be_a_file_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="there are: json, ink"):
        export([], world(), "articy")
    with pytest.raises(InvalidSpec, match="stem"):
        export([], world(), "json", stem="../quests")
    with pytest.raises(InvalidSpec, match="there are two of 'LANTERN'"):
        export([told(), replace(bare(), id="LANTERN")], world(), "ink")
    with pytest.raises(InvalidSpec, match="JSON can't hold"):
        export([replace(bare(), properties={"x": float("nan")})], world(), "json")


def test_every_text_comes_through_as_it_is() -> None:
    lines = tuple(
        Line(f"k{at}", "rumour", "", "", text) for at, text in enumerate((*STARTS, " \r\n\0 "))
    )
    (data,) = export([replace(bare(), lines=lines)], world(), "json").values()
    assert from_json(data)[0].lines == lines


def test_steps_have_every_field_of_the_document() -> None:
    data = json.loads(export([bare()], world(), "json")["quests.json"])
    assert [*data["quests"][0]["extras"][0]["steps"][0]] == [*Step.__dataclass_fields__]
