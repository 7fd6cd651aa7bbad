"""Dungeons: first what has to be done there, then where, then what it looks like.

wishes (how much) -> mission (a graph with locks and keys) -> plan (slots of a lattice)
-> carve (cells) -> contents (entities) -> painting (tiles)
"""

from worldgen.levels.dungeon.making import VERSION, steps
from worldgen.levels.dungeon.painting import THEMES
from worldgen.levels.dungeon.redo import redo
from worldgen.levels.kind import Count, Kind, Option

KIND = Kind(
    name="dungeon",
    description="rooms and corridors with locks, keys, cycles, one-way doors and secrets",
    version=VERSION,
    steps=steps,
    min_side=16,
    max_side=512,
    max_floors=8,
    themes=tuple(THEMES),
    counts={
        "rooms": Count("rooms, entrance and exit included", 2000),
        "keys": Count("locks on the way, each with a key of its own", 16),
        "cycles": Count("places where two ways lead to the same room", 500),
        "one_ways": Count("of the cycles, those with a door that opens from one side", 500),
        "secrets": Count("treasures behind a wall that isn't one", 200),
        "enemies": Count("foes; the further from the entrance, the stronger", 5000),
        "loot": Count("things worth having", 5000),
        "npc_places": Count("quiet spots where an NPC can be", 500),
    },
    options={
        "branching": Option("of the other rooms, how many nobody has to enter", 0.5),
        "doors": Option("how many of the open ways have a door", 0.4),
        "drawn": Option("how many rooms are drawn by hand, where one fits", 0.6),
        "growth": Option("how many rooms take the free space beside them", 0.7),
    },
)

__all__ = ["KIND", "redo"]
