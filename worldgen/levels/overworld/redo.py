"""A box of an overworld made anew: other hills, other ways of its rivers and roads, and all outside
as it was.

Settlements and landmarks, where play begins and ends, and what the spec fixes stay; enemies and
loot are put elsewhere in the box. Read `redo` first.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.levels.ground import distances
from worldgen.levels.level import Entity, Level, Mask
from worldgen.levels.overworld.biomes import DEEP, TILES, paint_biomes
from worldgen.levels.overworld.box import MOVED, Box, Land
from worldgen.levels.overworld.drainage import Drainage, Flood, Heights
from worldgen.levels.overworld.erosion import let_run, settle
from worldgen.levels.overworld.ground import FINE, raise_ground
from worldgen.levels.overworld.making import VERSION, promises
from worldgen.levels.overworld.relief import bands
from worldgen.levels.overworld.rivers import lakes_of
from worldgen.levels.overworld.through import POND, RIVER, drained, lead
from worldgen.levels.overworld.ways import lay_roads, open_ways
from worldgen.levels.overworld.wishes import wishes_of
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

BLEND = 10
"""Cells from the box's border over which the land goes from old to new, at most."""
_STREAM_CELLS = 160
_TOWER = 65535


def redo(spec: LevelSpec, level: Level, region: Region, stream: Stream, clock: Clock) -> Steps:
    """The overworld with other land in the region. Raises InvalidSpec or OutOfTime."""
    yield Step("raising other land", 0.0, level)
    _check(level)
    box = Box.of(spec, level, region)
    if not box.free.any():
        return Made(level, promises(level.entities))
    before = _heights(level)
    heights = before.copy()
    ground = before[box.view].astype(np.int32) * FINE
    for share in _other_land(spec, ground, box, stream, clock):
        yield Step("raising other land", 0.6 * share)
    heights[box.view] = _blended(before[box.view], ground, box)
    yield Step("leading rivers through", 0.6)
    land = Land(level, heights, {layer.name: layer.cells[0].copy() for layer in level.layers}, box)
    land.clear()
    run_rivers(land)
    clock.check("growing forests")
    yield Step("growing forests", 0.75, land.level())
    paint(land, spec)
    clock.check("laying roads")
    yield Step("laying roads", 0.85, land.level())
    lay_roads(land)
    open_ways(land, region)
    made = land.level()
    made = replace(made, entities=_moved(made, box, region, stream.named("standing")))
    return Made(made, promises(made.entities))


def run_rivers(land: Land) -> None:
    """Lakes, rivers that go on where they come in, and new ones; sea where it is low."""
    level, box, view = land.before, land.box, land.box.view
    sea = box.free & (land.heights[view] < level.sea_level)
    still = land.holding("water", "deep_water") | (land.heights < level.sea_level)
    still[view] &= ~box.free | sea
    part = land.heights[view].copy()
    natural = _flooded(part, sea)
    lake = lakes_of(part, natural, ~box.free | sea)
    filled = natural.filled.reshape(part.shape)
    part = np.where(box.free & ~lake, filled, part)
    land.heights[view] = part
    still[view] |= lake
    river = land.holding("river")
    drains = drained(river, still, land.heights)
    sinks = (still | drains)[view] | (box.free & _map_edge(level, view))
    if not sinks.any():
        lowest = np.where(box.free, part, np.uint16(_TOWER)).argmin()
        sinks.flat[lowest] = lake.flat[lowest] = True
        still[view] |= lake
    towers = np.where(sinks | box.free, part, np.uint16(_TOWER))
    ways = _flooded(towers, sinks, edge=False)
    sources, levels = _sources(ways, part, box, (river & ~drains)[view], sinks)
    ends = sinks & ~(box.free & ~still[view])
    drawn = lead(sources, levels, ways.receiver, ends, ~box.free, part).reshape(part.shape)
    land.heights[view] = part
    land.put("water", "river", drawn == RIVER)
    land.put("water", "water", lake | (drawn == POND) | sea)
    land.put("water", "deep_water", sea & (part < level.sea_level - DEEP))


def paint(land: Land, spec: LevelSpec) -> None:
    """Biomes, in the climate of the whole."""
    wishes, box = wishes_of(spec), land.box
    seed = Stream(spec.kind, VERSION, spec.seed, 0, "climate").seed()
    rows, columns = box.view
    cells = np.zeros(box.free.shape, np.uint16)
    heights = np.ascontiguousarray(land.heights[box.view])
    climate = wishes.theme.warmth, wishes.theme.wetness
    corner, all_rows = (columns.start, rows.start), (0, len(cells))
    sea_level, wavelength = land.before.sea_level, wishes.shape.wavelength
    paint_biomes(cells, heights, sea_level, seed, climate, wavelength, corner, all_rows)
    for at, name in enumerate(TILES, start=1):
        land.put("terrain", name, cells == at)


