"""Maps of Tiled as levels: our own come back as they were, others by the rules that are told."""

import base64
import contextlib
import gzip
import json
import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.worldgen.levels.exported import EVERY, large
from worldgen.errors import InvalidSpec
from worldgen.levels.export import export, from_json
from worldgen.levels.generate import generate
from worldgen.levels.import_tiled import read_tiled, sample_of
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.spec import read_spec
from worldgen.levels.tiles import bundled
from worldgen.levels.verify.well_formed import well_formed

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<map version="1.10" orientation="orthogonal" width="2" height="1" tilewidth="16" tileheight="16">
 {tilesets}
 <layer id="1" name="ground" width="2" height="1"><data encoding="csv">1,2</data></layer>
</map>"""
GROUND = (
    '<tileset firstgid="1" name="g"><tile id="0" type="grass"/><tile id="1" type="wall"/></tileset>'
)


def drawn(**changes: Any) -> dict[str, Any]:
    """A small map of somebody's; a layer of 3x2 cells."""
    layer = {"type": "tilelayer", "name": "ground", "width": 3, "height": 2}
    return {
        "orientation": "orthogonal",
        "width": 3,
        "height": 2,
        "tilewidth": 16,
        "tileheight": 16,
        "infinite": False,
        "tilesets": [{"firstgid": 1, "name": "set", "tiles": [{"id": 1, "type": "wall"}]}],
        "layers": [{**layer, "data": [1, 2, 3, 0, 1, 1]}],
        **changes,
    }


def read(**changes: Any) -> Level:
    return read_tiled(json.dumps(drawn(**changes)).encode())


def with_layer(**changes: Any) -> list[dict[str, Any]]:
    return [{**drawn()["layers"][0], **changes}]


def names(level: Level, layer: int = 0, floor: int = 0) -> list[list[str]]:
    called = ["", *(tile.name for tile in level.tiles)]
    return [[called[index] for index in row] for row in level.layers[layer].cells[floor]]


@pytest.mark.parametrize("infinite", [False, True])
@pytest.mark.parametrize("format", ["tmj", "tmx"])
@pytest.mark.parametrize("name", EVERY)
def test_what_was_exported_comes_back(name: str, format: str, infinite: bool) -> None:
    level = EVERY[name]()
    files = export(level, format, infinite=infinite)
    read = read_tiled(files[f"level.{format}"])
    carried = replace(level, areas=None, heights=None, sea_level=0)
    assert content_sha256(read) == content_sha256(carried)


def test_numbers_beyond_32_bits_come_back() -> None:
    values = {"seed": 4_000_000_000, "exact": -(2**53), "small": 2**31 - 1, "share": 3e9 + 0.5}
    level = replace(EVERY["dot"](), properties=values)
    read = read_tiled(export(level, "tmx")["level.tmx"])
    assert repr(read.properties) == repr(values)


def test_a_level_of_512_cells_a_side_comes_back() -> None:
    level = replace(large(), heights=None)
    assert content_sha256(read_tiled(export(level, "tmj")["level.tmj"])) == content_sha256(level)


def test_tiles_are_called_by_their_class_or_their_set_and_number() -> None:
    level = read()
    assert names(level) == [["set:0", "wall", "set:2"], ["", "set:0", "set:0"]]
    assert level.tiles[level.tiles.index("wall")] == bundled()["wall"]
    assert level.kind == "tiled"


def test_properties_say_what_a_tile_is() -> None:
    given = {"name": "mud", "colour": "#ff112233", "glyph": "m", "liquid": True, "bridge": False}
    kinds = {str: "string", bool: "bool"}
    said = [{"name": n, "type": kinds[type(v)], "value": v} for n, v in given.items()]
    tiles = {"firstgid": 1, "name": "set", "tiles": [{"id": 0, "properties": said}]}
    tile = read(tilesets=[tiles]).tiles[1]
    assert (tile.name, tile.colour, tile.glyph) == ("mud", "#112233", "m")
    assert tile.traits == {"liquid"}


