"""Tables, drawings and pictures of levels, read by the csv module and by Pillow."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.worldgen.levels.exported import EVERY, PROOF, hostile, keep, land, turned
from tests.worldgen.levels.maps import level_of
from worldgen.errors import InvalidSpec
from worldgen.levels.export import FORMATS, export, format_of
from worldgen.levels.proof import Proof
from worldgen.provenance import DIGITAL_SOURCE_TYPE


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("name", EVERY)
def test_every_layer_and_floor_is_a_table_of_indices(name: str) -> None:
    level = EVERY[name]()
    files = export(level, "csv")
    for number, layer in enumerate(level.layers):
        for floor in range(level.floors):
            named = [f for f in files if f".layer{number}-" in f and f".floor{floor}." in f]
            assert np.array_equal(np.array(rows(files[named[0]]), int), layer.cells[floor])


@pytest.mark.parametrize("name", EVERY)
def test_tables_hold_every_tile_room_link_and_entity(name: str) -> None:
    level = EVERY[name]()
    files = export(level, "csv")
    tiles, rooms, links, entities = (
        rows(files[f"level.{part}.csv"])[1:] for part in ("tiles", "rooms", "links", "entities")
    )
    assert [(t[1], t[2], t[3], set(t[4].split())) for t in tiles[1:]] == [
        (t.name, t.glyph, t.colour, set(t.traits)) for t in level.tiles
    ]
    assert [(r[0], r[1], *map(int, r[2:7]), float(r[7]), r[8]) for r in rooms] == [
        (r.id, r.kind, r.x, r.y, r.width, r.height, r.floor, r.difficulty, r.name)
        for r in level.rooms
    ]
    assert [tuple(row) for row in links] == [(k.a, k.b, k.kind, k.key) for k in level.links]
    assert [(e[0], e[1], *map(int, e[2:5]), repr(json.loads(e[5]))) for e in entities] == [
        (e.id, e.kind, e.x, e.y, e.floor, repr(e.properties)) for e in level.entities
    ]


def test_a_text_is_the_drawing_after_what_made_it() -> None:
    lines = export(keep(), "text", PROOF)["level.txt"].decode().splitlines()
    assert f"# worldgen.digital_source_type: {DIGITAL_SOURCE_TYPE}" in lines
    assert "# worldgen.moves: e ne stairs" in lines
    first, second = lines[-9:-5], lines[-4:]
    assert first == ["#######", "#@k.D/#", "#~=.e!#", "#######"]
    assert lines[-5] == "---"
    assert second == ["#######", "#/...X#", "#.N.^?#", "#######"]


def test_the_way_of_the_proof_is_drawn() -> None:
    level = level_of("######\n#@..>#\n######")
    lines = export(level, "text", Proof(("e", "e", "e")))["level.txt"].decode().splitlines()
    assert lines[-2] == "#@··X#"
    drawn = [export(level, "png", proof)["level.png"] for proof in (None, Proof(("e", "e", "e")))]
    plain, with_way = (np.array(Image.open(io.BytesIO(data))) for data in drawn)
    changed = np.argwhere((plain != with_way).any(axis=2))
    assert set(changed[:, 0] // 16) == {1}
    assert set(changed[:, 1] // 16) >= {2, 3}


def test_a_picture_a_floor_says_what_made_it() -> None:
    files = export(keep(), "png")
    assert [*files] == ["level.png", "level.floor1.png"]
    with Image.open(io.BytesIO(files["level.floor1.png"])) as image:
        assert image.size == (7 * 16, 4 * 16)
        assert image.text["worldgen.digital_source_type"] == DIGITAL_SOURCE_TYPE  # type: ignore[attr-defined]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_found_by_its_ending(format: str) -> None:
    assert format_of(f"some.where/MAP{FORMATS[format].ending}") == format


@pytest.mark.parametrize("format", FORMATS)
def test_the_first_file_has_the_format_s_ending_and_all_begin_with_the_stem(format: str) -> None:
    files = export(land(), format, stem="keep 龍")
    assert next(iter(files)) == f"keep 龍{FORMATS[format].ending}"
    assert all(name.startswith("keep 龍.") for name in files)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_level_gives_the_same_bytes(format: str) -> None:
    assert export(land(), format, PROOF) == export(land(), format, PROOF)


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_names_break_no_format(format: str) -> None:
    heights = np.arange(6, dtype=np.uint16).reshape(2, 3)
    files = export(replace(hostile(), heights=heights), format, PROOF)
    assert all(files.values())


@pytest.mark.parametrize("path", ["level", "level.doc", "json", ""])
def test_an_ending_of_no_format_is_refused(path: str) -> None:
    with pytest.raises(InvalidSpec, match=r"those are: \.tmj"):
        format_of(path)


def test_a_format_that_there_isnt_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="there are: tmj, tmx"):
        export(turned(), "docx")


@pytest.mark.parametrize("stem", ["", "../up", "a/b", "a\\b", "con\n", ".hidden", "x" * 101])
def test_a_stem_that_is_no_file_name_is_refused(stem: str) -> None:
    with pytest.raises(InvalidSpec, match="stem"):
        export(turned(), "json", stem=stem)


def test_no_file_is_named_by_a_hostile_layer() -> None:
    named: list[Any] = [*export(hostile(), "csv")]
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-.") for name in named)
