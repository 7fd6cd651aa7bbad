"""Building interiors: rooms by what they are for, doors, stairs, furniture, and who is there.

`plan.py` parts the floors, `themes.py` says what a tavern or a manor has, `raising.py` builds it.
"""

from worldgen.levels.building.making import BACK_DOOR, INNERMOST, MOST_ROOMS, VERSION, steps
from worldgen.levels.building.people import MOST
from worldgen.levels.building.raising import MOST_KEYS
from worldgen.levels.building.themes import THEMES
from worldgen.levels.kind import Count, Kind, Option

__all__ = ["KIND"]

KIND = Kind(
    name="building",
    description="The inside of a building, on one floor or several.",
    version=VERSION,
    steps=steps,
    min_side=9,
    max_side=128,
    max_floors=8,
    themes=tuple(THEMES),
    counts={
        "rooms": Count("Rooms on all floors; landings and corridors aren't counted.", MOST_ROOMS),
        "keys": Count("Rooms that are locked, each with a key of its own.", MOST_KEYS),
        "npc_places": Count("Places where somebody to talk to can be.", MOST["npc_places"]),
        "loot": Count("Things to find.", MOST["loot"]),
        "enemies": Count("Enemies; none where the spec doesn't ask for any.", MOST["enemies"]),
    },
    options={
        "exit": Option(
            "Where one wants to get: the room farthest from the front door, or a back door.",
            INNERMOST,
            choices=(INNERMOST, BACK_DOOR),
        )
    },
)
