"""What an LDtk project defines before its levels: layers, kinds of entities, the tile set.

Source: https://ldtk.io/json (1.5.3)
"""

import json
from dataclasses import dataclass
from itertools import count

from worldgen.levels.export.atlas import TILE_PX, Atlas
from worldgen.levels.export.content import OURS, Content
from worldgen.levels.export.ldtk_fields import Field, Raw, fields_of, identifiers
from worldgen.levels.export.tiled import about_level
from worldgen.levels.level import Entity, Room, Value
from worldgen.levels.tiles import TRAITS

ROOM = "room"
ENTITIES, ROOMS = "entities", "rooms"
_COLOUR = "#94D9B3"


@dataclass(frozen=True, slots=True)
class Species:
    """Entities of one kind, and the fields that they have."""

    uid: int
    identifier: str
    fields: dict[str, Field]


@dataclass(frozen=True, slots=True)
class LayerName:
    uid: int
    identifier: str


@dataclass(frozen=True, slots=True)
class Definitions:
    content: Content
    tile_set_uid: int
    traits_uid: int
    entities: LayerName
    rooms: LayerName
    layers: tuple[LayerName, ...]
    species: dict[str, Species]
    """By kind."""
    room: Species
    level_fields: dict[str, Field]
    next_uid: int


def definitions_of(content: Content) -> Definitions:
    level, numbers = content.level, count(1)

    def uid() -> int:
        return next(numbers)

    tile_set, traits = uid(), uid()
    names = identifiers([ENTITIES, ROOMS, *(layer.name for layer in level.layers)])
    entities, rooms, *layers = (LayerName(uid(), name) for name in names)
    kinds = dict.fromkeys(entity.kind for entity in level.entities)
    room, *plain = identifiers([ROOM, *kinds])
    species = {
        kind: Species(uid(), name, fields_of(map(said_of_entity, level.of_kind(kind)), uid))
        for kind, name in zip(kinds, plain, strict=True)
    }
    return Definitions(
        content,
        tile_set,
        traits,
        entities,
        rooms,
        tuple(layers),
        species,
        Species(uid(), room, fields_of(map(said_of_room, level.rooms), uid)),
        fields_of([said_of_level(content)], uid),
        uid(),
    )


def said_of_entity(entity: Entity) -> dict[str, Value]:
    return {f"{OURS}id": entity.id, **entity.properties}


def said_of_room(room: Room) -> dict[str, Value]:
    said = {"id": room.id, "kind": room.kind, "name": room.name}
    return {**said, "difficulty": float(room.difficulty)}


def said_of_level(content: Content) -> dict[str, Value]:
    links = [[link.a, link.b, link.kind, link.key] for link in content.level.links]
    said = {f"{OURS}links": json.dumps(links, ensure_ascii=False)}
    return {**about_level(content), **said, **content.level.properties}


def raw_definitions(defs: Definitions) -> Raw:
    level = defs.content.level
    named = zip(defs.layers, level.layers, strict=True)
    tiles = [_layer("Tiles", name, layer.name, defs.tile_set_uid) for name, layer in named]
    shown = [("Entities", defs.entities, ENTITIES, None), ("Entities", defs.rooms, ROOMS, None)]
    kinds = [_entity(each, kind, resizable=False) for kind, each in defs.species.items()]
    return {
        "layers": [*(_layer(*each) for each in shown), *reversed(tiles)],
        "entities": [*kinds, _entity(defs.room, ROOM, resizable=True)],
        "tilesets": [_tile_set(defs)],
        "enums": [_traits(defs)],
        "externalEnums": [],
        "levelFields": [field.definition() for field in defs.level_fields.values()],
    }


def _layer(kind: str, name: LayerName, called: str, tile_set_uid: int | None) -> Raw:
    nothing: list[object] = []
    return {
        "__type": kind,
        "identifier": name.identifier,
        "type": kind,
        "uid": name.uid,
        "doc": called,
        "uiColor": None,
        "gridSize": TILE_PX,
        **dict.fromkeys(("guideGridWid", "guideGridHei", "pxOffsetX", "pxOffsetY"), 0),
        **dict.fromkeys(("parallaxFactorX", "parallaxFactorY", "tilePivotX", "tilePivotY"), 0),
        **dict.fromkeys(("displayOpacity", "inactiveOpacity"), 1),
        **dict.fromkeys(("hideInList", "hideFieldsWhenInactive", "useAsyncRender"), False),
        **dict.fromkeys(("canSelectWhenInactive", "renderInWorldView", "parallaxScaling"), True),
        **dict.fromkeys(("requiredTags", "excludedTags", "uiFilterTags"), nothing),
        **dict.fromkeys(("intGridValues", "intGridValuesGroups", "autoRuleGroups"), nothing),
        **dict.fromkeys(("autoSourceLayerDefUid", "biomeFieldUid"), None),
        "tilesetDefUid": tile_set_uid,
    }


def _entity(species: Species, kind: str, resizable: bool) -> Raw:
    nothing: list[object] = []
    return {
        "identifier": species.identifier,
        "uid": species.uid,
        "doc": kind,
        "width": TILE_PX,
        "height": TILE_PX,
        "color": _COLOUR,
        "resizableX": resizable,
        "resizableY": resizable,
        **dict.fromkeys(("minWidth", "maxWidth", "minHeight", "maxHeight"), None),
        **dict.fromkeys(("tilesetId", "tileRect", "uiTileRect"), None),
        **dict.fromkeys(("keepAspectRatio", "exportToToc", "allowOutOfBounds"), False),
        **dict.fromkeys(("tileOpacity", "lineOpacity"), 1),
        **dict.fromkeys(("pivotX", "pivotY", "maxCount"), 0),
        **dict.fromkeys(("tags", "nineSliceBorders"), nothing),
        "fillOpacity": 0.2,
        "hollow": resizable,
        "showName": True,
        "renderMode": "Rectangle",
        "tileRenderMode": "FitInside",
        "limitScope": "PerLevel",
        "limitBehavior": "MoveLastOne",
        "fieldDefs": [field.definition() for field in species.fields.values()],
    }


def _tile_set(defs: Definitions) -> Raw:
    tiles, stem = defs.content.level.tiles, defs.content.stem
    atlas = Atlas.of(tiles)
    return {
        "identifier": "Tiles",
        "uid": defs.tile_set_uid,
        "relPath": f"{stem}.tiles.png",
        "embedAtlas": None,
        "__cWid": atlas.columns,
        "__cHei": atlas.rows,
        "pxWid": atlas.width_px,
        "pxHei": atlas.height_px,
        "tileGridSize": TILE_PX,
        "spacing": 0,
        "padding": 0,
        "tags": [],
        "tagsSourceEnumUid": defs.traits_uid,
        "enumTags": [
            {
                "enumValueId": trait,
                "tileIds": [at for at, tile in enumerate(tiles) if trait in tile.traits],
            }
            for trait in sorted(TRAITS)
        ],
        "customData": [
            {
                "tileId": at,
                "data": json.dumps({"name": t.name, "glyph": t.glyph}, ensure_ascii=False),
            }
            for at, t in enumerate(tiles)
        ],
        "savedSelections": [],
        "cachedPixelData": None,
    }


def _traits(defs: Definitions) -> Raw:
    values = [{"id": trait, "tileRect": None, "color": 0} for trait in sorted(TRAITS)]
    outside = dict.fromkeys(("iconTilesetUid", "externalRelPath", "externalFileChecksum"))
    return {
        "identifier": "Trait",
        "uid": defs.traits_uid,
        "values": values,
        "tags": [],
        **outside,
    }
