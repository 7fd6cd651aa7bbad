"""Chunks of an overworld without an end: heights, rivers and biomes, a function of the seed and of
where the chunk is.

Nothing is kept from chunk to chunk. Each is made with as much land around it as can tell in it
(`Rain.reach`), so neighbours continue each other to the last bit, in any order; and the same land
comes in chunks of any size. Settlements and roads are for overworlds with an end.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.kernels import bare_kernel
from worldgen.levels.level import Layer, Level, Mask, Value
from worldgen.levels.overworld import KIND
from worldgen.levels.overworld.biomes import DEEP, INDEX, TILES, paint_biomes
from worldgen.levels.overworld.drafts import level_of_sea
from worldgen.levels.overworld.drainage import Heights
from worldgen.levels.overworld.erosion import Rain, let_run, settle
from worldgen.levels.overworld.ground import FINE, Ground, Shape, elevation, raise_ground
from worldgen.levels.overworld.lattice import NONE, Levels, rivers_in
from worldgen.levels.overworld.relief import bands
from worldgen.levels.overworld.themes import THEMES
from worldgen.levels.overworld.wishes import wishes_of
from worldgen.levels.spec import LevelSpec
from worldgen.levels.tiles import tile_set
from worldgen.rng import Stream

LARGEST = 256
"""Cells, and the fewest of a side are 8."""
_WAVELENGTH = 192.0
_ROUNDS, _STEPS = 3, 9
_SAMPLES, _APART = 96, 61
"""Of the world's heights, across and down, and cells between them: they tell its sea's level."""
_BANK = 6
"""Cells from a river within which the land leans towards it."""
_RISE, _FALL = 70, 110
"""Steps of height that land may lie above and below a river, times the distance squared."""
_LAKE_DEPTH = 60


@dataclass(frozen=True, slots=True)
class World:
    """What all chunks of a world have in common."""

    ground: int
    rain: int
    climate: int
    """Seeds."""
    shape: Shape
    rainfall: Rain | None
    sea_level: int
    theme: str


def chunk(spec: LevelSpec, x: int, y: int) -> Level:
    """The chunk (x, y), of the spec's size; its heights go on in the chunks around it.

    Raises InvalidSpec for what a chunk can't have, and OutOfTime.
    """
    _check(spec)
    clock = Clock.ending_in(spec.deadline_ms)
    world = world_of(spec.seed, spec.theme or "temperate", tuple(sorted(spec.options.items())))
    corner = x * spec.width, y * spec.height
    size = spec.width, spec.height
    heights, river, lake = land_at(world, corner, size, clock)
    layers = _painted(world, corner, heights, river, lake)
    at: dict[str, Value] = {"chunk_x": x, "chunk_y": y}
    return Level(
        spec.kind,
        spec.seed,
        KIND.version,
        spec.width,
        spec.height,
        1,
        tile_set(TILES),
        layers,
        movement=spec.movement.as_movement(),
        heights=heights,
        sea_level=world.sea_level,
        properties=at,
    )


def _painted(
    world: World, corner: tuple[int, int], heights: Heights, river: Mask, lake: Mask
) -> tuple[Layer, Layer]:
    sea, theme = heights < world.sea_level, THEMES[world.theme]
    terrain, water = (np.zeros((1, *heights.shape), np.uint16) for _ in range(2))
    climate, rows = (theme.warmth, theme.wetness), (0, len(heights))
    wavelength, level = world.shape.wavelength, world.sea_level
    paint_biomes(terrain[0], heights, level, world.climate, climate, wavelength, corner, rows)
    water[0][river] = INDEX["river"]
    water[0][lake | sea] = INDEX["water"]
    water[0][sea & (heights < level - DEEP)] = INDEX["deep_water"]
    return Layer("terrain", terrain), Layer("water", water)


@lru_cache(maxsize=32)
def world_of(seed: int, theme: str, options: tuple[tuple[str, Value], ...]) -> World:
    """The world of a seed; `options` as a spec has them."""
    stream = Stream(KIND.name, KIND.version, seed, "world")
    wishes = wishes_of(LevelSpec(kind=KIND.name, seed=seed, theme=theme, options=dict(options)))
    lands = float(dict(options).get("continents", 1.0))
    shape = replace(wishes.shape, wavelength=_WAVELENGTH / lands, falloff=0.0)
    rain = wishes.rain and Rain(_ROUNDS, _STEPS, wishes.rain.strength)
    ground = stream.named("ground").seed()
    sampled = np.empty((_SAMPLES, _SAMPLES), np.uint16)
    _sample(sampled, np.uint64(ground), shape.wavelength, shape.mountains, shape.roughness)
    return World(
        ground,
        stream.named("rain").seed(),
        stream.named("climate").seed(),
        shape,
        rain,
        level_of_sea(sampled, wishes.sea),
        theme,
    )


def land_at(
    world: World, corner: tuple[int, int], size: tuple[int, int], clock: Clock
) -> tuple[Heights, Mask, Mask]:
    """Heights, rivers and lakes of a box of the world: (x, y) of its corner; width and height."""
    left, top = corner[0] - _BANK, corner[1] - _BANK
    width, height = size[0] + 2 * _BANK, size[1] + 2 * _BANK
    ground = _eroded(world, (left, top), (width, height), clock)
    drawn = world.shape.wavelength, world.shape.mountains, world.shape.roughness
    river, lake = rivers_in(world.ground, drawn, left, top, width, height)
    heights: Levels = (ground // FINE).astype(np.int32)
    drowned = heights < world.sea_level
    river[drowned] = NONE
    lake[drowned] = NONE
    shaped = np.empty_like(heights)
    _lean(heights, river, lake, shaped, world.sea_level)
    inner = np.s_[_BANK:-_BANK, _BANK:-_BANK]
    runs = (river != NONE) & (lake == NONE) & (shaped >= world.sea_level)
    return shaped[inner].astype(np.uint16), runs[inner], (lake != NONE)[inner]


def _check(spec: LevelSpec) -> None:
    replace(KIND, min_side=8, max_side=LARGEST).check(spec)
    for field in ("counts", "fixed", "tiles", "sample"):
        if getattr(spec, field):
            raise InvalidSpec.at(field, f"chunks go on for ever, and have no {field}; leave it out")
    if spec.constraints != type(spec.constraints)():
        raise InvalidSpec.at("constraints", "chunks have none; leave it out")


def _eroded(world: World, corner: tuple[int, int], size: tuple[int, int], clock: Clock) -> Ground:
    rain = world.rainfall
    halo = rain.reach if rain else 0
    left, top = corner[0] - halo, corner[1] - halo
    width, height = size[0] + 2 * halo, size[1] + 2 * halo
    ground = np.empty((height, width), np.int32)
    for rows in bands(height, width):
        clock.check("raising the land")
        raise_ground(ground, world.ground, world.shape, left, top, rows)
    if rain is None:
        return ground
    moved = np.zeros_like(ground)
    for at_round in range(rain.rounds):
        for rows in bands(height, width):
            clock.check("letting rain carry the land")
            let_run(ground, moved, world.rain, rain, at_round, (left, top), rows)
        ground = settle(ground, moved)
    return ground[halo:-halo, halo:-halo]


@bare_kernel
def _sample(sampled, seed, wavelength, mountains, roughness):  # type: ignore[no-untyped-def]
    for row in range(sampled.shape[0]):
        for column in range(sampled.shape[1]):
            x, y = column * _APART, row * _APART
            value = elevation(seed, x, y, wavelength, mountains, roughness)
            sampled[row, column] = np.uint16(min(max(value, 0.0), 1.0) * 65535.0)


@bare_kernel
def _lean(heights, river, lake, shaped, sea_level):  # type: ignore[no-untyped-def]
    """shaped: int32 (height, width). Rivers and lakes at their levels, and the land beside them
    between a bank that rises from them and one that falls; exact _BANK cells from the edges on."""
    height, width = heights.shape
    for row in range(height):
        for column in range(width):
            if heights[row, column] < sea_level:
                shaped[row, column] = heights[row, column]
                continue
            if lake[row, column] != NONE:
                level = np.int64(lake[row, column]) - _LAKE_DEPTH
                shaped[row, column] = max(min(level, np.int64(river[row, column])), 0)
                continue
            if river[row, column] != NONE:
                shaped[row, column] = river[row, column]
                continue
            least, most = np.int64(0), np.int64(65535)
            for y in range(max(row - _BANK, 0), min(row + _BANK + 1, height)):
                for x in range(max(column - _BANK, 0), min(column + _BANK + 1, width)):
                    level = min(np.int64(river[y, x]), np.int64(lake[y, x]))
                    if level == NONE:
                        continue
                    far = (y - row) * (y - row) + (x - column) * (x - column)
                    most = min(most, level + far * _RISE)
                    least = max(least, level - far * _FALL)
            shaped[row, column] = min(max(np.int64(heights[row, column]), least), most)