def test_turned_tiles_are_tiles_of_their_own() -> None:
    level = read(layers=with_layer(data=[1, 0xA0000001, 0x80000002, 0xC0000001, 1, 0x20000002]))
    assert names(level) == [
        ["set:0", "set:0@90", "wall@mirror"],
        ["set:0@180", "set:0", "wall@mirror270"],
    ]


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "zlib": zlib.compress,
    "gzip": gzip.compress,
}


@pytest.mark.parametrize("compression", PACKED)
def test_packed_layers_are_read(compression: str) -> None:
    cells = struct.pack("<6I", 1, 2, 3, 0, 1, 1)
    data = base64.b64encode(PACKED[compression](cells)).decode()
    layer = with_layer(encoding="base64", compression=compression, data=data)
    assert names(read(layers=layer)) == names(read())


def test_an_infinite_map_is_as_large_as_what_is_drawn() -> None:
    chunk = {"width": 2, "height": 2}
    chunks = [
        {**chunk, "x": -4, "y": 6, "data": [0, 1, 0, 0]},
        {**chunk, "x": 0, "y": 8, "data": [0, 0, 2, 0]},
    ]
    layers = [
        {"type": "tilelayer", "name": "g", "chunks": chunks},
        {"type": "objectgroup", "name": "o", "objects": [{"name": "hen", "x": -48, "y": 96}]},
    ]
    level = read(infinite=True, layers=layers)
    assert (level.width, level.height) == (4, 4)
    assert names(level)[0] == ["set:0", "", "", ""]
    assert names(level)[3] == ["", "", "", "wall"]
    assert level.entity("hen").cell == replace(level.entity("hen").cell, x=0, y=0)


def test_objects_are_entities_in_the_cell_that_they_stand_in() -> None:
    objects = [
        {"name": "hero", "type": "spawn", "x": 17.5, "y": 3},
        {"type": "enemy", "x": 32, "y": 32, "width": 16, "height": 16, "gid": 1},
        {"class": "enemy", "x": 0, "y": 0},
        {"name": "hero", "x": 0, "y": 0, "point": True},
    ]
    level = read(layers=[*drawn()["layers"], {"type": "objectgroup", "objects": objects}])
    assert [(e.id, e.kind, e.x, e.y) for e in level.entities] == [
        ("hero", "spawn", 1, 0),
        ("enemy1", "enemy", 2, 1),
        ("enemy2", "enemy", 0, 0),
        ("hero1", "object", 0, 0),
    ]


def test_a_tile_set_beside_the_map_is_read() -> None:
    tmx = TMX.format(tilesets='<tileset firstgid="1" source="g.tsx"/>').encode()
    level = read_tiled(tmx, {"g.tsx": GROUND.replace(' firstgid="1"', "").encode()})
    assert names(level) == [["grass", "wall"]]
    with pytest.raises(InvalidSpec, match=r"tilesets\[0\].source: 'g.tsx' isn't here"):
        read_tiled(tmx)


def test_layers_of_one_name_are_told_apart() -> None:
    level = read(layers=[*drawn()["layers"], *drawn()["layers"]])
    assert [layer.name for layer in level.layers] == ["ground", "ground (2)"]


def test_groups_and_pictures_in_a_map_are_no_layers() -> None:
    group = {"type": "group", "name": "g", "layers": drawn()["layers"]}
    level = read(layers=[{"type": "imagelayer", "name": "sky"}, group])
    assert [layer.name for layer in level.layers] == ["ground"]


def test_a_map_is_a_sample_to_learn_from() -> None:
    rows = ["######", "#....#", "#.##.#", "#....#", "######", "......"]
    tiles = [{"id": 0, "type": "wall"}, {"id": 1, "type": "floor"}]
    data = ["#.".index(glyph) + 1 for row in rows for glyph in row]
    layer = with_layer(width=6, height=6, data=data)
    map_ = drawn(width=6, height=6, tilesets=[{"firstgid": 1, "name": "s", "tiles": tiles}])
    sample = sample_of(read_tiled(json.dumps({**map_, "layers": layer}).encode()))
    assert sample["sample"] == tuple(rows)
    spec = read_spec({"kind": "example", "size": "16x12", "seed": 3, **sample})
    assert generate(spec).level.width == 16