def _check(level: Level) -> None:
    missing = [name for name in TILES if name not in level.tiles]
    layers = [layer.name for layer in level.layers]
    if missing or level.heights is None or not {"terrain", "water", "decor"} <= set(layers):
        raise InvalidSpec.at(
            "level",
            "it has not the tiles, layers and heights that overworlds are made with; give the "
            "level as it was made, or leave out the spec",
        )


def _heights(level: Level) -> Heights:
    assert level.heights is not None
    return level.heights


def _other_land(
    spec: LevelSpec, ground: NDArray[np.int32], box: Box, stream: Stream, clock: Clock
) -> Iterator[float]:
    """Adds hills that rise as often as they sink, and lets it rain; yields the share done."""
    wishes = wishes_of(spec)
    shape = replace(wishes.shape, falloff=0.0)
    rises, sinks = np.zeros_like(ground), np.zeros_like(ground)
    more, less = stream.named("rises").seed(), stream.named("sinks").seed()
    for rows in bands(*_two(ground)):
        clock.check("raising other land")
        raise_ground(rises, more, shape, 0, 0, rows)
        raise_ground(sinks, less, shape, 0, 0, rows)
        yield 0.2 * rows[1] / len(ground)
    change = (rises // 4 * 3 - sinks // 4 * 3) * (_weights(box) > 0)
    ground[...] = np.clip(ground + change, 0, 65535 * FINE)
    if wishes.rain is None:
        return
    moved, seed = np.zeros_like(ground), stream.named("rain").seed()
    for at_round in range(wishes.rain.rounds):
        for rows in bands(*_two(ground)):
            clock.check("raising other land")
            let_run(ground, moved, seed, wishes.rain, at_round, (0, 0), rows)
            yield 0.2 + 0.8 * (at_round + rows[1] / len(ground)) / wishes.rain.rounds
        ground[...] = settle(ground, moved)


def _blended(old: Heights, ground: NDArray[np.int32], box: Box) -> Heights:
    """Old at the box's border, new BLEND cells in; cells that stay are as they were."""
    weights = _weights(box)
    new = old.astype(np.int64) + (ground // FINE - old.astype(np.int64)) * weights // BLEND
    return np.where(box.free, new, old).astype(np.uint16)


def _weights(box: Box) -> NDArray[np.int64]:
    """0 on the ring, BLEND from BLEND cells on: and less around cells that stay."""
    far = ndimage.distance_transform_cdt(np.pad(box.free, 1), "chessboard")[1:-1, 1:-1]
    return np.asarray(np.minimum(far, BLEND), np.int64)


def _flooded(heights: Heights, sinks: Mask, edge: bool = True) -> Drainage:
    flood = Flood(np.ascontiguousarray(heights), sinks, edge)
    for _ in flood.run():
        pass
    return flood.drainage()


def _map_edge(level: Level, view: tuple[slice, slice]) -> Mask:
    edge = np.ones((level.height, level.width), np.bool_)
    edge[1:-1, 1:-1] = False
    return edge[view]


def _sources(
    ways: Drainage, part: Heights, box: Box, undrained: Mask, sinks: Mask
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Cells of the box that rivers come into, each the lowest beside one; and springs of new ones.

    With them the height that the river comes in at.
    """
    height, width = part.shape
    cells, levels = [], []
    filled = ways.filled.reshape(part.shape)
    for y, x in np.argwhere(undrained & ~box.free):
        around = [
            (int(filled[row, column]), row * width + column)
            for row in range(max(y - 1, 0), min(y + 2, height))
            for column in range(max(x - 1, 0), min(x + 2, width))
            if box.free[row, column]
        ]
        if around:
            cells.append(min(around)[1])
            levels.append(int(part[y, x]))
    flow = ways.flow.reshape(part.shape)
    springs = np.flatnonzero(
        (flow >= _STREAM_CELLS) & (flow < 2 * _STREAM_CELLS) & box.free & ~sinks
    )
    cells += springs.tolist()
    levels += [_TOWER] * len(springs)
    return np.array(cells, np.int32), np.array(levels, np.int64)


def _moved(level: Level, box: Box, region: Region, stream: Stream) -> tuple[Entity, ...]:
    """The entities, with those of the box that move in other cells, where one can get."""
    spawn = level.of_kind("spawn")
    if not spawn:
        return level.entities
    away = distances(level.walkable()[0], (spawn[0].x, spawn[0].y))
    decor = level.layer("decor").cells[0] > 0
    good = np.zeros_like(decor)
    good[box.view] = box.free
    spots = stream.shuffled(np.flatnonzero(good & (away >= 0) & ~decor).tolist())
    moved = []
    for entity in level.entities:
        if entity.kind in MOVED and (entity.x, entity.y, 0) in region and spots:
            y, x = divmod(spots.pop(), level.width)
            entity = replace(entity, x=x, y=y)
        moved.append(entity)
    return tuple(moved)


def _two(ground: NDArray[np.int32]) -> tuple[int, int]:
    height, width = ground.shape
    return height, width
