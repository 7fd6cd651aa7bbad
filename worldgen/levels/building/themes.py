"""What buildings are for: the rooms that each has, what stands in them, and who is found there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LANDING, CORRIDOR = "landing", "corridor"
PASSAGES = (LANDING, CORRIDOR)
"""Rooms that are there to be walked through; nobody counts them."""


@dataclass(frozen=True, slots=True)
class Function:
    """What a room is for."""

    floor: str = "planks"
    furniture: tuple[tuple[str, int], ...] = ()
    """Tiles, and how many of them a room of 20 cells has."""
    counter: bool = False
    private: bool = False
    windows: bool = True


FUNCTIONS: Mapping[str, Function] = {
    "taproom": Function("planks", (("table", 2), ("barrel", 1), ("hearth", 1)), counter=True),
    "shop": Function("planks", (("shelf", 3),), counter=True),
    "hall": Function("carpet", (("pillar", 1), ("table", 1), ("hearth", 1))),
    "nave": Function("carpet", (("pillar", 2), ("table", 1))),
    "guardroom": Function("floor", (("table", 1), ("barrel", 1))),
    "kitchen": Function("floor", (("hearth", 1), ("table", 1), ("shelf", 2), ("barrel", 1))),
    "dining": Function("planks", (("table", 3),)),
    "store": Function("floor", (("barrel", 4), ("shelf", 2)), private=True, windows=False),
    "armoury": Function("floor", (("shelf", 4),), private=True, windows=False),
    "workshop": Function("floor", (("hearth", 1), ("table", 2), ("barrel", 1))),
    "bedroom": Function("planks", (("bed", 1), ("shelf", 1)), private=True),
    "cell": Function("floor", (("bed", 1),), private=True),
    "library": Function("planks", (("shelf", 5), ("table", 1))),
    "study": Function("carpet", (("table", 1), ("shelf", 2)), private=True),
    "sacristy": Function("floor", (("shelf", 2),), private=True),
    "shrine": Function("floor", (("pillar", 1),)),
    LANDING: Function("floor"),
    CORRIDOR: Function("corridor", windows=False),
}


@dataclass(frozen=True, slots=True)
class Theme:
    hub: str
    """The room behind the front door."""
    hub_share: float
    """Of the ground floor's depth."""
    ground: tuple[str, ...]
    """The other rooms there, in the order of need; repeated where there are more."""
    upper: tuple[str, ...]
    joined: tuple[tuple[str, str], ...]
    """Rooms with a door between them, where they lie side by side: the function graph."""
    roles: Mapping[str, str]
    """Who is in which room."""
    visitors: tuple[str, ...] = field(default=("visitor",))


THEMES: Mapping[str, Theme] = {
    "tavern": Theme(
        "taproom",
        0.5,
        ("kitchen", "store", "bedroom", "dining", "workshop"),
        ("bedroom", "bedroom", "store", "bedroom", "study"),
        (("kitchen", "store"), ("kitchen", "taproom"), ("kitchen", "dining")),
        {"taproom": "innkeeper", "kitchen": "cook", "workshop": "brewer", "study": "traveller"},
        ("guest", "bard", "traveller", "drinker"),
    ),
    "manor": Theme(
        "hall",
        0.35,
        ("kitchen", "dining", "store", "library", "study", "bedroom"),
        ("bedroom", "study", "bedroom", "library"),
        (("kitchen", "store"), ("kitchen", "dining"), ("dining", "hall"), ("library", "study")),
        {"hall": "steward", "kitchen": "cook", "library": "scholar", "study": "owner"},
        ("servant", "guest", "gardener"),
    ),
    "smithy": Theme(
        "shop",
        0.4,
        ("workshop", "store", "bedroom", "kitchen"),
        ("bedroom", "store", "kitchen"),
        (("shop", "workshop"), ("workshop", "store")),
        {"workshop": "smith", "shop": "seller", "kitchen": "cook"},
        ("apprentice", "customer"),
    ),
    "temple": Theme(
        "nave",
        0.6,
        ("sacristy", "cell", "library", "shrine", "store"),
        ("cell", "library", "cell", "study"),
        (("nave", "sacristy"), ("library", "study")),
        {"nave": "priest", "library": "scribe", "shrine": "acolyte", "sacristy": "sexton"},
        ("pilgrim", "acolyte"),
    ),
    "shop": Theme(
        "shop",
        0.45,
        ("store", "workshop", "study", "kitchen", "bedroom"),
        ("bedroom", "kitchen", "store"),
        (("shop", "store"), ("store", "workshop")),
        {"shop": "shopkeeper", "workshop": "craftsman", "kitchen": "cook"},
        ("customer", "porter"),
    ),
    "house": Theme(
        "hall",
        0.45,
        ("kitchen", "bedroom", "store", "workshop"),
        ("bedroom", "bedroom", "store"),
        (("hall", "kitchen"), ("kitchen", "store")),
        {"hall": "householder", "kitchen": "cook", "workshop": "weaver"},
        ("neighbour", "child"),
    ),
    "tower": Theme(
        "guardroom",
        0.45,
        ("store", "armoury", "kitchen"),
        ("bedroom", "study", "armoury", "library"),
        (("guardroom", "armoury"), ("kitchen", "store")),
        {"guardroom": "guard", "study": "sage", "kitchen": "cook", "library": "scribe"},
        ("guard", "messenger"),
    ),
}
