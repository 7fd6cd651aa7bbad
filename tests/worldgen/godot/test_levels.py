"""Levels in Godot itself: cell by cell, marker by marker, and where a body bumps into them."""

import base64
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.worldgen.godot.project import Project, properties, shown
from tests.worldgen.godot.samples import LEVELS
from worldgen.levels.export import from_json
from worldgen.levels.level import Level
from worldgen.levels.tiles import Tile, TileSet
from worldgen.textures.pixel.themes import theme
from worldgen.textures.pixel.tile_pictures import tile_pictures

COMMANDED = ("stranger", "drawn")
"""By `npcgen level`, which wrote their JSON beside them."""
EACH = pytest.mark.parametrize("name", [*LEVELS, *COMMANDED])
TURNS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "": lambda picture: picture,
    "@90": lambda picture: np.rot90(picture, -1),
    "@180": lambda picture: np.rot90(picture, 2),
    "@270": np.rot90,
    "@mirror": np.fliplr,
    "@mirror90": lambda picture: np.rot90(np.fliplr(picture), -1),
    "@mirror180": lambda picture: np.rot90(np.fliplr(picture), 2),
    "@mirror270": lambda picture: np.rot90(np.fliplr(picture)),
}


@pytest.fixture
def level(name: str, project: Project) -> Level:
    if name in LEVELS:
        return LEVELS[name]
    return from_json((project.folder / "levels" / f"{name}.json").read_bytes())[0]


def layers(seen: Any, name: str, level: Level) -> Iterator[tuple[str, np.ndarray, Any]]:
    """Each of the level's layers on a floor, with what Godot sees of it."""
    for floor, told in enumerate(seen["levels"][name]["floors"]):
        for layer, read in zip(level.layers, told["layers"], strict=True):
            yield layer.name, layer.cells[floor], read


def picture_of(tiles: TileSet, tile: Tile) -> tuple[Tile, str]:
    """The tile whose picture it is, and how that is turned."""
    source, at, ending = tile.name.rpartition("@")
    names = {each.name: each for each in tiles}
    return (names[source], at + ending) if source in names else (tile, "")


@EACH
def test_every_cell_has_the_tile_that_it_had(seen: Any, name: str, level: Level) -> None:
    for layer, cells, read in layers(seen, name, level):
        assert read["layer"] == layer
        found = {tuple(cell["at"]): cell for cell in read["cells"]}
        assert {*found} == {(int(x), int(y)) for y, x in np.argwhere(cells)}
        for (x, y), cell in found.items():
            tile, _ = picture_of(level.tiles, level.tiles[int(cells[y, x])])
            assert (cell["tile"], cell["glyph"]) == (tile.name, tile.glyph)
            assert cell["traits"].split() == sorted(tile.traits)


@EACH
def test_a_turned_tile_is_its_picture_turned(seen: Any, name: str, level: Level) -> None:
    drawn = np.arange(9).reshape(3, 3)
    for _, cells, read in layers(seen, name, level):
        for cell in read["cells"]:
            x, y = cell["at"]
            shown = drawn.T if cell["transpose"] else drawn
            shown = np.fliplr(shown) if cell["flip_x"] else shown
            shown = np.flipud(shown) if cell["flip_y"] else shown
            _, ending = picture_of(level.tiles, level.tiles[int(cells[y, x])])
            assert np.array_equal(shown, TURNS[ending](drawn))


@EACH
def test_every_tile_has_the_picture_that_it_had(seen: Any, name: str, level: Level) -> None:
    pictures = (
        tile_pictures(level.tiles, theme("frozen_north"), level.seed) if name == "drawn" else {}
    )
    for _, _, read in layers(seen, name, level):
        assert (read["tiles"]["size"], read["tiles"]["sources"]) == ([16, 16], 1)
        drawn = {each["tile"]: each["pixels"] for each in read["tiles"]["tiles"]}
        for tile in level.tiles:
            pixels = base64.b64decode(drawn[tile.name])
            if tile.name in pictures:
                assert np.array_equal(shown(pixels), shown(pictures[tile.name].tobytes()))
            else:
                assert pixels[:4] == bytes.fromhex(tile.colour[1:]) + b"\xff"


@EACH
def test_a_body_bumps_into_what_is_solid_on_the_floor_that_is_shown(
    seen: Any, name: str, level: Level
) -> None:
    """On the first one when it is opened, on each once the guide's `show_floor` shows it."""
    told = seen["levels"][name]
    assert told["blocked"] == told["floors"][0]["blocked"]
    for floor, storey in enumerate(told["floors"]):
        assert sorted(map(tuple, storey["blocked"])) == sorted(solid(level, floor))


def solid(level: Level, floor: int) -> list[tuple[int, int]]:
    blocks = np.array([False, *(bool(t.traits & {"solid", "platform"}) for t in level.tiles)])
    there = np.zeros((level.height, level.width), bool)
    for layer in level.layers:
        there |= blocks[layer.cells[floor]]
    return [(int(x), int(y)) for y, x in np.argwhere(there)]


