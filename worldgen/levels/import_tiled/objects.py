"""The objects of a Tiled map as entities, rooms and links, and the level that they make."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.levels.export.content import OURS
from worldgen.levels.import_tiled.layers import Floors
from worldgen.levels.import_tiled.node import Node
from worldgen.levels.level import LINK_KINDS, MOVEMENTS, Entity, Level, Link, Movement, Room, Value

_MAX_PX = 1 << 24


def level_of(map_: Node, floors: Floors) -> Level:
    said = map_.properties()
    ours = {name.removeprefix(OURS): said[name] for name in said if name.startswith(OURS)}
    rooms, links, entities = _objects(map_, floors)
    kind = ours.get("movement", "walk4")
    if kind not in MOVEMENTS:
        raise map_.wrong(f"{OURS}movement", f"{kind!r:.40} is none of: {', '.join(MOVEMENTS)}")
    return Level(
        kind=str(ours.get("kind", "tiled")),
        seed=_whole(map_, ours, "seed"),
        version=str(ours.get("version", "")),
        width=floors.width,
        height=floors.height,
        floors=max(floors.number, _whole(map_, ours, "floors", 1)),
        tiles=floors.tiles,
        layers=floors.layers,
        rooms=rooms,
        links=links,
        entities=entities,
        movement=Movement(kind, _whole(map_, ours, "jump", Movement().jump)),
        critical_path=tuple(map(str, _list(map_, ours, "critical_path"))),
        difficulty=tuple(_list(map_, ours, "difficulty")),
        properties={name: value for name, value in said.items() if not name.startswith(OURS)},
    )


def _objects(
    map_: Node, floors: Floors
) -> tuple[tuple[Room, ...], tuple[Link, ...], tuple[Entity, ...]]:
    tile = map_.number("tilewidth"), map_.number("tileheight")
    if not min(tile) >= 1:
        raise map_.wrong("tilewidth", "tiles of no width or height; save the map with Tiled again")
    rooms: list[Room] = []
    links: list[Link] = []
    entities: list[Entity] = []
    for floor, layer in floors.objects:
        for node in layer.children("objects"):
            box = _box(node, tile, floors)
            match layer.text("name"):
                case "rooms":
                    rooms.append(_room(node, box, floor))
                case "links":
                    links.append(_link(node))
                case _:
                    entities.append(_entity(node, box, floor, floors))
    return tuple(rooms), tuple(links), tuple(_renamed(entities))


def _box(node: Node, tile: tuple[float, float], floors: Floors) -> tuple[int, int, int, int]:
    """Column, row, and how many cells across and down; those with a tile hang on their feet."""
    x, y = (node.number(name, 0.0) for name in ("x", "y"))
    width, height = (node.number(name, 0.0) for name in ("width", "height"))
    if max(abs(x), abs(y), width, height) > _MAX_PX:
        raise node.wrong("x", f"({x:g}, {y:g}) is outside of every map; move it in")
    if "gid" in node.raw:
        y -= height
    column, row = math.floor(x / tile[0]) - floors.left, math.floor(y / tile[1]) - floors.top
    across, down = (
        max(1, round(side / of)) for side, of in zip((width, height), tile, strict=True)
    )
    return column, row, across, down


def _room(node: Node, box: tuple[int, int, int, int], floor: int) -> Room:
    said = node.properties()
    difficulty = said.get("difficulty", 0.0)
    if isinstance(difficulty, str):
        raise node.wrong("difficulty", f"{difficulty!r:.40} is no number; make it a float")
    return Room(node.text("name"), _class(node), *box, floor, difficulty, str(said.get("name", "")))


def _link(node: Node) -> Link:
    said, kind = node.properties(), _class(node) or "open"
    if kind not in LINK_KINDS:
        raise node.wrong("type", f"{kind!r:.40} is none of: {', '.join(LINK_KINDS)}")
    a, b, key = (str(said.get(name, "")) for name in ("a", "b", "key"))
    return Link(a, b, next(known for known in LINK_KINDS if known == kind), key)


def _entity(node: Node, box: tuple[int, int, int, int], floor: int, floors: Floors) -> Entity:
    x, y, *_ = box
    if not (0 <= x < floors.width and 0 <= y < floors.height):
        raise node.wrong(
            "x", f"it stands in cell ({x}, {y}) of {floors.width}x{floors.height}; move it in"
        )
    return Entity(node.text("name"), _class(node) or "object", x, y, floor, node.properties())


def _renamed(entities: list[Entity]) -> Iterator[Entity]:
    """Each with an id of its own: its name, or its kind and a number."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for entity in entities:
        unique, base = entity.id, entity.id or entity.kind
        while not unique or unique in taken:
            numbers[base] = numbers.get(base, 0) + 1
            unique = f"{base}{numbers[base]}"
        taken.add(unique)
        yield entity if unique == entity.id else replace(entity, id=unique)


def _class(node: Node) -> str:
    return node.text("type") or node.text("class")


def _whole(map_: Node, said: dict[str, Value], name: str, default: int = 0) -> int:
    value = said.get(name, default)
    if isinstance(value, bool | str) or value != math.floor(value):
        raise map_.wrong(f"{OURS}{name}", f"{value!r:.40} is no whole number")
    return int(value)


def _list(map_: Node, said: dict[str, Value], name: str) -> list[Any]:
    try:
        value = json.loads(str(said.get(name, "[]")))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list) or any(not isinstance(v, str | int | float) for v in value):
        raise InvalidSpec.at(f"{OURS}{name}", "this is no list; leave it out, or write []")
    return value
