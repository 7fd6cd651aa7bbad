"""A sheet of tiles as files: a picture, and the rules for Tiled, Godot and anybody else.

Sources: https://doc.mapeditor.org/en/stable/reference/tmx-map-format/#wangsets (1.10), and
https://docs.godotengine.org/en/stable/classes/class_tiledata.html for terrains.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from xml.etree.ElementTree import Element, SubElement, tostring

from worldgen.godot_text import Call, resource, section
from worldgen.provenance import Provenance
from worldgen.textures.packs.content import check_stem
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.pixel.neighbours import NE, NW, SE, STEPS, SW, E, N, S, W
from worldgen.textures.pixel.sheet import COLUMNS, Sheet

_PEERING = {
    N: "top_side",
    NE: "top_right_corner",
    E: "right_side",
    SE: "bottom_right_corner",
    S: "bottom_side",
    SW: "bottom_left_corner",
    W: "left_side",
    NW: "top_left_corner",
}
_TILED_TYPES = {"blob": "mixed", "sides": "edge", "corners": "corner"}
_GODOT_MODES = {"blob": 0, "corners": 1, "sides": 2}
"""TileSet.TerrainMode."""
_STRING = 4


def sheet_files(sheet: Sheet, provenance: Provenance, stem: str = "tiles") -> dict[str, bytes]:
    """`<stem>.png`, `<stem>.json`, Tiled's `<stem>.tsx` and Godot's `<stem>.tres`.

    Raises InvalidSpec for a stem that is no file's name.
    """
    check_stem(stem)
    return {
        f"{stem}.png": png_bytes(sheet.picture, "srgb", provenance),
        f"{stem}.json": json.dumps(_table(sheet, provenance, stem), indent=1).encode(),
        f"{stem}.tsx": tostring(_tiled(sheet, stem), "utf-8", xml_declaration=True),
        f"{stem}.tres": _godot(sheet, stem).encode(),
    }


def _table(sheet: Sheet, provenance: Provenance, stem: str) -> dict[str, object]:
    bits = {_PEERING[bit]: bit for bit in STEPS}
    return {
        "format": "npcgen.tileset",
        "version": 1,
        "picture": f"{stem}.png",
        "tile_px": sheet.tile_px,
        "columns": COLUMNS,
        "neighbours": bits,
        "tiles": {
            name: {
                "rule": sheet.rule if len(places) > 1 else "none",
                "places": places,
                "frames": sheet.frames.get(name, 1),
                "frame_ms": sheet.frame_ms.get(name, 0),
            }
            for name, places in sheet.places.items()
        },
        "entities": sheet.entities,
        "provenance": asdict(provenance),
    }


def _terrains(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The tiles that look at their neighbours, numbered."""
    names = [name for name, places in sheet.places.items() if len(places) > 1]
    yield from enumerate(names)


def _tiled(sheet: Sheet, stem: str) -> Element:
    rows, columns = (length // sheet.tile_px for length in sheet.picture.shape[:2])
    side = str(sheet.tile_px)
    size = {"tilewidth": side, "tileheight": side}
    count = {"tilecount": str(rows * columns), "columns": str(columns)}
    root = Element("tileset", {"version": "1.10", "name": stem, **size, **count})
    height, width = sheet.picture.shape[:2]
    SubElement(root, "image", {"source": f"{stem}.png", "width": str(width), "height": str(height)})
    for name, places in sheet.places.items():
        for mask, place in places.items():
            is_whole = mask == max(places)
            if is_whole or name in sheet.frames:
                said = {"type": name} if is_whole else {}
                tile = SubElement(root, "tile", {"id": str(place), **said})
                _animate(tile, sheet, name, place)
    for kind, place in sheet.entities.items():
        SubElement(root, "tile", {"id": str(place), "type": kind})
    sets = SubElement(root, "wangsets")
    for _, name in _terrains(sheet):
        _add_rules(sets, sheet, name)
    return root


def _add_rules(sets: Element, sheet: Sheet, name: str) -> None:
    places = sheet.places[name]
    whole = str(places[max(places)])
    kind = {"name": name, "type": _TILED_TYPES[sheet.rule], "tile": whole}
    rules = SubElement(sets, "wangset", kind)
    colour = {"name": name, "color": "#ff0000", "tile": whole, "probability": "1"}
    SubElement(rules, "wangcolor", colour)
    for mask, place in places.items():
        # NOTE: Tiled counts from the top clockwise, as our bits do.
        around = ",".join(str(mask >> at & 1) for at in range(len(STEPS)))
        SubElement(rules, "wangtile", {"tileid": str(place), "wangid": around})


def _animate(tile: Element, sheet: Sheet, name: str, place: int) -> None:
    if name not in sheet.frames:
        return
    shown = SubElement(tile, "animation")
    for at in range(sheet.frames[name]):
        frame = {"tileid": str(place + at), "duration": str(sheet.frame_ms[name])}
        SubElement(shown, "frame", frame)


def _godot(sheet: Sheet, stem: str) -> str:
    atlas = section("sub_resource", {"type": "TileSetAtlasSource", "id": "atlas"}, _source(sheet))
    return resource("TileSet", {"1": f"{stem}.png"}, _layers(sheet), [atlas])


def _layers(sheet: Sheet) -> dict[str, object]:
    """What the set says of all tiles."""
    size = Call.of("Vector2i", sheet.tile_px, sheet.tile_px)
    layers: dict[str, object] = {"tile_size": size, "custom_data_layer_0/name": "tile"}
    layers["custom_data_layer_0/type"] = _STRING
    for number, name in _terrains(sheet):
        layers["terrain_set_0/mode"] = _GODOT_MODES[sheet.rule]
        layers[f"terrain_set_0/terrain_{number}/name"] = name
        layers[f"terrain_set_0/terrain_{number}/color"] = Call.of("Color", 0.5, 0.5, 0.5, 1)
    layers["sources/0"] = Call.of("SubResource", "atlas")
    return layers


def _source(sheet: Sheet) -> dict[str, object]:
    """What it says of each."""
    source: dict[str, object] = {
        "texture": Call.of("ExtResource", "1"),
        "texture_region_size": Call.of("Vector2i", sheet.tile_px, sheet.tile_px),
    }
    terrains = {name: number for number, name in _terrains(sheet)}
    for name, places in sheet.places.items():
        for mask, place in places.items():
            tile = _cell(place)
            source.update(_godot_frames(sheet, name, tile))
            source |= {f"{tile}/0": 0, f"{tile}/0/custom_data_0": name}
            if name in terrains:
                source |= _peering(f"{tile}/0", mask, terrains[name])
    for kind, place in sheet.entities.items():
        source |= {f"{_cell(place)}/0": 0, f"{_cell(place)}/0/custom_data_0": kind}
    return source


def _cell(place: int) -> str:
    row, column = divmod(place, COLUMNS)
    return f"{column}:{row}"


def _peering(path: str, mask: int, terrain: int) -> dict[str, object]:
    sides = [side for bit, side in _PEERING.items() if mask & bit]
    bits = {f"{path}/terrains_peering_bit/{side}": terrain for side in sides}
    return {f"{path}/terrain_set": 0, f"{path}/terrain": terrain, **bits}


def _godot_frames(sheet: Sheet, name: str, tile: str) -> dict[str, object]:
    """NOTE: said before the tile's alternatives: it makes room for the frames."""
    if name not in sheet.frames:
        return {}
    seconds = sheet.frame_ms[name] / 1000
    frames = range(sheet.frames[name])
    return {
        f"{tile}/animation_columns": len(frames),
        **{f"{tile}/animation_frame_{at}/duration": seconds for at in frames},
    }
