"""A level as an LDtk project: a level of it for each floor, one above the other.

Source: https://ldtk.io/json (1.5.3). Tiles are written with text at hand: json.dumps takes seconds
for a million of them.
"""

import json
from collections.abc import Iterator, Mapping
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.export.atlas import TILE_PX, Atlas, atlas_png
from worldgen.levels.export.content import Content
from worldgen.levels.export.ldtk_defs import (
    Definitions,
    LayerName,
    Species,
    definitions_of,
    raw_definitions,
    said_of_entity,
    said_of_level,
    said_of_room,
)
from worldgen.levels.export.ldtk_fields import Field, Raw
from worldgen.levels.level import Value
from worldgen.levels.tiles import TileSet

_VERSION = "1.5.3"
_BUILD = 473_703
"""LDtk's own number of that version."""
_GREY = "#40465B"
_SETTINGS: Raw = {
    "identifierStyle": "Free",
    "worldLayout": "Free",
    "toc": [],
    "defaultPivotX": 0,
    "defaultPivotY": 0,
    **dict.fromkeys(("defaultGridSize", "defaultEntityWidth", "defaultEntityHeight"), TILE_PX),
    "bgColor": _GREY,
    "defaultLevelBgColor": _GREY,
    **dict.fromkeys(("minifyJson", "exportLevelBg"), True),
    **dict.fromkeys(("externalLevels", "exportTiled", "simplifiedExport"), False),
    "imageExportMode": "None",
    "pngFilePattern": None,
    "backupOnSave": False,
    "backupLimit": 10,
    "backupRelPath": None,
    "levelNamePattern": "Floor_%idx",
    "tutorialDesc": None,
    "customCommands": [],
    "flags": [],
    "worlds": [],
}
"""Of the editor; none says anything of the level."""


def write_ldtk(content: Content) -> dict[str, bytes]:
    """The project, and the tile set's picture."""
    defs = definitions_of(content)
    levels = (_level(defs, floor) for floor in range(content.level.floors))
    return {
        f"{content.stem}.ldtk": _with(_project(defs), "levels", levels).encode(),
        f"{content.stem}.tiles.png": atlas_png(content),
    }


def _project(defs: Definitions) -> Raw:
    level = defs.content.level
    across, down = level.width * TILE_PX, level.height * TILE_PX
    return {
        "__header__": {
            "fileType": "LDtk Project JSON",
            "app": "LDtk",
            "doc": "https://ldtk.io/json",
            "schema": "https://ldtk.io/files/JSON_SCHEMA.json",
            "appAuthor": defs.content.provenance.generator,
            "appVersion": _VERSION,
            "url": "https://ldtk.io",
        },
        "iid": _iid(defs, "project"),
        "jsonVersion": _VERSION,
        "appBuildId": _BUILD,
        "nextUid": defs.next_uid + level.floors,
        "worldGridWidth": across,
        "worldGridHeight": down,
        "defaultLevelWidth": across,
        "defaultLevelHeight": down,
        **_SETTINGS,
        "dummyWorldIid": _iid(defs, "world"),
        "defs": raw_definitions(defs),
    }


def _level(defs: Definitions, floor: int) -> str:
    level = defs.content.level
    raw: Raw = {
        "identifier": f"Floor_{floor}",
        "iid": _iid(defs, "floor", floor),
        "uid": defs.next_uid + floor,
        "worldX": 0,
        "worldY": 0,
        "worldDepth": floor,
        "pxWid": level.width * TILE_PX,
        "pxHei": level.height * TILE_PX,
        "__bgColor": _GREY,
        "bgColor": None,
        "useAutoIdentifier": True,
        **dict.fromkeys(("bgRelPath", "bgPos", "__bgPos", "externalRelPath")),
        "bgPivotX": 0.5,
        "bgPivotY": 0.5,
        "__smartColor": _GREY,
        "fieldInstances": _instances(defs.level_fields, said_of_level(defs.content)),
        "__neighbours": [],
    }
    return _with(raw, "layerInstances", _layers(defs, floor))