@pytest.mark.parametrize("name", ["storeys", "drawn"])
def test_a_way_out_is_found_around_what_is_solid(seen: Any, name: str, level: Level) -> None:
    """By navigation that the guide's `bake_ways` has Godot bake."""
    [spawn], [end] = (
        [(16 * e.x + 8, 16 * e.y + 8) for e in level.entities if e.kind == kind]
        for kind in ("spawn", "exit")
    )
    way = np.array(seen["ways"][name])
    assert np.abs(way[[0, -1]] - [spawn, end]).max() < 1
    shares = np.linspace(0, 1, 200)[:, None]
    steps = np.concatenate([a + shares * (b - a) for a, b in pairwise(way)])
    assert {*map(tuple, (steps // 16).astype(int).tolist())}.isdisjoint(solid(level, 0))


def test_only_platforms_are_passed_from_below(seen: Any) -> None:
    tiles = seen["levels"]["platforms"]["floors"][0]["layers"][0]["tiles"]["tiles"]
    polygons = {each["tile"]: each["polygons"] for each in tiles}
    square = [[-8, -8], [8, -8], [8, 8], [-8, 8]]
    assert polygons["wall"] == [{"points": square, "one_way": False}]
    assert polygons["platform"] == [{"points": square, "one_way": True}]
    assert polygons["floor"] == []


@EACH
def test_the_first_floor_is_there_and_the_others_are_put_away(
    seen: Any, name: str, level: Level
) -> None:
    told = seen["levels"][name]["floors"]
    assert [each["name"] for each in told] == [f"floor{at}" for at in range(level.floors)]
    for at, each in enumerate(told):
        assert each["visible"] == (at == 0)
        assert all(layer["enabled"] == (at == 0) for layer in each["layers"])


@EACH
def test_every_room_and_entity_stands_where_it_stood(seen: Any, name: str, level: Level) -> None:
    for floor, told in enumerate(seen["levels"][name]["floors"]):
        entities = [e for e in level.entities if e.floor == floor]
        for entity, read in zip(entities, told["entities"], strict=True):
            assert (read["id"], read["kind"]) == (entity.id, entity.kind)
            assert read["cell"] == [entity.x, entity.y]
            assert read["properties"] == {**entity.properties, **seldom(read["properties"])}
        rooms = [room for room in level.rooms if room.floor == floor]
        for room, read in zip(rooms, told["rooms"], strict=True):
            said = (read["id"], read["kind"], read["name"], read["difficulty"])
            assert said == (room.id, room.kind, room.name, room.difficulty)
            assert read["cells"] == [room.x, room.y, room.width, room.height]
            assert read["at"] == [8 * (2 * room.x + room.width), 8 * (2 * room.y + room.height)]


def seldom(read: dict[str, Any]) -> dict[str, float]:
    """A float below 1e-308 is 0 in Godot."""
    return {"tiny": 0.0} if "tiny" in read else {}


@EACH
def test_the_root_says_what_the_level_says(seen: Any, name: str, level: Level) -> None:
    told = seen["levels"][name]
    assert (told["kind"], told["movement"], told["jump"]) == (
        level.kind,
        level.movement.kind,
        level.movement.jump,
    )
    assert told["properties"] == {**level.properties, **seldom(told["properties"])}
    assert (*told["critical_path"],) == level.critical_path
    assert (*told["difficulty"],) == level.difficulty
    assert told["links"] == [
        {"a": k.a, "b": k.b, "kind": k.kind, "key": k.key} for k in level.links
    ]
    assert told["filter"] == 1  # nearest: no tile bleeds into the next


@EACH
def test_godot_writes_the_cells_as_we_do(project: Project, seen: Any, name: str) -> None:
    ours = (project.folder / "levels" / f"{name}.tscn").read_text("utf-8")
    again = seen["levels"][name]["again"]
    assert byte_arrays(again) == byte_arrays(ours)
    # NOTE: format 3 is what Godot writes where no array is long enough for base64.
    assert ours.startswith("[gd_scene format=4]\n")
    assert again.startswith(f"[gd_scene format={4 if _BASE64 in again else 3}]\n")


@pytest.mark.parametrize("name", sorted({*LEVELS, *COMMANDED} - {"hostile"}))
def test_godot_writes_the_tile_set_as_we_do(project: Project, seen: Any, name: str) -> None:
    """Save for what every tile set has, for texts that are empty, and for ends of lines in one."""
    ours = properties((project.folder / "levels" / f"{name}.tileset.tres").read_text("utf-8"))
    again = properties(seen["levels"][name]["set again"])
    left_out = {line for line in ours if line.endswith((' = ""', "_size = Vector2i(16, 16)"))}
    assert again == {line for line in ours - left_out if not line.startswith("metadata/about")}


_BASE64 = 'tile_map_data = PackedByteArray("'


def byte_arrays(scene: str) -> list[bytes]:
    found = re.findall(r'^tile_map_data = PackedByteArray\((?:"(.*)"|(.*))\)$', scene, re.MULTILINE)
    return [
        base64.b64decode(text) if text else bytes(map(int, filter(None, numbers.split(", "))))
        for text, numbers in found
    ]
