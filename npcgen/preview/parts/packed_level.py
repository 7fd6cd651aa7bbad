"""A level, or a look at one that is being made, as the map in the browser reads it.

Base64 of zlib of [header's length, uint32][header as JSON][uint16 arrays]: a dungeon of 512x512
cells is some hundred KiB, and is read without a loop over its cells.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.level import Cell, Entity, Level
from worldgen.levels.preview import Preview
from worldgen.levels.text import ENTITY_GLYPHS, OTHER
from worldgen.levels.tiles import TileSet

_COMPRESSION = 3
"""Of 1..9; more takes longer than it saves on the way to a browser nearby."""
SHAPES = {
    "spawn": ("#4ade80", "circle"),
    "exit": ("#fb7185", "square"),
    "key": ("#facc15", "diamond"),
    "lock": ("#f59e0b", "square"),
    "one_way": ("#38bdf8", "square"),
    "secret": ("#c084fc", "diamond"),
    "stairs": ("#f5f5f4", "square"),
    "enemy": ("#ef4444", "triangle"),
    "boss": ("#7f1d1d", "triangle"),
    "loot": ("#eab308", "diamond"),
    "npc_place": ("#22d3ee", "circle"),
    "crate": ("#a16207", "square"),
    "target": ("#fde047", "diamond"),
}
"""The colour and the shape of each kind of entity's mark; its character is ENTITY_GLYPHS'."""
_OTHER_SHAPE = ("#d4d4d8", "circle")


@dataclass(frozen=True, slots=True)
class Packed:
    text: str


def mark_of(kind: str) -> dict[str, str]:
    """glyph, colour and shape of an entity's mark."""
    colour, shape = SHAPES.get(kind, _OTHER_SHAPE)
    return {"glyph": ENTITY_GLYPHS.get(kind, OTHER), "colour": colour, "shape": shape}


def pack_level(level: Level, way: Iterable[Cell] = ()) -> Packed:
    """`way`: the cells from the spawn to the exit, in order."""
    arrays: dict[str, NDArray[Any]] = {f"layer:{each.name}": each.cells for each in level.layers}
    if level.areas is not None:
        arrays["areas"] = level.areas
    if level.heights is not None:
        arrays["heights"] = level.heights
    arrays["way"] = np.array([(it.x, it.y, it.floor) for it in way], np.uint16)
    header = {
        **_frame(f"{level.kind} {level.seed}", level.floors, level.height, level.width),
        "tiles": _tiles(level.tiles),
        "layers": [layer.name for layer in level.layers],
        "rooms": [asdict(room) for room in level.rooms],
        "entities": list(map(_entity, level.entities)),
        "movement": asdict(level.movement),
        "critical_path": level.critical_path,
        "sea_level": level.sea_level,
    }
    return _packed(header, arrays)


def pack_preview(preview: Preview) -> Packed:
    header = {**_frame("preview", *preview.cells.shape), "tiles": _tiles(preview.tiles)}
    return _packed({**header, "layers": ["all"]}, {"layer:all": preview.cells})


def _frame(name: str, floors: int, height: int, width: int) -> dict[str, Any]:
    """What every map has; a preview has no more than its tiles beside it."""
    return {
        "name": name,
        "floors": floors,
        "height": height,
        "width": width,
        "rooms": [],
        "entities": [],
        "movement": {"kind": "walk4", "jump": 3},
        "critical_path": [],
        "sea_level": 0,
        "kinds": {kind: mark_of(kind) for kind in (*ENTITY_GLYPHS, "")},
    }


def _tiles(tiles: TileSet) -> list[dict[str, Any]]:
    return [
        {
            "name": tile.name,
            "glyph": tile.glyph,
            "colour": tile.colour,
            "traits": sorted(tile.traits),
        }
        for tile in tiles
    ]


def _entity(entity: Entity) -> list[Any]:
    place = [entity.x, entity.y, entity.floor]
    return [entity.id, entity.kind, *place, dict(entity.properties)]


def _packed(header: dict[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Packed:
    header["arrays"] = [(name, int(array.size)) for name, array in arrays.items()]
    text = json.dumps(header, separators=(",", ":")).encode()
    cells = (np.ascontiguousarray(array, "<u2").tobytes() for array in arrays.values())
    whole = b"".join([len(text).to_bytes(4, "little"), text, *cells])
    return Packed(base64.b64encode(zlib.compress(whole, _COMPRESSION)).decode())