def test_glyphs_of_a_sample_are_unlike() -> None:
    sample = sample_of(read(layers=with_layer(data=[1, 3, 4, 5, 6, 7])))
    assert len(set("".join(sample["sample"]))) == 6


def test_a_sample_has_no_empty_cells() -> None:
    with pytest.raises(InvalidSpec, match=r"sample: cell \(0, 1\) is empty"):
        sample_of(read())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"width": 10**9}, "width"),
        ({"width": "x"}, "width"),
        ({"width": 2.5}, "width"),
        ({"width": -1}, "width"),
        ({"width": None}, "width"),
        ({"width": 0, "layers": []}, "width"),
        ({"height": 10**400}, "height"),
        ({"tilewidth": 0}, "tilewidth"),
        ({"orientation": "hexagonal"}, "orientation"),
        ({"layers": 3}, "layers"),
        ({"layers": [3]}, "layers[0]"),
        ({"layers": with_layer(width=4)}, "layers[0].width"),
        ({"layers": with_layer(data=[1] * 5)}, "layers[0].data"),
        ({"layers": with_layer(data=[1] * 5 + ["x"])}, "layers[0].data"),
        ({"layers": with_layer(data=[-1] * 6)}, "layers[0].data"),
        ({"layers": with_layer(data=[2**32] * 6)}, "layers[0].data"),
        ({"layers": with_layer(data=[[1]] * 6)}, "layers[0].data"),
        ({"layers": with_layer(data=None)}, "layers[0].data"),
        ({"layers": with_layer(data="????", encoding="base64")}, "layers[0].data"),
        ({"layers": with_layer(data="AAAA", encoding="base64")}, "layers[0].data"),
        (
            {"layers": with_layer(data="AA==", encoding="base64", compression="zlib")},
            "layers[0].data",
        ),
        (
            {"layers": with_layer(data="", encoding="base64", compression="zstd")},
            "layers[0].compression",
        ),
        ({"layers": with_layer(data=[0x10000001] * 6)}, "layers[0]"),
        ({"tilesets": []}, "layers[0]"),
        ({"tilesets": [{"name": "x"}]}, "tilesets[0].firstgid"),
        ({"tilesets": [{"firstgid": 1, "tiles": [{}]}]}, "tilesets[0].tiles[0].id"),
        ({"tilesets": [{"firstgid": 1}] * 300}, "tilesets"),
        ({"properties": [{"name": "worldgen.movement", "value": "fly"}]}, "worldgen.movement"),
        (
            {"properties": [{"name": "worldgen.critical_path", "value": "[["}]},
            "worldgen.critical_path",
        ),
        ({"properties": [{"name": "a", "type": "int", "value": "b"}]}, "properties[0].value"),
        ({"properties": {"a": 1}}, "properties"),
    ],
)
def test_a_malformed_map_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        read(**changes)
    assert refused.value.field == field


def objects(**given: Any) -> list[dict[str, Any]]:
    return [
        *drawn()["layers"],
        {"type": "objectgroup", "name": given.pop("layer", "o"), "objects": [given]},
    ]


