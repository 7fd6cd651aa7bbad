"""What a spec asks of an overworld, with what it leaves open filled in by its theme and size."""

from dataclasses import dataclass

from worldgen.levels.kind import Count, Option
from worldgen.levels.overworld.erosion import Rain
from worldgen.levels.overworld.ground import Shape
from worldgen.levels.overworld.themes import THEMES, Theme
from worldgen.levels.spec import LevelSpec

MIN_SIDE, MAX_SIDE = 32, 1024
USUAL_EROSION = 0.5
COUNTS = {
    "settlements": Count("Villages, towns, cities and harbours, joined by roads.", 200),
    "points_of_interest": Count("Ruins, caves, shrines, towers and mines.", 400),
    "rivers": Count("Rivers that reach the sea or the map's edge.", 400),
    "enemies": Count("Camps of enemies, harder ones far from the start.", 2000),
    "loot": Count("Things to find, better ones far from the start.", 2000),
}
_OF_THE_THEME = " Where it isn't given, the theme decides; this is temperate's."
OPTIONS = {
    "erosion": Option("How much rain has carried away.", USUAL_EROSION, 0, 1),
    "sea": Option(
        "Share of the map under the sea." + _OF_THE_THEME, THEMES["temperate"].sea, 0, 0.8
    ),
    "mountains": Option("How high mountains are." + _OF_THE_THEME, THEMES["temperate"].mountains),
    "roughness": Option("How rough the land is." + _OF_THE_THEME, THEMES["temperate"].roughness),
    "continents": Option("How many lands lie side by side, across the map.", 1.0, 0.5, 8.0),
}
_SMALLEST_LAND = 40.0
"""Cells from one land to the next, at least: smaller ones are noise."""
_ROUNDS, _STEPS = 8, 32
_HARDEST_RAIN = 0.7


@dataclass(frozen=True, slots=True)
class Wishes:
    theme: Theme
    shape: Shape
    rain: Rain | None
    """None where nothing is eroded."""
    sea: float
    """Share of the cells, 0..0.8."""


def wishes_of(spec: LevelSpec) -> Wishes:
    theme = THEMES[spec.theme or "temperate"]
    lands = float(spec.options.get("continents", OPTIONS["continents"].default))
    shape = Shape(
        wavelength=max(_SMALLEST_LAND, min(spec.width, spec.height) / 2 / lands),
        mountains=float(spec.options.get("mountains", theme.mountains)),
        roughness=float(spec.options.get("roughness", theme.roughness)),
        falloff=theme.falloff,
    )
    erosion = float(spec.options.get("erosion", USUAL_EROSION))
    rain = Rain(_ROUNDS, _STEPS, erosion * _HARDEST_RAIN) if erosion > 0 else None
    return Wishes(theme, shape, rain, float(spec.options.get("sea", theme.sea)))
