"""A level as a Tiled map: tile layers, and object layers for rooms, links and entities.

Source: https://doc.mapeditor.org/en/stable/reference/json-map-format/ (1.10)
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.export.atlas import TILE_PX, Atlas, atlas_png
from worldgen.levels.export.content import OURS, Content
from worldgen.levels.export.turns import turned_from
from worldgen.levels.level import Entity, Link, Room, Value
from worldgen.levels.tiles import TileSet

FLIP_X, FLIP_Y, TRANSPOSE = 0x80000000, 0x40000000, 0x20000000
"""Of the number of a tile in a layer."""
CHUNK = 64
"""Cells of a chunk of an infinite map, across and down."""
Raw = dict[str, Any]


def write_tmj(content: Content) -> dict[str, bytes]:
    """The map as JSON, with its tile set inside, and the tile set's picture."""
    text = json.dumps(tiled_map(content), ensure_ascii=False, separators=(",", ":"))
    return {
        f"{content.stem}.tmj": text.encode(),
        f"{content.stem}.tiles.png": atlas_png(content),
    }


def tiled_map(content: Content) -> Raw:
    """The map as Tiled's JSON has it. Where there are floors, each is a group of layers."""
    level = content.level
    ids = iter(range(1, 1 << 31))
    floors = [list(_floor(content, floor, ids)) for floor in range(level.floors)]
    layers = (
        floors[0]
        if level.floors == 1
        else [_group(floor, inside, ids) for floor, inside in enumerate(floors)]
    )
    return {
        "type": "map",
        "version": "1.10",
        "tiledversion": "1.11.0",
        "orientation": "orthogonal",
        "renderorder": "right-down",
        "width": level.width,
        "height": level.height,
        "tilewidth": TILE_PX,
        "tileheight": TILE_PX,
        "infinite": content.infinite,
        "editorsettings": {"chunksize": {"width": CHUNK, "height": CHUNK}},
        "nextlayerid": next(ids),
        "nextobjectid": 1 + len(level.rooms) + len(level.entities) + len(level.links),
        "properties": _properties({**about_level(content), **level.properties}),
        "tilesets": [_tile_set(content)],
        "layers": layers,
    }


def about_level(content: Content) -> dict[str, Value]:
    """What a map says of itself in one text or number each."""
    level = content.level
    ours: dict[str, Value] = {
        "kind": level.kind,
        "movement": level.movement.kind,
        "jump": level.movement.jump,
        "floors": level.floors,
        "critical_path": json.dumps(level.critical_path, ensure_ascii=False),
        "difficulty": json.dumps(level.difficulty),
    }
    return {**content.about(), **{OURS + name: value for name, value in ours.items()}}


def _group(floor: int, layers: list[Raw], ids: Iterator[int]) -> Raw:
    return {
        "type": "group",
        "id": next(ids),
        "name": f"floor {floor}",
        "opacity": 1,
        "visible": floor == 0,
        "x": 0,
        "y": 0,
        "properties": _properties({f"{OURS}floor": floor}),
        "layers": layers,
    }


def _floor(content: Content, floor: int, ids: Iterator[int]) -> Iterator[Raw]:
    level = content.level
    numbers = gids(level.tiles)
    for layer in level.layers:
        yield {
            **_layer("tilelayer", layer.name, ids),
            **_cells(numbers[layer.cells[floor]], content.infinite),
        }
    at = {room.id: number for number, room in enumerate(level.rooms, start=1)}
    rooms = {room.id: room for room in level.rooms}
    objects = [_room(room, at[room.id]) for room in level.rooms if room.floor == floor]
    yield {**_layer("objectgroup", "rooms", ids), "draworder": "index", "objects": objects}
    objects = [
        _link(link, rooms, 1 + len(level.rooms) + len(level.entities) + number)
        for number, link in enumerate(level.links)
        if rooms[link.a].floor == floor
    ]
    yield {**_layer("objectgroup", "links", ids), "draworder": "index", "objects": objects}
    objects = [
        _entity(entity, 1 + len(level.rooms) + number)
        for number, entity in enumerate(level.entities)
        if entity.floor == floor
    ]
    yield {**_layer("objectgroup", "entities", ids), "draworder": "index", "objects": objects}


def gids(tiles: TileSet) -> NDArray[np.uint32]:
    """What stands in a layer for each index: 0, or a tile's number with flags for its turn."""
    numbers = np.zeros(len(tiles) + 1, np.uint32)
    for index in range(1, len(tiles) + 1):
        source, turn = turned_from(tiles, index)
        flags = turn.flip_x * FLIP_X | turn.flip_y * FLIP_Y | turn.transpose * TRANSPOSE
        numbers[index] = source | flags
    return numbers


