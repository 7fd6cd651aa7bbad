"""What each theme is like: how much sea and mountain, how warm and how wet."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Options of the spec win over `sea`, `mountains` and `roughness`; all three 0..1."""

    sea: float
    mountains: float
    roughness: float
    warmth: int
    """At the sea's level, 0..255."""
    wetness: int
    """On average, 0..255."""
    falloff: float = 0.0
    """How far the land sinks towards the map's edge."""


THEMES: Mapping[str, Theme] = {
    "temperate": Theme(sea=0.3, mountains=0.5, roughness=0.5, warmth=150, wetness=128),
    "island": Theme(sea=0.55, mountains=0.45, roughness=0.5, warmth=185, wetness=150, falloff=0.55),
    "desert": Theme(sea=0.1, mountains=0.4, roughness=0.6, warmth=235, wetness=45),
    "arctic": Theme(sea=0.35, mountains=0.5, roughness=0.5, warmth=55, wetness=130),
    "highlands": Theme(sea=0.08, mountains=1.0, roughness=0.8, warmth=125, wetness=140),
}
