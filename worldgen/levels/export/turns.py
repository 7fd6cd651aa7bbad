"""Tiles that are turns of another one, as engines draw them: one picture and three flags.

`road@90` is `road` turned clockwise; `crag@mirror90` is `crag` mirrored left to right, then turned.
"""

from dataclasses import dataclass

from worldgen.levels.tiles import TileSet


@dataclass(frozen=True, slots=True)
class Turn:
    """Transposed first (x and y change places), then flipped: as in Tiled and Godot."""

    flip_x: bool = False
    flip_y: bool = False
    transpose: bool = False


AS_DRAWN = Turn()
TURNS: dict[str, Turn] = {
    "": AS_DRAWN,
    "@90": Turn(flip_x=True, transpose=True),
    "@180": Turn(flip_x=True, flip_y=True),
    "@270": Turn(flip_y=True, transpose=True),
    "@mirror": Turn(flip_x=True),
    "@mirror90": Turn(flip_x=True, flip_y=True, transpose=True),
    "@mirror180": Turn(flip_y=True),
    "@mirror270": Turn(transpose=True),
}
"""By the ending of a tile's name."""
ENDINGS = {turn: ending for ending, turn in TURNS.items()}


def turned_from(tiles: TileSet, index: int) -> tuple[int, Turn]:
    """The tile whose picture is drawn, and how; itself where the set has no such tile."""
    name = tiles[index].name
    source, at, ending = name.rpartition("@")
    if at and source in tiles and at + ending in TURNS:
        return tiles.index(source), TURNS[at + ending]
    return index, AS_DRAWN