def _layer(kind: str, name: str, ids: Iterator[int]) -> Raw:
    common = {"opacity": 1, "visible": True, "x": 0, "y": 0}
    return {"type": kind, "id": next(ids), "name": name, **common}


def _cells(numbers: NDArray[np.uint32], infinite: bool) -> Raw:
    height, width = numbers.shape
    if not infinite:
        return {"width": width, "height": height, "data": numbers.ravel().tolist()}
    across, down = -(-width // CHUNK), -(-height // CHUNK)
    whole = np.zeros((down * CHUNK, across * CHUNK), np.uint32)
    whole[:height, :width] = numbers
    corners = [(x * CHUNK, y * CHUNK) for y in range(down) for x in range(across)]
    chunks = [(x, y, whole[y : y + CHUNK, x : x + CHUNK]) for x, y in corners]
    return {
        "width": across * CHUNK,
        "height": down * CHUNK,
        "startx": 0,
        "starty": 0,
        "chunks": [
            {"x": x, "y": y, "width": CHUNK, "height": CHUNK, "data": cells.ravel().tolist()}
            for x, y, cells in chunks
            if cells.any()
        ],
    }


def _room(room: Room, number: int) -> Raw:
    said: dict[str, Value] = {"name": room.name, "difficulty": float(room.difficulty)}
    place = _place(room.x, room.y, room.width, room.height)
    return _object(number, room.id, room.kind, place, said)


def _entity(entity: Entity, number: int) -> Raw:
    place = _place(entity.x, entity.y, 1, 1)
    return _object(number, entity.id, entity.kind, place, entity.properties)


def _link(link: Link, rooms: Mapping[str, Room], number: int) -> Raw:
    """A line between the middles of two rooms, on the floor of the first."""
    (x, y), (to_x, to_y) = _middle(rooms[link.a]), _middle(rooms[link.b])
    place = {"x": x, "y": y, "width": 0, "height": 0}
    line = [{"x": 0, "y": 0}, {"x": to_x - x, "y": to_y - y}]
    said: dict[str, Value] = {"a": link.a, "b": link.b, "key": link.key}
    return {**_object(number, f"{link.a} - {link.b}", link.kind, place, said), "polyline": line}


def _middle(room: Room) -> tuple[float, float]:
    return (room.x + room.width / 2) * TILE_PX, (room.y + room.height / 2) * TILE_PX


def _place(x: int, y: int, width: int, height: int) -> Raw:
    sides = {"x": x, "y": y, "width": width, "height": height}
    return {name: cells * TILE_PX for name, cells in sides.items()}


def _object(number: int, name: str, kind: str, place: Raw, said: Mapping[str, Value]) -> Raw:
    names = {"id": number, "name": name, "type": kind}
    return {**names, **place, "rotation": 0, "visible": True, "properties": _properties(said)}


def _tile_set(content: Content) -> Raw:
    tiles = content.level.tiles
    atlas = Atlas.of(tiles)
    return {
        "firstgid": 1,
        "name": content.stem,
        "tilewidth": TILE_PX,
        "tileheight": TILE_PX,
        "tilecount": len(tiles),
        "columns": atlas.columns,
        "margin": 0,
        "spacing": 0,
        "image": f"{content.stem}.tiles.png",
        "imagewidth": atlas.width_px,
        "imageheight": atlas.height_px,
        "tiles": list(_tiles(tiles)),
    }


def _tiles(tiles: TileSet) -> Iterator[Raw]:
    for at, tile in enumerate(tiles):
        said: dict[str, Value] = {"name": tile.name, "glyph": tile.glyph, "colour": tile.colour}
        said.update(dict.fromkeys(sorted(tile.traits), True))
        yield {"id": at, "type": tile.name, "properties": _properties(said)}


def _properties(values: Mapping[str, Value]) -> list[Raw]:
    return [{"name": name, **_typed(value)} for name, value in values.items()]


def _typed(value: Value) -> Raw:
    """NOTE: Tiled's int has 32 bits; a larger one is a float where that is exact, else a text."""
    match value:
        case bool():
            return {"type": "bool", "value": value}
        case int() if -(2**31) <= value < 2**31:
            return {"type": "int", "value": value}
        case int():
            is_exact = abs(value) <= 2**53
            return _typed(float(value) if is_exact else str(value))
        case float():
            return {"type": "float", "value": value}
    return {"type": "string", "value": value}
