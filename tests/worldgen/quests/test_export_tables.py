"""Tables for translators, and quests for engines: what comes out is what went in."""

import csv
import io
import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.worldgen.quests.exported import BUY, EVERY, bare, hostile, told, village, world
from worldgen.quests.export import FORMATS, export
from worldgen.quests.quest import Quest

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import godot_parser

QUESTS = [quest() for quest in EVERY.values()]


def rows(data: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(data.decode(), newline=""))]


def test_every_line_is_in_the_table_as_it_is() -> None:
    table = {row["key"]: row for row in rows(export(QUESTS, world(), "csv")["quests.csv"])}
    for quest in QUESTS:
        for line in quest.lines:
            row = table[line.key]
            assert (row["role"], row["text"]) == (line.role, line.text)
            assert row["context"].startswith(quest.id)


def test_the_table_reads_as_the_quest_is_played() -> None:
    told_rows = rows(export([told()], village(), "csv")["quests.csv"])
    keys = {line.key for line in told().lines}
    roles = [row["role"] for row in told_rows if row["key"] in keys]
    assert roles == [
        "title", "summary", "remind", "offer", "besides", "besides", "agree", "accept",
        "objective", "objective", "journal", "greeting", "praise", "thanks", "journal", "decline",
        "refuse", "objective", "extra", "letter", "lament",
    ]  # fmt: skip


def test_a_translator_is_told_who_speaks_and_when() -> None:
    by_role = {row["role"]: row for row in rows(export([told()], village(), "csv")["quests.csv"])}
    assert by_role["greeting"]["speaker"] == "tobin"
    assert by_role["greeting"]["context"] == "lantern: Buy lantern from tobin"
    assert by_role["lament"]["context"] == "lantern: failure"
    assert by_role["thanks"]["context"] == "lantern: success: trade, stealth"


def test_a_line_keeps_its_key_when_another_way_is_left_out() -> None:
    fewer = replace(told(), branches=told().branches[1:])
    kept = rows(export([fewer], village(), "csv")["quests.csv"])
    before = {
        row["key"]: row["text"] for row in rows(export([told()], village(), "csv")["quests.csv"])
    }
    assert {row["key"]: row["text"] for row in kept}.items() <= before.items()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:godot_parser.*")
@pytest.mark.parametrize("quest", [told(), hostile()], ids=lambda quest: quest.id)
def test_godot_reads_the_same_quest(quest: Quest, tmp_path: Path) -> None:
    files = export([quest], world(), "godot")
    path = tmp_path / "quest.tres"
    path.write_bytes(files[f"{quest.id}.tres"])
    read = resource(path)["metadata/quest"]
    (unity,) = opened_unity([quest])
    assert read["giver"] == "mira"
    assert [node["id"] for node in read["nodes"]] == [node["id"] for node in unity["nodes"]]
    texts = {line["key"]: line["text"] for line in read["lines"]}
    assert texts == {row["keys"]: row["en"] for row in rows(files["quests-translation.csv"])}
    assert all(texts[line.key] == line.text for line in quest.lines)


def resource(path: Path) -> Any:
    return godot_parser.load(str(path)).find_section("resource")


def opened_unity(quests: list[Quest]) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(export(quests, world(), "unity")["quests.unity.json"])[
        "quests"
    ]
    return read


def test_unity_gets_no_null_and_no_free_keys() -> None:
    shapes: dict[str, set[str]] = {}

    def visit(value: Any, name: str) -> None:
        assert value is not None
        if isinstance(value, dict):
            assert shapes.setdefault(name, {*value}) == {*value}
            for field, inner in value.items():
                visit(inner, f"{name}.{field}")
        elif isinstance(value, list):
            assert len({type(each) for each in value}) <= 1
            for each in value:
                assert not isinstance(each, list)
                visit(each, name)

    visit(opened_unity(QUESTS), "quests")
    assert "speakerName" in shapes["quests.lines"]


def test_unity_has_every_step_with_what_it_needs_and_does() -> None:
    (quest,) = opened_unity([bare()])
    (node,) = (node for node in quest["nodes"] if node["part"] == BUY.id)
    assert (node["action"], node["arguments"]) == ("buy", ["lantern", "tobin", "green"])
    assert node["needs"] == ["at(player, green)"]
    assert node["does"] == ["has(player, lantern)"]
    (ending,) = (node for node in quest["nodes"] if node["id"] == "outcome_dead")
    assert (ending["result"], ending["money"]) == ("failure", 12.5)
    assert ending["when"] == ["not alive(mira)", "not alive(elsa)"]


@pytest.mark.parametrize("name", ["quests", "nodes", "lines"])
def test_unreal_s_tables_are_the_same_in_json_and_csv(name: str) -> None:
    files = export(QUESTS, world(), "unreal")
    whole = json.loads(files[f"quests.{name}.json"])
    table = rows(files[f"quests.{name}.csv"])
    assert len({row["Name"] for row in whole}) == len(whole) == len(table)
    for row, cells in zip(whole, table, strict=True):
        assert row.pop("Name") == cells.pop("---")
        assert {field: cell(value) for field, value in row.items()} == cells


def cell(value: Any) -> str:
    """As Unreal's text import has it."""
    if isinstance(value, list):
        quoted = (each.replace("\\", "\\\\").replace('"', '\\"') for each in value)
        return "(" + ",".join(f'"{each}"' for each in quoted) + ")"
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("format", FORMATS)
def test_files_end_as_their_format_says(format: str) -> None:
    files = export([told()], world(), format, stem="all")
    assert next(iter(files)).endswith(FORMATS[format].ending)
    assert all(name.startswith(("all", "lantern")) for name in files)
