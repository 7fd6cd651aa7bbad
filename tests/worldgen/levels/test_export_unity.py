"""JSON for Unity: as its schema says, within what JsonUtility reads, and what went in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from tests.worldgen.levels.exported import EVERY, PROOF, keep, turned
from worldgen.levels.export import export
from worldgen.levels.export.unity import unity_schema
from worldgen.levels.level import Level
from worldgen.provenance import DIGITAL_SOURCE_TYPE

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "unity_level.schema.json"
READ = {"string": str, "int": int, "float": float, "bool": json.loads}


def written(level: Level) -> dict[str, Any]:
    return json.loads(export(level, "unity", PROOF)["level.unity.json"])  # type: ignore[no-any-return]


def properties(given: list[dict[str, str]]) -> str:
    return repr({each["name"]: READ[each["type"]](each["value"]) for each in given})


def test_the_published_schema_is_the_one_that_is_used(request: pytest.FixtureRequest) -> None:
    text = json.dumps(unity_schema(), indent=2) + "\n"
    if request.config.getoption("--refresh-golden"):
        SCHEMA.write_text(text, "utf-8")
    assert text == SCHEMA.read_text("utf-8")


@pytest.mark.parametrize("name", EVERY)
def test_every_file_is_as_the_schema_says(name: str) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(written(EVERY[name]()))


def unreadable(value: Any, path: str = "") -> Iterator[str]:
    """What JsonUtility skips or refuses: null, and arrays in arrays."""
    if value is None:
        yield path
    for name, part in value.items() if isinstance(value, dict) else ():
        yield from unreadable(part, f"{path}.{name}")
    for part in value if isinstance(value, list) else ():
        yield from [path] if isinstance(part, list) else unreadable(part, f"{path}[]")


@pytest.mark.parametrize("name", EVERY)
def test_unity_reads_every_part(name: str) -> None:
    assert [*unreadable(written(EVERY[name]()))] == []


@pytest.mark.parametrize("name", EVERY)
def test_every_cell_and_height_is_what_it_was(name: str) -> None:
    level, read = EVERY[name](), written(EVERY[name]())
    for at, given in enumerate(level.layers):
        parts = read["layers"][at :: len(level.layers)]
        cells = np.array([part["cells"] for part in parts]).reshape(given.cells.shape)
        assert [part["name"] for part in parts] == [given.name] * level.floors
        assert np.array_equal(cells, given.cells)
    heights = [] if level.heights is None else level.heights.ravel().tolist()
    assert read["heights"] == heights


@pytest.mark.parametrize("name", EVERY)
def test_every_tile_room_link_and_entity_is_what_it_was(name: str) -> None:
    level, read = EVERY[name](), written(EVERY[name]())
    assert [(t["name"], t["glyph"], t["colour"], set(t["traits"])) for t in read["tiles"]] == [
        (t.name, t.glyph, t.colour, set(t.traits)) for t in level.tiles
    ]
    assert [tuple(r.values()) for r in read["rooms"]] == [
        (r.id, r.kind, r.name, r.x, r.y, r.width, r.height, r.floor, r.difficulty)
        for r in level.rooms
    ]
    assert [tuple(k.values()) for k in read["links"]] == [
        (k.a, k.b, k.kind, k.key) for k in level.links
    ]
    assert [(*[*e.values()][:5], properties(e["properties"])) for e in read["entities"]] == [
        (e.id, e.kind, e.x, e.y, e.floor, repr(e.properties)) for e in level.entities
    ]


def test_turned_tiles_share_a_picture() -> None:
    tiles = written(turned())["tiles"]
    assert [tile["picture"] for tile in tiles] == [1] * 8 + [9]
    flags = [(tile["transpose"], tile["flipX"], tile["flipY"]) for tile in tiles]
    assert flags[1:4] == [(True, True, False), (False, True, True), (True, False, True)]
    assert len(set(flags[:8])) == 8


def test_it_says_what_made_it() -> None:
    read = written(keep())
    said = {each["name"]: each["value"] for each in read["provenance"]}
    assert said["worldgen.digital_source_type"] == DIGITAL_SOURCE_TYPE
    assert read["moves"] == ["e", "ne", "stairs"]
    assert properties(read["properties"]) == repr(keep().properties)
