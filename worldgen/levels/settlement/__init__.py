"""Settlements: roads, houses with their doors to them, a plaza, and places somebody can live in.

`layout.py` lays the roads, `plots.py` finds the houses, `founding.py` builds on both. A house's
door says which spec of the kind `building` makes its inside.
"""

from worldgen.levels.kind import Count, Kind, Option
from worldgen.levels.settlement.folk import MOST
from worldgen.levels.settlement.founding import MOST_FIELDS
from worldgen.levels.settlement.making import (
    AS_THEME,
    COAST,
    MOST_HOUSES,
    NO,
    NONE,
    RIVER,
    VERSION,
    YES,
    steps,
)
from worldgen.levels.settlement.themes import THEMES

__all__ = ["KIND"]

KIND = Kind(
    name="settlement",
    description="A village, a town or a camp, with places that people live in.",
    version=VERSION,
    steps=steps,
    min_side=24,
    max_side=512,
    themes=tuple(THEMES),
    counts={
        "houses": Count("Houses, those with a name among them.", MOST_HOUSES),
        "fields": Count("Fields on the land around.", MOST_FIELDS),
        "npc_places": Count("Places where somebody to talk to can be.", MOST["npc_places"]),
        "loot": Count("Things to find, indoors.", MOST["loot"]),
        "enemies": Count("Enemies; none where the spec doesn't ask for any.", MOST["enemies"]),
    },
    options={
        "walls": Option(
            "Walls around, with gates where roads go through; theme: as the theme has it.",
            AS_THEME,
            choices=(AS_THEME, YES, NO),
        ),
        "water": Option(
            "A river through it, or a coast beside it; theme: as the theme has it.",
            AS_THEME,
            choices=(AS_THEME, NONE, RIVER, COAST),
        ),
    },
)
