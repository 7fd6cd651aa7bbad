"""Caves: hollows of cellular automata that hang together, parted into chambers, with pools.

`hollow.py` makes the space, `chambers.py` its rooms, `pools.py` what one walks around.
"""

from worldgen.levels.cave.dwellers import MOST
from worldgen.levels.cave.making import (
    MOST_CHAMBERS,
    MOST_POOLS,
    USUAL_OPENNESS,
    USUAL_SMOOTHING,
    VERSION,
    steps,
)
from worldgen.levels.cave.themes import THEMES
from worldgen.levels.kind import Count, Kind, Option

__all__ = ["KIND"]

KIND = Kind(
    name="cave",
    description="A cave of chambers, pools and narrow ways.",
    version=VERSION,
    steps=steps,
    min_side=8,
    max_side=1024,
    themes=tuple(THEMES),
    counts={
        "chambers": Count("Parts of the cave that are wide, each a room.", MOST_CHAMBERS),
        "pools": Count("Pools of what the theme has: water, or lava.", MOST_POOLS),
        "enemies": Count("Enemies, more of them where it is harder.", MOST["enemies"]),
        "loot": Count("Things to find, most of them where a way ends.", MOST["loot"]),
        "npc_places": Count("Places where somebody to talk to can be.", MOST["npc_places"]),
    },
    options={
        "openness": Option("Share of the cells that are open at first.", USUAL_OPENNESS, 0.3, 0.8),
        "smoothing": Option(
            "How often walls are smoothed; 0 leaves noise.", USUAL_SMOOTHING, 0, 10
        ),
    },
)
