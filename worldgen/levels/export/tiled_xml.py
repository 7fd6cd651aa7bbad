"""The same Tiled map as XML.

Source: https://doc.mapeditor.org/en/stable/reference/tmx-map-format/ (1.10)
"""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from worldgen.errors import InvalidSpec
from worldgen.levels.export.atlas import atlas_png
from worldgen.levels.export.content import Content
from worldgen.levels.export.tiled import Raw, tiled_map

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 can't write, not even escaped."""
_ELEMENTS = {"tilelayer": "layer", "objectgroup": "objectgroup", "group": "group"}


def write_tmx(content: Content) -> dict[str, bytes]:
    """The map as XML, with its tile set inside, and the tile set's picture."""
    root = _map(tiled_map(content))
    return {
        f"{content.stem}.tmx": tostring(root, "utf-8", xml_declaration=True),
        f"{content.stem}.tiles.png": atlas_png(content),
    }


def _map(raw: Raw) -> Element:
    root = Element("map", _attributes(raw, without=("type",)))
    sizes = _attributes(raw["editorsettings"]["chunksize"])
    SubElement(SubElement(root, "editorsettings"), "chunksize", sizes)
    _add_properties(root, raw["properties"])
    for tile_set in raw["tilesets"]:
        _add_tile_set(root, tile_set)
    _add_layers(root, raw["layers"])
    return root


def _add_tile_set(parent: Element, raw: Raw) -> None:
    picture = {"source": "image", "width": "imagewidth", "height": "imageheight"}
    element = SubElement(parent, "tileset", _attributes(raw, without=picture.values()))
    SubElement(element, "image", _attributes({name: raw[of] for name, of in picture.items()}))
    for tile in raw["tiles"]:
        _add_properties(SubElement(element, "tile", _attributes(tile)), tile["properties"])


def _add_layers(parent: Element, layers: list[Raw]) -> None:
    for raw in layers:
        unsaid = ("type", "opacity", "x", "y", "startx", "starty")
        element = SubElement(parent, _ELEMENTS[raw["type"]], _attributes(raw, without=unsaid))
        _add_properties(element, raw.get("properties", []))
        match raw["type"]:
            case "group":
                _add_layers(element, raw["layers"])
            case "objectgroup":
                for each in raw["objects"]:
                    _add_object(element, each)
            case _:
                _add_cells(element, raw)


def _add_cells(layer: Element, raw: Raw) -> None:
    data = SubElement(layer, "data", {"encoding": "csv"})
    if "data" in raw:
        data.text = _rows(raw["data"], raw["width"])
    for chunk in raw.get("chunks", []):
        element = SubElement(data, "chunk", _attributes(chunk, without=("data",)))
        element.text = _rows(chunk["data"], chunk["width"])


def _rows(numbers: list[int], width: int) -> str:
    """A line a row, as Tiled breaks them."""
    rows = (numbers[at : at + width] for at in range(0, len(numbers), width))
    return "\n" + ",\n".join(",".join(map(str, row)) for row in rows) + "\n"


def _add_object(parent: Element, raw: Raw) -> None:
    element = SubElement(parent, "object", _attributes(raw, without=("rotation", "visible")))
    _add_properties(element, raw["properties"])
    if "polyline" in raw:
        points = " ".join(f"{point['x']:g},{point['y']:g}" for point in raw["polyline"])
        SubElement(element, "polyline", {"points": points})


def _add_properties(parent: Element, properties: list[Raw]) -> None:
    if properties:
        inside = SubElement(parent, "properties")
        for each in properties:
            SubElement(inside, "property", _attributes(each))


def _attributes(raw: Raw, without: Iterable[str] = ()) -> dict[str, str]:
    left_out = {*without, "data", "draworder"}
    plain = {name: value for name, value in raw.items() if not isinstance(value, list | dict)}
    return {name: _text(name, value) for name, value in plain.items() if name not in left_out}


def _text(name: str, value: Any) -> str:
    match value:
        case bool() if name == "value":
            return "true" if value else "false"
        case bool():
            return "1" if value else "0"
        case float():
            return repr(value)
    text = str(value)
    if _NO_XML.search(text):
        raise InvalidSpec.at(name, f"{text!r:.60} holds what XML can't; write tmj or json instead")
    return text
