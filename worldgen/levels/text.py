"""A level as text, for people: one character a cell, entities over tiles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.level import Cell, Level

ENTITY_GLYPHS = {
    "spawn": "@",
    "exit": "X",
    "key": "k",
    "lock": "D",
    "one_way": "v",
    "secret": "?",
    "stairs": "/",
    "crate": "$",
    "target": "*",
    "enemy": "e",
    "boss": "B",
    "loot": "!",
    "npc_place": "N",
    "trigger": ";",
}
OTHER = "&"
"""An entity of any other kind."""
WAY = "·"
_TOWARD = {"north": "^", "east": ">", "south": "v", "west": "<"}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its colour (#rrggbb), and whether the level's solution passes there."""

    character: str
    colour: str
    on_way: bool = False


def as_text(level: Level, floor: int = 0, way: Iterable[Cell] = ()) -> str:
    """Rows of glyphs; `way` cells without an entity are shown as `·`."""
    return "\n".join(
        "".join(glyph.character for glyph in row).rstrip() for row in glyphs(level, floor, way)
    )


def glyphs(level: Level, floor: int = 0, way: Iterable[Cell] = ()) -> Iterator[list[Glyph]]:
    """The same, row by row, with colours."""
    top = topmost(level)[floor]
    standing = {
        (e.x, e.y): _glyph(e.kind, str(e.properties.get("toward", "")))
        for e in level.entities
        if e.floor == floor
    }
    passed = {(cell.x, cell.y) for cell in way if cell.floor == floor}
    for y in range(level.height):
        row = []
        for x in range(level.width):
            index = int(top[y, x])
            tile = level.tiles[index] if index else None
            character, colour = (tile.glyph, tile.colour) if tile else (" ", "#000000")
            on_way = (x, y) in passed
            if (x, y) in standing:
                character, colour = standing[x, y], "#ffffff"
            elif on_way:
                character = WAY
            row.append(Glyph(character, colour, on_way))
        yield row


def topmost(level: Level) -> NDArray[np.uint16]:
    """Shape (floors, height, width): the tile of the last layer that has one; 0 where none has."""
    top = np.zeros((level.floors, level.height, level.width), np.uint16)
    for layer in level.layers:
        np.copyto(top, layer.cells, where=layer.cells > 0)
    return top


def _glyph(kind: str, toward: str) -> str:
    return _TOWARD.get(toward) or ENTITY_GLYPHS.get(kind, OTHER)
