"""A level as a Godot 4 scene: a TileMapLayer for each layer, a Marker2D for each room and entity.

Floors above the first are hidden and their layers off.
Source: scene/2d/tile_map_layer.cpp (4.3) for `tile_map_data`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from worldgen.godot_text import Call, heading, section
from worldgen.levels.export.atlas import TILE_PX, Atlas, atlas_png
from worldgen.levels.export.content import Content
from worldgen.levels.export.godot_tiles import FLIP_X, FLIP_Y, TRANSPOSE, tile_set
from worldgen.levels.export.turns import turned_from
from worldgen.levels.level import Entity, Room
from worldgen.levels.tiles import TileSet

_NO_NODE_NAME = re.compile(r"[.:@/\"%\s\x00-\x1f\\]")
_LONGEST_NAME = 60
_NEAREST = 1
"""CanvasItem.TEXTURE_FILTER_NEAREST; the nodes below inherit it."""


def write_godot(content: Content) -> dict[str, bytes]:
    """The scene, its tile set and the tile set's picture; keep them in one folder."""
    stem = content.stem
    return {
        f"{stem}.tscn": "".join(_scene(content)).encode(),
        f"{stem}.tileset.tres": tile_set(content),
        f"{stem}.tiles.png": atlas_png(content),
    }


def _scene(content: Content) -> Iterator[str]:
    level = content.level
    tiles = {"type": "TileSet", "path": f"{content.stem}.tileset.tres", "id": "1"}
    yield heading("gd_scene", {"format": 4}) + "\n"
    yield heading("ext_resource", tiles) + "\n"
    about = {
        "kind": level.kind,
        "movement": level.movement.kind,
        "jump": level.movement.jump,
        "critical_path": level.critical_path,
        "difficulty": level.difficulty,
        "links": [{"a": k.a, "b": k.b, "kind": k.kind, "key": k.key} for k in level.links],
        "properties": level.properties,
        "about": content.about(),
    }
    sharp = {"texture_filter": _NEAREST}
    yield section("node", {"name": "level", "type": "Node2D"}, {**sharp, **_metadata(about)})
    numbers = _identifiers(level.tiles)
    for floor in range(level.floors):
        yield from _floor(content, floor, numbers)


def _floor(content: Content, floor: int, numbers: NDArray[np.uint16]) -> Iterator[str]:
    level, path = content.level, f"floor{floor}"
    yield _node(path, "Node2D", ".", {} if floor == 0 else {"visible": False})
    # NOTE: a hidden layer still collides, one that isn't enabled doesn't.
    absent = {} if floor == 0 else {"enabled": False}
    named = _node_names((layer.name for layer in level.layers), taken=("rooms", "entities"))
    for name, layer in zip(named, level.layers, strict=True):
        cells = {
            "tile_map_data": tile_map_data(layer.cells[floor], numbers),
            "tile_set": Call.of("ExtResource", "1"),
            **absent,
        }
        yield _node(name, "TileMapLayer", path, {**cells, **_metadata({"layer": layer.name})})
    rooms = [room for room in level.rooms if room.floor == floor]
    yield _node("rooms", "Node2D", path, {})
    for name, room in zip(_node_names(r.id for r in rooms), rooms, strict=True):
        yield _node(name, "Marker2D", f"{path}/rooms", _room(room))
    entities = [entity for entity in level.entities if entity.floor == floor]
    yield _node("entities", "Node2D", path, {})
    for name, entity in zip(_node_names(e.id for e in entities), entities, strict=True):
        yield _node(name, "Marker2D", f"{path}/entities", _entity(entity))


def tile_map_data(cells: NDArray[np.uint16], numbers: NDArray[np.uint16]) -> bytes:
    """Version 0, then 12 bytes a cell: x, y, source, column and row in the atlas, alternative."""
    ys, xs = np.nonzero(cells)
    records = np.zeros((len(ys), 6), "<u2")
    records[:, 0], records[:, 1] = xs, ys
    records[:, 3:] = numbers[cells[ys, xs]]
    return b"\0\0" + records.tobytes()


def _identifiers(tiles: TileSet) -> NDArray[np.uint16]:
    """Shape (len + 1, 3): column, row and alternative of each index."""
    atlas = Atlas.of(tiles)
    numbers = np.zeros((len(tiles) + 1, 3), np.uint16)
    for index in range(1, len(tiles) + 1):
        source, turn = turned_from(tiles, index)
        flags = turn.flip_x * FLIP_X | turn.flip_y * FLIP_Y | turn.transpose * TRANSPOSE
        numbers[index] = (*atlas.square(source), flags)
    return numbers


def _node(name: str, kind: str, parent: str, properties: Mapping[str, object]) -> str:
    return section("node", {"name": name, "type": kind, "parent": parent}, properties)


def _room(room: Room) -> dict[str, object]:
    said = {
        "id": room.id,
        "kind": room.kind,
        "name": room.name,
        "difficulty": float(room.difficulty),
        "cells": Call.of("Rect2i", room.x, room.y, room.width, room.height),
    }
    middle = _middle(2 * room.x + room.width, 2 * room.y + room.height)
    return {"position": middle, **_metadata(said)}


def _entity(entity: Entity) -> dict[str, object]:
    said = {"id": entity.id, "kind": entity.kind, "properties": entity.properties}
    return {"position": _middle(2 * entity.x + 1, 2 * entity.y + 1), **_metadata(said)}


def _middle(double_x: int, double_y: int) -> Call:
    return Call.of("Vector2", double_x * TILE_PX // 2, double_y * TILE_PX // 2)


def _metadata(values: Mapping[str, object]) -> dict[str, object]:
    return {f"metadata/{name}": value for name, value in values.items()}


def _node_names(ids: Iterable[str], taken: Iterable[str] = ()) -> Iterator[str]:
    """What Godot takes for names of nodes, no two alike; the whole ones are in the metadata."""
    times = Counter(taken)
    for each in ids:
        name = plain = _NO_NODE_NAME.sub("_", each)[:_LONGEST_NAME] or "_"
        while times[name]:
            times[plain] += 1
            name = f"{plain}_{times[plain]}"
        times[name] += 1
        yield name
