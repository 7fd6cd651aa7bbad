"""Levels drawn as text, one character a cell; a line of `---` begins the next floor.

#  wall       .  floor       ~  water    =  bridge, over water    !  spikes      nothing
H  ladder     -  platform    @  spawn    >  exit    e  enemy      $  loot
abc  keys     ABC  their locks           ^ v { }  one_way north, south, west, east
?  secret     o  crate       x  target   *  crate on a target
1..9  stairs, of which two lead to each other
"""

import numpy as np

from worldgen.levels.level import Entity, Layer, Level, Movement, Value
from worldgen.levels.proof import Argument, Obligation, Proof
from worldgen.levels.tiles import tile_set

TILES = (
    "floor",
    "wall",
    "water",
    "bridge",
    "spikes",
    "ladder",
    "platform",
    "secret_door",
    "rubble",
)
GROUND = {" ": "", "~": "water", "=": "water"}
ABOVE = {"#": "wall", "=": "bridge", "!": "spikes", "H": "ladder", "-": "platform"} | {
    "?": "secret_door"
}
KINDS = {"@": ["spawn"], ">": ["exit"], "e": ["enemy"], "$": ["loot"], "?": ["secret"]} | {
    "o": ["crate"],
    "x": ["target"],
    "*": ["crate", "target"],
}
TOWARD = {"^": "north", "v": "south", "{": "west", "}": "east"}


def level_of(drawn: str, movement: Movement | str = "walk4") -> Level:
    """Two layers, ground and above; ids are kind and number, in reading order: `spawn1`."""
    floors = [floor.strip("\n").split("\n") for floor in drawn.split("---\n")]
    shape = len(floors), len(floors[0]), max(len(row) for rows in floors for row in rows)
    tiles = tile_set(TILES)
    ground, above = np.zeros(shape, np.uint16), np.zeros(shape, np.uint16)
    entities: list[Entity] = []
    for floor, y, x in np.ndindex(shape):
        row = floors[floor][y]
        glyph = row[x] if x < len(row) else " "
        under, over = GROUND.get(glyph, "floor"), ABOVE.get(glyph, "")
        ground[floor, y, x] = tiles.index(under) if under else 0
        above[floor, y, x] = tiles.index(over) if over else 0
        entities += _standing(glyph, (x, y, floor), entities)
    layers = Layer("ground", ground), Layer("above", above)
    moves = Movement(movement) if isinstance(movement, str) else movement
    floors_, height, width = shape
    return Level("test", 0, "1", width, height, floors_, tiles, layers, (), (), (*entities,), moves)


def _standing(glyph: str, spot: tuple[int, int, int], before: list[Entity]) -> list[Entity]:
    if glyph.isdigit():
        ends = [f"stairs{glyph}", f"stairs{glyph}_back"]
        if any(entity.id == ends[0] for entity in before):
            ends.reverse()
        return [Entity(ends[0], "stairs", *spot, {"to": ends[1]})]
    return [
        Entity(f"{kind}{1 + sum(e.kind == kind for e in before)}", kind, *spot, properties)
        for kind, properties in _stands_for(glyph)
    ]


def _stands_for(glyph: str) -> list[tuple[str, dict[str, Value]]]:
    if glyph in "abc":
        return [("key", {"key": glyph})]
    if glyph in "ABC":
        return [("lock", {"key": glyph.lower()})]
    if glyph in TOWARD:
        return [("one_way", {"toward": TOWARD[glyph]})]
    return [(kind, {}) for kind in KINDS.get(glyph, [])]


def proof_of(moves: str = "", *promises: Obligation) -> Proof:
    return Proof(tuple(moves.split()), promises)


def promise(name: str, stated_by: str = "", **arguments: Argument) -> Obligation:
    """`from` is a word of Python; write `start`."""
    if "start" in arguments:
        arguments["from"] = arguments.pop("start")
    return Obligation(name, arguments, stated_by)
