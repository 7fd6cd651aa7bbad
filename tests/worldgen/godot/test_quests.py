"""Quests in Godot itself: every field, and every text by its key."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.worldgen.godot.project import Project
from tests.worldgen.quests.exported import EVERY, world
from worldgen.quests.export import export
from worldgen.quests.quest import Quest

QUESTS: Mapping[str, Quest] = {quest.id: quest for quest in (make() for make in EVERY.values())}
EACH = pytest.mark.parametrize("name", QUESTS)


def snake(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), name)


def renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {snake(name): renamed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [renamed(each) for each in value]
    return kept(value) if isinstance(value, str) else value


def kept(text: str) -> str:
    """Godot drops a byte order mark that begins a text."""
    return text.removeprefix("\ufeff")


@EACH
def test_a_quest_has_the_fields_that_other_engines_get(seen: Any, name: str) -> None:
    files = export([QUESTS[name]], world(), "unity")
    [other] = json.loads(files["quests.unity.json"])["quests"]
    assert seen["quests"][name]["quest"] == renamed(other)


@EACH
def test_every_line_is_what_was_written(seen: Any, name: str) -> None:
    lines = {line["key"]: line for line in seen["quests"][name]["quest"]["lines"]}
    for line in QUESTS[name].lines:
        read = lines[line.key]
        assert (read["text"], read["role"]) == (kept(line.text), line.role)
        assert read["speaker"] == line.speaker


@EACH
def test_every_key_is_translated_into_its_text(seen: Any, name: str) -> None:
    """Backslashes too. Godot's tables know one end of a line, and no text that is empty."""
    told = seen["quests"][name]
    for line in told["quest"]["lines"]:
        text = line["text"].replace("\r\n", "\n")
        assert told["tr"][line["key"]] == (text or line["key"])


@EACH
def test_godot_writes_the_quest_as_the_same_kind(project: Project, seen: Any, name: str) -> None:
    ours = (project.folder / "quests" / f"{name}.tres").read_text("utf-8")
    again = seen["quests"][name]["again"]
    assert (
        ours.partition("\n")[0]
        == again.partition("\n")[0]
        == '[gd_resource type="Resource" format=3]'
    )
