"""Quests for engines: a Godot resource each, JSON for Unity, DataTables for Unreal.

Godot: `load("res://quest.tres").get_meta("quest")`; its texts are looked up with `tr(key)`. Unity:
JsonUtility.FromJsonOverwrite fills a ScriptableObject with the same fields. Unreal: DataTable's
import of JSON and CSV, rows by `Name`. Of the three, Godot itself is in the tests.
"""

import json
from collections.abc import Sequence

from pydantic.alias_generators import to_camel, to_pascal

from worldgen.godot_text import import_settings, resource
from worldgen.quests.export.content import Collection
from worldgen.quests.export.records import Record, field_names, quest_record, renamed
from worldgen.quests.export.tables import lines_of, table

LANGUAGE = "en"


def write_godot(given: Collection) -> dict[str, bytes]:
    """A resource a quest, and a table of their texts that Godot imports as a translation."""
    files = {}
    rows: list[tuple[str, str]] = []
    for content in given.quests:
        about = {
            "resource_name": content.script.title.text,
            "metadata/quest": quest_record(content),
        }
        files[f"{content.quest.id}.tres"] = resource("Resource", {}, about).encode()
        rows += [(line.key, line.text) for line, _ in lines_of(content)]
    texts = f"{given.stem}-translation.csv"
    # NOTE: else a backslash and an n in a text become a line's end.
    as_they_are = import_settings(
        "csv_translation", "Translation", {"unescape_translations": False}
    )
    return {
        **files,
        texts: table(("keys", LANGUAGE), rows),
        f"{texts}.import": as_they_are.encode(),
    }


def write_unity(given: Collection) -> dict[str, bytes]:
    """One file of all quests, with fields as C# has them."""
    whole = {
        "format": "npcgen unity quests",
        "format_version": 1,
        "world": given.world.id,
        "quests": [quest_record(content) for content in given.quests],
    }
    camel = renamed(whole, {name: to_camel(name) for name in field_names(whole)})
    return {f"{given.stem}.unity.json": _json(camel)}


def write_unreal(given: Collection) -> dict[str, bytes]:
    """Three tables, of quests, nodes and lines, each as JSON and as CSV."""
    quests: list[Record] = []
    nodes: list[Record] = []
    lines: list[Record] = []
    for content in given.quests:
        quest = quest_record(content)
        own = {"quest": quest["id"]}
        nodes += [_row(f"{quest['id']}.{n['id']}", {**own, **n}) for n in quest.pop("nodes")]
        lines += [_row(each["key"], {**own, **each}) for each in quest.pop("lines")]
        quest["properties"] = [f"{p['name']}={p['value']}" for p in quest["properties"]]
        quests.append(_row(quest["id"], quest))
    files = {}
    for name, rows in (("quests", quests), ("nodes", nodes), ("lines", lines)):
        files[f"{given.stem}.{name}.json"] = _json(rows)
        files[f"{given.stem}.{name}.csv"] = _data_table(rows)
    return files


def _row(name: str, record: Record) -> Record:
    return {"Name": name, **{to_pascal(field): value for field, value in record.items()}}


def _data_table(rows: Sequence[Record]) -> bytes:
    """The first column is the row's name; its heading says so."""
    names = [*rows[0]][1:] if rows else []
    return table(("---", *names), (map(_cell, row.values()) for row in rows))


def _cell(value: object) -> object:
    if isinstance(value, list):
        return f"({','.join(map(_quoted, value))})"
    return str(value).lower() if isinstance(value, bool) else value


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
