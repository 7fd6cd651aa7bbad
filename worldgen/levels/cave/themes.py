"""What kinds of cave there are: their liquid, their ground, and who is found there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    liquid: str
    """The tile that keeps everybody out."""
    rim: str
    """What is around it; empty for nothing."""
    pools_per_chamber: float
    ground: tuple[tuple[str, float], ...]
    """Tiles in patches, each with the share of the floor that it covers."""
    pillars: float
    """The share of open cells that become stone."""
    roles: tuple[str, ...]
    """Who has a place there."""


THEMES = {
    "limestone": Theme(
        "water", "shallows", 0.34, (("rubble", 0.12),), 0.02, ("hermit", "miner", "explorer")
    ),
    "fungal": Theme(
        "water",
        "shallows",
        0.25,
        (("fungus", 0.22), ("moss", 0.25)),
        0.01,
        ("herbalist", "hermit", "mushroom farmer"),
    ),
    "flooded": Theme(
        "deep_water", "shallows", 1.2, (("moss", 0.15),), 0.0, ("fisher", "ferryman", "smuggler")
    ),
    "lava": Theme("lava", "", 0.8, (("rubble", 0.2),), 0.03, ("fire priest", "obsidian cutter")),
}
