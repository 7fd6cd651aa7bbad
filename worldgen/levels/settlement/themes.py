"""What settlements there are: their ground and walls, who lives there, and where."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A house that has a name."""

    building: str
    """The theme of the `building` kind that its inside is made with."""
    pattern: str
    """Of its name; see worldgen/data/names/settlement.yaml."""
    role: str
    furniture: tuple[tuple[str, int], ...] = ()


PLACES: Mapping[str, Place] = {
    "tavern": Place(
        "tavern",
        "the {adjective} {animal}",
        "innkeeper",
        (("counter", 2), ("table", 1), ("barrel", 1)),
    ),
    "smithy": Place("smithy", "{family}'s Forge", "smith", (("hearth", 1), ("barrel", 1))),
    "temple": Place("temple", "the {adjective} Temple", "priest", (("pillar", 2),)),
    "shop": Place("shop", "{family}'s Goods", "shopkeeper", (("counter", 2), ("shelf", 2))),
    "hall": Place("manor", "{family} Hall", "reeve", (("table", 2), ("hearth", 1))),
    "barracks": Place("tower", "the {tree} Watch", "captain", (("bed", 3),)),
    "stable": Place("shop", "{family}'s Stable", "groom", (("barrel", 2),)),
    "warehouse": Place("shop", "the {tree} Warehouse", "harbour master", (("barrel", 4),)),
    "healer": Place("house", "{family}'s Remedies", "healer", (("bed", 1), ("shelf", 1))),
    "house": Place("house", "{adjective} {tree} Cottage", "villager", (("bed", 1), ("table", 1))),
}


@dataclass(frozen=True, slots=True)
class Theme:
    ground: str
    road: str
    house_floor: str
    tree: str
    """Solid; also what fills pockets that nobody could get to."""
    woods: float
    """The share of the land around that has trees."""
    places: tuple[str, ...]
    """In the order of need."""
    cells_per_house: int
    most_houses: int
    suffixes: str
    """The list of name endings."""
    two_roads: bool = False
    """A second main road crosses the first."""
    walled: bool = False
    wall: str = "wall"
    """Around the settlement."""
    house_wall: str = "wall"
    water: str = "none"
    field: str = "field"


THEMES: Mapping[str, Theme] = {
    "village": Theme(
        *("grass", "road", "planks", "tree", 0.1),
        ("tavern", "smithy", "temple", "healer", "shop"),
        *(110, 60, "endings"),
    ),
    "town": Theme(
        *("grass", "street", "planks", "tree", 0.05),
        (
            *("tavern", "temple", "smithy", "shop", "hall", "barracks", "healer", "shop"),
            *("stable", "tavern", "shop", "smithy"),
        ),
        *(85, 300, "endings"),
        two_roads=True,
        walled=True,
    ),
    "harbour": Theme(
        *("grass", "street", "planks", "tree", 0.04),
        ("tavern", "warehouse", "smithy", "temple", "warehouse", "shop", "hall"),
        *(95, 160, "shores"),
        two_roads=True,
        water="coast",
    ),
    "desert_camp": Theme(
        *("sand", "road", "carpet", "rock", 0.02),
        ("tavern", "shop", "stable", "healer", "smithy"),
        *(120, 40, "sands"),
        house_wall="tent",
        field="garden",
    ),
    "outpost": Theme(
        *("grass", "road", "floor", "tree", 0.16),
        ("barracks", "stable", "smithy", "tavern", "shop"),
        *(130, 24, "watches"),
        walled=True,
        wall="fence",
    ),
}
