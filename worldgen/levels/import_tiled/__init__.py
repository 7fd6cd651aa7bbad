"""Maps drawn in Tiled as levels, and as samples to learn from; TMJ and TMX alike.

What worldgen exported comes back as it was. A map of anybody's is read by these rules: a tile is
called as its property `name`, its class, or its set and number; its properties `solid`, `liquid`
and so on are its traits; objects are entities of the kind that their class says.
"""

from collections.abc import Mapping
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.levels.import_tiled.layers import Floors
from worldgen.levels.import_tiled.node import parsed
from worldgen.levels.import_tiled.objects import level_of
from worldgen.levels.import_tiled.tiles import unlike_glyphs
from worldgen.levels.level import Level
from worldgen.levels.text import topmost
from worldgen.levels.verify.well_formed import well_formed

MAX_SAMPLE_SIDE = 256
MAX_SAMPLE_TILES = 256


def read_tiled(data: bytes, beside: Mapping[str, bytes] | None = None) -> Level:
    """The level that a TMJ or TMX file draws.

    `beside` are the files that it names, such as tile sets, by the names it uses. Raises
    InvalidSpec, naming the field, for what is no map, or none of bounded size and square tiles.
    """
    map_ = parsed(data)
    orientation = map_.text("orientation", "orthogonal")
    if orientation != "orthogonal":
        raise map_.wrong("orientation", f"{orientation!r:.40} isn't read; draw it orthogonal")
    level = level_of(map_, Floors.of(map_, beside or {}))
    flaws = well_formed(level)
    if flaws:
        raise InvalidSpec.at("map", "; ".join(flaws[:3]))
    return level


def sample_of(level: Level, floor: int = 0) -> dict[str, Any]:
    """`sample` and `tiles` for the spec of an example: a floor's topmost tiles.

    Raises InvalidSpec where a cell is empty, or where it is more than a spec may hold.
    """
    top = topmost(level)[floor]
    if max(top.shape) > MAX_SAMPLE_SIDE:
        rows, columns = top.shape
        raise InvalidSpec.at(
            "sample", f"{columns}x{rows} cells; at most {MAX_SAMPLE_SIDE} a side, so cut a part out"
        )
    used = sorted({int(index) for index in top.ravel()})
    if used[0] == 0:
        y, x = (int(each[0]) for each in (top == 0).nonzero())
        raise InvalidSpec.at("sample", f"cell ({x}, {y}) is empty; fill it, every cell counts")
    if len(used) > MAX_SAMPLE_TILES:
        raise InvalidSpec.at("tiles", f"{len(used)} tiles; at most {MAX_SAMPLE_TILES} are learned")
    tiles = [level.tiles[index] for index in used]
    glyphs = dict(zip(used, unlike_glyphs(tiles), strict=True))
    return {
        "sample": tuple("".join(glyphs[index] for index in row) for row in top.tolist()),
        "tiles": {
            tile.name: {
                "glyph": glyphs[index],
                "colour": tile.colour,
                "traits": sorted(tile.traits),
            }
            for index, tile in zip(used, tiles, strict=True)
        },
    }
