"""TMX as the same lists and mappings that TMJ has; entities and doctypes are refused.

Source: https://doc.mapeditor.org/en/stable/reference/tmx-map-format/
"""

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from worldgen.errors import InvalidSpec

_MAX_DEPTH = 32
_LAYERS = {"layer": "tilelayer", "objectgroup": "objectgroup", "group": "group"}
Raw = dict[str, Any]


def from_xml(data: bytes, path: str) -> Raw:
    """The root's mapping. Raises InvalidSpec for what is no XML, or isn't safe to read."""
    root = _tree(data, path)
    if root.tag not in ("map", "tileset"):
        raise InvalidSpec.at(path, f"<{root.tag:.40}> is no map of Tiled; save one as TMX")
    return _map(root) if root.tag == "map" else _tile_set(root)


def _tree(data: bytes, path: str) -> Element:
    builder, parser, depth = TreeBuilder(), expat.ParserCreate(), 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise InvalidSpec.at(path, f"its elements are nested more than {_MAX_DEPTH} deep")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def refuse(*_: object) -> None:
        raise InvalidSpec.at(path, "doctypes and entities aren't read; save it with Tiled again")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise InvalidSpec.at(path, f"this is no XML: {error}") from None
    root: Element = builder.close()
    return root


def _map(root: Element) -> Raw:
    return {
        **_common(root),
        "infinite": root.get("infinite") == "1",
        "tilesets": [_tile_set(each) for each in root.findall("tileset")],
        "layers": [_layer(each) for each in root if each.tag in _LAYERS],
    }


def _tile_set(element: Element) -> Raw:
    return {**_common(element), "tiles": [_common(tile) for tile in element.findall("tile")]}


def _layer(element: Element) -> Raw:
    raw = {**_common(element), "type": _LAYERS[element.tag]}
    data = element.find("data")
    if element.tag == "group":
        raw["layers"] = [_layer(each) for each in element if each.tag in _LAYERS]
    elif element.tag == "objectgroup":
        raw["objects"] = [_common(each) for each in element.findall("object")]
    elif data is not None:
        raw.update({name: data.get(name, "") for name in ("encoding", "compression")})
        chunks = [{**each.attrib, "data": _cells(each, raw)} for each in data.findall("chunk")]
        raw.update({"chunks": chunks} if chunks else {"data": _cells(data, raw)})
    return raw


def _cells(element: Element, layer: Raw) -> Any:
    if layer["encoding"]:
        return element.text or ""
    return [tile.get("gid", "0") for tile in element.findall("tile")]


def _common(element: Element) -> Raw:
    """Attributes and properties; Tiled 1.9 wrote `class` where others write `type`."""
    given = element.findall("properties/property")
    properties = [{"value": each.text or "", **each.attrib} for each in given]
    return {**element.attrib, "properties": properties}
