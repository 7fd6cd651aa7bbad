"""Whether a level can be read as one: its arrays fit its size, and its parts each other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import get_args

import numpy as np

from worldgen.levels.level import Entity, Level, Link, Room, Toward, Value
from worldgen.levels.tiles import TRAITS

MAX_SIDE = 4096
MAX_FLOORS = 64
MAX_CELLS = 1 << 26
MOST = {"layers": 32, "tiles": 65_535, "rooms": 1 << 16, "links": 1 << 18, "entities": 1 << 18}
MAX_JUMP = 256
MAX_FLAWS = 50
"""That are told; nobody mends a thousand one by one."""
MOVEMENTS = ("walk4", "walk8", "platform", "push")
LINKS = ("open", "door", "lock", "one_way", "secret", "stairs", "road")


def well_formed(level: Level) -> tuple[str, ...]:
    """What is wrong, a sentence each; empty when nothing is."""
    for flaws in (_size, _arrays, _parts):
        found = tuple(islice(flaws(level), MAX_FLAWS))
        if found:
            return found
    return ()


def _size(level: Level) -> Iterator[str]:
    for side, most in (("width", MAX_SIDE), ("height", MAX_SIDE), ("floors", MAX_FLOORS)):
        if not _is_whole(getattr(level, side), 1, most):
            yield f"{side} is {getattr(level, side)!r:.40}, not 1..{most}"
            return
    cells = level.width * level.height * level.floors
    if cells > MAX_CELLS:
        yield f"{cells} cells are too many; at most {MAX_CELLS}"
    for parts, most in MOST.items():
        number = len(getattr(level, parts))
        if number > most:
            yield f"{number} {parts} are too many; at most {most}"


def _arrays(level: Level) -> Iterator[str]:
    shape = (level.floors, level.height, level.width)
    yield from _tiles(level)
    yield from _repeated("layers", (layer.name for layer in level.layers))
    for layer in level.layers:
        yield from _array(f"layer {layer.name!r:.40}", layer.cells, shape, len(level.tiles))
    if level.areas is not None:
        yield from _array("areas", level.areas, shape, len(level.rooms))
    if level.heights is not None:
        yield from _array("heights", level.heights, shape[1:], 65_535)
    if not _is_whole(level.sea_level, 0, 65_536):
        yield f"sea_level is {level.sea_level!r:.40}, not 0..65536"
    if level.movement.kind not in MOVEMENTS:
        known = ", ".join(MOVEMENTS)
        yield f"there is no movement {level.movement.kind!r:.40}; there are: {known}"
    if not _is_whole(level.movement.jump, 0, MAX_JUMP):
        yield f"jump is {level.movement.jump!r:.40}, not 0..{MAX_JUMP}"


def _tiles(level: Level) -> Iterator[str]:
    for tile in level.tiles:
        if len(tile.glyph) != 1:
            yield f"tile {tile.name!r:.40} has the glyph {tile.glyph!r:.40}, not one character"
        for trait in sorted(tile.traits - TRAITS):
            yield f"tile {tile.name!r:.40} has an unknown trait: {trait!r:.40}"


def _array(name: str, array: object, shape: tuple[int, ...], last: int) -> Iterator[str]:
    if not isinstance(array, np.ndarray) or array.dtype != np.uint16:
        yield f"{name} is no array of uint16"
    elif array.shape != shape:
        yield f"{name} has the shape {array.shape}, not {shape}"
    elif int(array.max()) > last:
        yield f"{name} has a {int(array.max())} in some cell, and the last there can be is {last}"


def _parts(level: Level) -> Iterator[str]:
    yield from _repeated("rooms", (room.id for room in level.rooms))
    yield from _repeated("entities", (entity.id for entity in level.entities))
    for room in level.rooms:
        yield from _room(level, room)
    rooms = {room.id for room in level.rooms}
    keys = {key.properties.get("key", "") for key in level.of_kind("key")}
    for link in level.links:
        yield from _link(link, rooms, keys)
    stairs = {entity.id for entity in level.of_kind("stairs")}
    for entity in level.entities:
        yield from _entity(level, entity, stairs, keys)
    yield from _critical_path(level, rooms)


def _room(level: Level, room: Room) -> Iterator[str]:
    numbers = (room.x, room.y, room.width, room.height, room.floor)
    inside = (
        all(_is_whole(number, 0, MAX_SIDE) for number in numbers)
        and 0 < room.width <= level.width - room.x
        and 0 < room.height <= level.height - room.y
        and room.floor < level.floors
    )
    if not inside:
        yield f"room {room.id!r:.40} isn't inside of the map"
    if not 0 <= room.difficulty <= 1:
        yield f"room {room.id!r:.40} has the difficulty {room.difficulty!r:.40}, not 0..1"


def _link(link: Link, rooms: set[str], keys: set[Value]) -> Iterator[str]:
    for end in (link.a, link.b):
        if end not in rooms:
            yield f"a link leads to {end!r:.40}, and there is no such room"
    if link.kind not in LINKS:
        yield f"there is no kind of link {link.kind!r:.40}; there are: {', '.join(LINKS)}"
    if link.kind == "lock" and link.key not in keys:
        yield f"the link of {link.a!r:.40} and {link.b!r:.40} asks for a key that isn't there"


def _entity(level: Level, entity: Entity, stairs: set[str], keys: set[Value]) -> Iterator[str]:
    inside = (
        _is_whole(entity.x, 0, level.width - 1)
        and _is_whole(entity.y, 0, level.height - 1)
        and _is_whole(entity.floor, 0, level.floors - 1)
    )
    if not inside:
        yield f"{entity.id!r:.40} isn't inside of the map"
    key, to = entity.properties.get("key", ""), entity.properties.get("to")
    toward = entity.properties.get("toward")
    if entity.kind in ("key", "lock") and not isinstance(key, str):
        yield f"the key of {entity.id!r:.40} is {key!r:.40}, not a text"
    elif entity.kind == "lock" and key not in keys:
        yield f"{entity.id!r:.40} asks for the key {key!r:.40}, and there is none"
    if entity.kind == "stairs" and to not in stairs:
        yield f"{entity.id!r:.40} leads to {to!r:.40}, and there are no such stairs"
    if entity.kind == "one_way" and toward not in get_args(Toward):
        known = ", ".join(get_args(Toward))
        yield f"{entity.id!r:.40} leads toward {toward!r:.40}, which is none of: {known}"


def _critical_path(level: Level, rooms: set[str]) -> Iterator[str]:
    for room in level.critical_path:
        if room not in rooms:
            yield f"the critical path leads through {room!r:.40}, and there is no such room"
    if level.critical_path and len(level.difficulty) != len(level.critical_path):
        rooms_on_it = len(level.critical_path)
        yield f"the critical path has {rooms_on_it} rooms and {len(level.difficulty)} difficulties"
    for difficulty in level.difficulty:
        if not 0 <= difficulty <= 1:
            yield f"a difficulty on the critical path is {difficulty!r:.40}, not 0..1"


def _repeated(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, number in Counter(names).items():
        if number > 1:
            yield f"{number} {what} are called {name!r:.40}; each needs a name of its own"


def _is_whole(number: object, low: int, high: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and low <= number <= high
