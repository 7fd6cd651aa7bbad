"""Godot scenes, read by godot_parser: what comes out is what went in."""

import base64
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.worldgen.levels.exported import EVERY, HOSTILE, PROOF, dot, keep, turned
from worldgen.errors import InvalidSpec
from worldgen.levels.export import export
from worldgen.levels.level import Entity, Layer, Level
from worldgen.provenance import DIGITAL_SOURCE_TYPE

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import godot_parser

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:godot_parser.*")


def opened(level: Level, folder: Path) -> tuple[Any, Any]:
    """The scene and the tile set, as resources."""
    for name, data in export(level, "godot", PROOF).items():
        (folder / name).write_bytes(data)
    return godot_parser.load(folder / "level.tscn"), godot_parser.load(
        folder / "level.tileset.tres"
    )


def under(scene: Any, parent: str, kind: str) -> list[Any]:
    return [node for node in scene.get_nodes() if (node.parent, node.type) == (parent, kind)]


def placed(layer: Any, level: Level, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """The index of each cell's picture and its alternative, as Godot's source reads the bytes."""
    data = base64.b64decode(layer["tile_map_data"].args[0])
    assert data[:2] == b"\0\0"
    tiles, alternatives = np.zeros((2, level.height, level.width), np.int64)
    for x, y, source, column, row, alternative in np.frombuffer(data[2:], "<u2").reshape(-1, 6):
        assert source == 0
        tiles[y, x], alternatives[y, x] = 1 + column + int(row) * columns, alternative
    return tiles, alternatives


@pytest.mark.parametrize("name", ["keep", "hostile", "many_tiles", "dot", "land"])
def test_every_layer_is_what_it_was(name: str, tmp_path: Path) -> None:
    level = EVERY[name]()
    scene, _ = opened(level, tmp_path)
    columns = int(np.ceil(np.sqrt(max(1, len(level.tiles)))))
    for floor in range(level.floors):
        layers = under(scene, f"floor{floor}", "TileMapLayer")
        assert [layer["metadata/layer"] for layer in layers] == [n.name for n in level.layers]
        for layer, given in zip(layers, level.layers, strict=True):
            tiles, _ = placed(layer, level, columns)
            assert np.array_equal(tiles, pictures(level)[given.cells[floor]])


def pictures(level: Level) -> np.ndarray:
    """The tile whose picture stands for each: of a hostile name and of its turn the same."""
    numbers = np.arange(len(level.tiles) + 1)
    if level.kind == HOSTILE:
        numbers[2] = 1
    return numbers


def test_turned_tiles_are_one_picture_with_flags(tmp_path: Path) -> None:
    scene, _ = opened(turned(), tmp_path)
    tiles, alternatives = placed(under(scene, "floor0", "TileMapLayer")[0], turned(), 3)
    assert tiles.ravel().tolist() == [0, *[1] * 8, 9]
    flip_h, flip_v, transpose = 4096, 8192, 16384
    assert alternatives.ravel().tolist() == [
        0,
        0,
        flip_h + transpose,
        flip_h + flip_v,
        flip_v + transpose,
        flip_h,
        flip_h + flip_v + transpose,
        flip_v,
        transpose,
        0,
    ]


@pytest.mark.parametrize("name", ["keep", "hostile"])
def test_every_entity_and_room_is_what_it_was(name: str, tmp_path: Path) -> None:
    level = EVERY[name]()
    scene, _ = opened(level, tmp_path)
    for floor in range(level.floors):
        entities = under(scene, f"floor{floor}/entities", "Marker2D")
        assert [entity_of(node) for node in entities] == [
            (e.id, e.kind, e.x, e.y, repr(e.properties)) for e in level.entities if e.floor == floor
        ]
        rooms = under(scene, f"floor{floor}/rooms", "Marker2D")
        assert [room_of(node) for node in rooms] == [
            (r.id, r.kind, [r.x, r.y, r.width, r.height], r.difficulty, r.name)
            for r in level.rooms
            if r.floor == floor
        ]


def entity_of(node: Any) -> tuple[Any, ...]:
    x, y = node["position"].args
    properties = repr(dict(node["metadata/properties"]))
    return (node["metadata/id"], node["metadata/kind"], (x - 8) / 16, (y - 8) / 16, properties)


def room_of(node: Any) -> tuple[Any, ...]:
    said = [node[f"metadata/{name}"] for name in ("id", "kind", "cells", "difficulty", "name")]
    return (*said[:2], [*said[2].args], *said[3:])


@pytest.mark.parametrize("name", EVERY)
def test_every_tile_says_what_it_is(name: str, tmp_path: Path) -> None:
    level = EVERY[name]()
    _, tile_set = opened(level, tmp_path)
    columns = int(np.ceil(np.sqrt(max(1, len(level.tiles)))))
    [atlas] = [part for part in tile_set.get_sections() if part.header.name == "sub_resource"]
    for at, tile in enumerate(level.tiles):
        path = f"{at % columns}:{at // columns}/0"
        said = [atlas[f"{path}/custom_data_{number}"] for number in range(3)]
        assert said == [tile.name, tile.glyph, " ".join(sorted(tile.traits))]
        blocks = f"{path}/physics_layer_0/polygon_0/points" in atlas.properties
        assert blocks == bool(tile.traits & {"solid", "platform"})


def test_the_scene_says_what_made_it(tmp_path: Path) -> None:
    scene, tile_set = opened(keep(), tmp_path)
    root = scene.get_nodes()[0]
    assert root["metadata/about"]["worldgen.digital_source_type"] == DIGITAL_SOURCE_TYPE
    assert root["metadata/about"]["worldgen.moves"] == "e ne stairs"
    assert root["metadata/critical_path"] == ["hall", "vault", "roof"]
    assert root["metadata/links"][0] == {"a": "hall", "b": "vault", "kind": "lock", "key": "a"}
    [resource] = [part for part in tile_set.get_sections() if part.header.name == "resource"]
    assert resource["metadata/about"]["worldgen.seed"] == 4_294_967_295


def test_names_of_nodes_are_what_godot_takes_and_no_two_alike(tmp_path: Path) -> None:
    cells = np.zeros((1, 1, 1), np.uint16)
    names = ("rooms", "entities", "a.b", "a:b", "a/b", "a b", "a_b_2", "", HOSTILE)
    entities = tuple(Entity(name, "e", 0, 0) for name in names)
    level = replace(dot(), layers=tuple(Layer(n, cells) for n in names), entities=entities)
    nodes = opened(level, tmp_path)[0].get_nodes()
    paths = [(node.parent, node.name) for node in nodes]
    assert len(set(paths)) == len(paths) == 1 + 1 + 2 + 2 * len(names)
    assert not any(set(node.name) & set('.:@/"% \n\\') for node in nodes)


def test_a_nul_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="NUL"):
        export(replace(dot(), properties={"a": "\0"}), "godot")
