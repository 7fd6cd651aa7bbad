"""Tiled maps, read by pytiled-parser: what comes out is what went in."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytiled_parser
from PIL import Image
from pytiled_parser.layer import LayerGroup, ObjectLayer, TileLayer

from tests.worldgen.levels.exported import EVERY, HOSTILE, PROOF, keep, land, turned
from worldgen.errors import InvalidSpec
from worldgen.levels.export import export
from worldgen.levels.level import Level
from worldgen.provenance import DIGITAL_SOURCE_TYPE

FLIPS = {
    "": 0,
    "@90": 0xA0000000,
    "@180": 0xC0000000,
    "@270": 0x60000000,
    "@mirror": 0x80000000,
    "@mirror90": 0xE0000000,
    "@mirror180": 0x40000000,
    "@mirror270": 0x20000000,
}


def opened(level: Level, format: str, folder: Path, **asked: Any) -> pytiled_parser.TiledMap:
    for name, data in export(level, format, PROOF, **asked).items():
        (folder / name).write_bytes(data)
    return pytiled_parser.parse_map(folder / f"level.{format}")


def floors(read: pytiled_parser.TiledMap) -> list[list[Any]]:
    if all(isinstance(layer, LayerGroup) for layer in read.layers):
        return [list(group.layers) for group in read.layers]
    return [list(read.layers)]


def cells(layer: TileLayer, level: Level) -> np.ndarray:
    if layer.chunks is None:
        return np.array(layer.data)
    whole = np.zeros((level.height + 64, level.width + 64), np.int64)
    for chunk in layer.chunks:
        x, y = int(chunk.coordinates.x), int(chunk.coordinates.y)
        rows = np.array(chunk.data)
        whole[y : y + rows.shape[0], x : x + rows.shape[1]] = rows
    return whole[: level.height, : level.width]


def tile_numbers(level: Level) -> list[int]:
    """What Tiled's manual says stands for each tile of the level."""
    names = [tile.name for tile in level.tiles]
    numbers = [0]
    for number, name in enumerate(names, start=1):
        source, _, turn = name.rpartition("@")
        is_turn = source in names and f"@{turn}" in FLIPS
        numbers.append((names.index(source) + 1 | FLIPS[f"@{turn}"]) if is_turn else number)
    return numbers


@pytest.mark.parametrize("infinite", [False, True])
@pytest.mark.parametrize("format", ["tmj", "tmx"])
@pytest.mark.parametrize("name", EVERY)
def test_every_layer_is_what_it_was(name: str, format: str, infinite: bool, tmp_path: Path) -> None:
    level = EVERY[name]()
    read = opened(level, format, tmp_path, infinite=infinite)
    numbers = np.array(tile_numbers(level))
    assert (read.map_size.width, read.map_size.height) == (level.width, level.height)
    for floor, layers in enumerate(floors(read)):
        tiles = [layer for layer in layers if isinstance(layer, TileLayer)]
        assert [layer.name for layer in tiles] == [layer.name for layer in level.layers]
        for layer, given in zip(tiles, level.layers, strict=True):
            assert np.array_equal(cells(layer, level), numbers[given.cells[floor]])


@pytest.mark.parametrize("format", ["tmj", "tmx"])
@pytest.mark.parametrize("name", ["keep", "hostile"])
def test_every_entity_room_and_link_is_what_it_was(name: str, format: str, tmp_path: Path) -> None:
    level = EVERY[name]()
    found: dict[str, list[Any]] = {"entities": [], "rooms": [], "links": []}
    for floor, layers in enumerate(floors(opened(level, format, tmp_path))):
        for layer in layers:
            if isinstance(layer, ObjectLayer):
                found[layer.name] += [(floor, each) for each in layer.tiled_objects]
    assert {entity_of(*each) for each in found["entities"]} == {
        (e.id, e.kind, e.x, e.y, e.floor, texts(e.properties)) for e in level.entities
    }
    assert [room_of(*each) for each in found["rooms"]] == [
        (r.id, r.kind, r.x, r.y, r.width, r.height, r.floor, r.difficulty, r.name)
        for r in level.rooms
    ]
    assert [
        (*(link.properties[end] for end in ("a", "b")), link.class_, link.properties["key"])
        for _, link in found["links"]
    ] == [(link.a, link.b, link.kind, link.key) for link in level.links]


def texts(properties: Any) -> str:
    return repr(sorted(properties.items()))


def entity_of(floor: int, read: Any) -> tuple[Any, ...]:
    x, y = read.coordinates.x / 16, read.coordinates.y / 16
    return (read.name, read.class_, x, y, floor, texts(read.properties))


def room_of(floor: int, read: Any) -> tuple[Any, ...]:
    x, y, said = read.coordinates.x / 16, read.coordinates.y / 16, read.properties
    sides = read.size.width / 16, read.size.height / 16
    return (read.name, read.class_, x, y, *sides, floor, said["difficulty"], said["name"])


@pytest.mark.parametrize("format", ["tmj", "tmx"])
@pytest.mark.parametrize("name", EVERY)
def test_every_tile_keeps_its_name_colour_glyph_and_traits(
    name: str, format: str, tmp_path: Path
) -> None:
    level = EVERY[name]()
    tiles = opened(level, format, tmp_path).tilesets[1].tiles or {}
    assert [
        (tile.class_, said.pop("name"), said.pop("glyph"), said.pop("colour"), said)
        for tile in tiles.values()
        if (said := dict(tile.properties))
    ] == [
        (tile.name, tile.name, tile.glyph, tile.colour, dict.fromkeys(tile.traits, True))
        for tile in level.tiles
    ]


def test_the_picture_has_a_square_of_each_tile_s_colour(tmp_path: Path) -> None:
    read = opened(turned(), "tmj", tmp_path).tilesets[1]
    with Image.open(tmp_path / read.image) as image:
        assert image.size == (read.image_width, read.image_height) == (48, 48)
        assert image.getpixel((0, 0)) == (0x80, 0x90, 0xA0, 255)
        assert image.getpixel((2 * 16, 2 * 16)) == (0x10, 0x20, 0x30, 255)


@pytest.mark.parametrize("format", ["tmj", "tmx"])
def test_a_map_says_what_made_it(format: str, tmp_path: Path) -> None:
    said = opened(keep(), format, tmp_path).properties
    assert said["worldgen.digital_source_type"] == DIGITAL_SOURCE_TYPE
    assert said["worldgen.generator"] == "worldgen.test"
    assert said["worldgen.moves"] == "e ne stairs"
    assert said["worldgen.seed"] == 4_294_967_295
    assert said["whole"] == -7


def test_a_map_beyond_1024_cells_is_stored_as_chunks() -> None:
    map_ = json.loads(export(land(1025, 2), "tmj")["level.tmj"])
    assert map_["infinite"]
    assert len(map_["layers"][0]["chunks"]) == 17


def test_what_xml_cant_hold_is_refused_with_the_way_out() -> None:
    with pytest.raises(InvalidSpec, match="write tmj or json instead"):
        export(replace(keep(), properties={"bell": "\x07"}), "tmx")


def test_a_hostile_name_is_no_other_element(tmp_path: Path) -> None:
    read = opened(EVERY["hostile"](), "tmx", tmp_path)
    assert read.properties[HOSTILE] == HOSTILE