@pytest.mark.parametrize(
    ("layers", "field"),
    [
        (objects(x=48, y=0), "layers[1].objects[0].x"),
        (objects(x=1e300, y=0), "layers[1].objects[0].x"),
        (objects(x="left", y=0), "layers[1].objects[0].x"),
        (objects(layer="links", type="teleport"), "layers[1].objects[0].type"),
        (objects(layer="rooms", name="r", x=0, y=0, width=999), "map"),
        (objects(type="lock", x=0, y=0), "map"),
    ],
)  # fmt: skip
def test_a_wrong_object_is_refused_at_its_field(layers: list[Any], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        read(layers=layers)
    assert refused.value.field == field


def bomb(cells: int) -> str:
    """Base64 of few bytes that unpack to many."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(4 * cells >> 20))
    return base64.b64encode(packed + packer.flush()).decode()


def test_a_layer_that_unpacks_to_more_than_its_cells_is_refused() -> None:
    layer = with_layer(encoding="base64", compression="zlib", data=bomb(1 << 26))
    with pytest.raises(InvalidSpec, match="doesn't unpack to the 24 bytes"):
        read(layers=layer)


def test_chunks_that_unpack_to_many_cells_are_refused() -> None:
    chunk = {"x": 0, "y": 0, "width": 4096, "height": 4096, "data": bomb(1 << 24)}
    packed = {"encoding": "base64", "compression": "zlib", "chunks": [chunk] * 100}
    with pytest.raises(InvalidSpec, match="more than 33554432 cells"):
        read(infinite=True, layers=[{"type": "tilelayer", "name": "g", **packed}])


def test_chunks_far_apart_are_refused() -> None:
    chunks = [{"x": x, "y": 0, "width": 1, "height": 1, "data": [1]} for x in (-(2**23), 2**23)]
    with pytest.raises(InvalidSpec, match="at most 4096 a side"):
        read(infinite=True, layers=[{"type": "tilelayer", "name": "g", "chunks": chunks}])


@pytest.mark.parametrize(("side", "layers"), [(1024, 1), (256, 100)])
def test_many_floors_of_many_cells_are_refused(side: int, layers: int) -> None:
    said = [{"name": "worldgen.floor", "type": "int", "value": 63}]
    packed = {
        "encoding": "base64",
        "compression": "zlib",
        "data": base64.b64encode(zlib.compress(bytes(4 * side**2))).decode(),
    }
    group = {
        "type": "group",
        "properties": said,
        "layers": with_layer(width=side, height=side, **packed) * layers,
    }
    with pytest.raises(InvalidSpec, match="make the map smaller"):
        read(width=side, height=side, layers=[group])


ENTITY = '<!DOCTYPE map [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE map [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 1_000_000,
        b'{"layers":' * 100_000,
        b'{"width":' + b"9" * 100_000 + b"}",
        b'{"width": NaN}',
        b"\xff\xfe\x00",
        b"<map",
        b"<map/>",
        b"<svg/>",
        b"<map>" * 1_000_000,
        b"<map>&a;</map>",
        f"{ENTITY}{TMX.partition('?>')[2]}".replace("ground", "&a;").encode(),
        f"{LAUGHS}{TMX.partition('?>')[2]}".replace("ground", "&b;").encode(),
        b'<?xml version="1.0" encoding="utf-7"?><map/>',
    ],
)
def test_what_is_no_map_or_hostile_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidSpec):
        read_tiled(data)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("format", ["tmj", "tmx", "json"])
def test_a_file_that_is_broken_anyhow_is_read_or_refused(format: str, seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(export(EVERY["keep"](), format)[f"level.{format}"])
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data))
        broken = dice.choice([b'"', b"<", b"", b"9" * 30, b"-1", b"null", b"[]", b"&", b"\xff"])
        data[at : at + dice.randint(0, 12)] = broken
    with contextlib.suppress(InvalidSpec):
        level = from_json(bytes(data))[0] if format == "json" else read_tiled(bytes(data))
        assert well_formed(level) == ()


def test_groups_nested_without_end_are_refused() -> None:
    layers: list[dict[str, Any]] = drawn()["layers"]
    for _ in range(100):
        layers = [{"type": "group", "layers": layers}]
    with pytest.raises(InvalidSpec, match="nested more than 16 deep"):
        read(layers=layers)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="at most 67108864 are read"):
        read_tiled(b" " * (64 * 1024 * 1024 + 1))


def test_the_cells_are_numbers_of_sixteen_bits() -> None:
    assert read().layers[0].cells.dtype == np.uint16
