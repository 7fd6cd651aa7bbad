"""A tile set as Godot 4 has it: an atlas, what its tiles are, and where one bumps into them."""

from collections.abc import Mapping

from worldgen.godot_text import Call, resource, section
from worldgen.levels.export.atlas import TILE_PX, Atlas
from worldgen.levels.export.content import Content
from worldgen.levels.tiles import Tile

FLIP_X, FLIP_Y, TRANSPOSE = 1 << 12, 1 << 13, 1 << 14
"""Of a tile's alternative: TileSetAtlasSource.TRANSFORM_FLIP_H, _FLIP_V, _TRANSPOSE."""
CUSTOM_DATA = ("tile", "glyph", "traits")
"""Of each tile, read by `get_custom_data`; texts, the traits with blanks between."""
_STRING = 4
_HALF = TILE_PX // 2
_SQUARE = (-_HALF, -_HALF, _HALF, -_HALF, _HALF, _HALF, -_HALF, _HALF)


def tile_set(content: Content) -> bytes:
    """A .tres file; solid tiles and platforms collide, platforms from above only."""
    atlas = Atlas.of(content.level.tiles)
    size = Call.of("Vector2i", TILE_PX, TILE_PX)
    source: dict[str, object] = {
        "texture": Call.of("ExtResource", "1"),
        "texture_region_size": size,
    }
    for index, tile in enumerate(content.level.tiles, start=1):
        column, row = atlas.square(index)
        source.update(_tile(f"{column}:{row}/0", tile))
    layers: dict[str, object] = {"tile_size": size, "physics_layer_0/collision_layer": 1}
    for at, name in enumerate(CUSTOM_DATA):
        layers[f"custom_data_layer_{at}/name"] = name
        layers[f"custom_data_layer_{at}/type"] = _STRING
    layers["sources/0"] = Call.of("SubResource", "atlas")
    layers["metadata/about"] = content.about()
    atlas_part = section("sub_resource", {"type": "TileSetAtlasSource", "id": "atlas"}, source)
    pictures = {"1": f"{content.stem}.tiles.png"}
    return resource("TileSet", pictures, layers, [atlas_part]).encode()


def _tile(path: str, tile: Tile) -> Mapping[str, object]:
    said = (tile.name, tile.glyph, " ".join(sorted(tile.traits)))
    properties: dict[str, object] = {path: 0}
    if tile.traits & {"solid", "platform"}:
        corners = Call("PackedVector2Array", _SQUARE)
        properties[f"{path}/physics_layer_0/polygon_0/points"] = corners
    if "platform" in tile.traits:
        properties[f"{path}/physics_layer_0/polygon_0/one_way"] = True
    for at, text in enumerate(said):
        properties[f"{path}/custom_data_{at}"] = text
    return properties