def _layers(defs: Definitions, floor: int) -> Iterator[str]:
    """The topmost first, as LDtk sorts them."""
    level = defs.content.level
    entities = [
        _entity(defs.species[e.kind], _iid(defs, "entity", e.id), (e.x, e.y), said_of_entity(e))
        for e in level.entities
        if e.floor == floor
    ]
    rooms = [
        _entity(
            defs.room, _iid(defs, "room", r.id), (r.x, r.y), said_of_room(r), (r.width, r.height)
        )
        for r in level.rooms
        if r.floor == floor
    ]
    for name, instances in ((defs.entities, entities), (defs.rooms, rooms)):
        raw = {**_layer(defs, floor, name, "Entities"), "entityInstances": instances}
        yield _with(raw, "gridTiles", ())
    pictures = _pictures(level.tiles)
    for name, layer in reversed([*zip(defs.layers, level.layers, strict=True)]):
        raw = {**_layer(defs, floor, name, "Tiles"), "entityInstances": []}
        yield _with(raw, "gridTiles", _tiles(layer.cells[floor], pictures))


def _layer(defs: Definitions, floor: int, name: LayerName, kind: str) -> Raw:
    level, has_tiles = defs.content.level, kind == "Tiles"
    return {
        "__identifier": name.identifier,
        "__type": kind,
        "__cWid": level.width,
        "__cHei": level.height,
        "__gridSize": TILE_PX,
        "__opacity": 1,
        "__pxTotalOffsetX": 0,
        "__pxTotalOffsetY": 0,
        "__tilesetDefUid": defs.tile_set_uid if has_tiles else None,
        "__tilesetRelPath": f"{defs.content.stem}.tiles.png" if has_tiles else None,
        "iid": _iid(defs, "layer", floor, name.uid),
        "levelId": defs.next_uid + floor,
        "layerDefUid": name.uid,
        "pxOffsetX": 0,
        "pxOffsetY": 0,
        "visible": True,
        "seed": 0,
        "overrideTilesetUid": None,
        **{name: [] for name in ("optionalRules", "intGridCsv", "autoLayerTiles")},
    }


def _pictures(tiles: TileSet) -> list[str]:
    """What a tile's entry says beside its place, for each index."""
    atlas = Atlas.of(tiles)
    squares = (atlas.square(index) for index in range(len(tiles) + 1))
    return [
        f'"src":[{column * TILE_PX},{row * TILE_PX}],"f":0,"t":{index - 1},"a":1,"d":['
        for index, (column, row) in enumerate(squares)
    ]


def _tiles(cells: NDArray[np.uint16], pictures: list[str]) -> Iterator[str]:
    ys, xs = np.nonzero(cells)
    places = (ys * cells.shape[1] + xs).tolist()
    indices = cells[ys, xs].tolist()
    columns, rows = (xs * TILE_PX).tolist(), (ys * TILE_PX).tolist()
    for x, y, index, place in zip(columns, rows, indices, places, strict=True):
        yield f'{{"px":[{x},{y}],{pictures[index]}{place}]}}'


def _entity(
    species: Species,
    iid: str,
    cell: tuple[int, int],
    said: Mapping[str, Value],
    size: tuple[int, int] = (1, 1),
) -> Raw:
    return {
        "__identifier": species.identifier,
        "__grid": cell,
        "__pivot": [0, 0],
        "__tags": [],
        "__tile": None,
        "__smartColor": _GREY,
        "__worldX": cell[0] * TILE_PX,
        "__worldY": cell[1] * TILE_PX,
        "iid": iid,
        "width": size[0] * TILE_PX,
        "height": size[1] * TILE_PX,
        "defUid": species.uid,
        "px": [cell[0] * TILE_PX, cell[1] * TILE_PX],
        "fieldInstances": _instances(species.fields, said),
    }


def _instances(fields: Mapping[str, Field], said: Mapping[str, Value]) -> list[Raw]:
    return [field.instance(said.get(name)) for name, field in fields.items()]


def _iid(defs: Definitions, *names: object) -> str:
    """An id that is the same whenever the same level is written."""
    return str(uuid5(NAMESPACE_URL, json.dumps([defs.content.provenance.content_sha256, *names])))


def _with(raw: Raw, name: str, items: Iterator[str] | tuple[str, ...]) -> str:
    """The mapping as JSON, with a list of what is JSON already."""
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    return f'{text[:-1]},"{name}":[{",".join(items)}]}}'
