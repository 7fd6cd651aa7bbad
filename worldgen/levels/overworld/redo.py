"""A box of an overworld made anew: other hills, other ways of its rivers and roads, and all outside
as it was.

Settlements and landmarks, where play begins and ends, and what the spec fixes stay; enemies and
loot are put elsewhere in the box. Read `redo` first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.levels.ground import distances
from worldgen.levels.level import Cells, Entity, Layer, Level
from worldgen.levels.overworld.biomes import DEEP, TILES, paint_biomes
from worldgen.levels.overworld.drainage import Drainage, Flood, Heights, Mask
from worldgen.levels.overworld.erosion import let_run, settle
from worldgen.levels.overworld.ground import FINE, raise_ground
from worldgen.levels.overworld.making import SOLID, TOLLS, VERSION, promises
from worldgen.levels.overworld.relief import bands
from worldgen.levels.overworld.rivers import lakes_of
from worldgen.levels.overworld.roads import BLOCKED, Roads
from worldgen.levels.overworld.through import POND, RIVER, drained, lead
from worldgen.levels.overworld.wishes import wishes_of
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

ROADS = ("road", "bridge", "settlement")
BLEND = 10
"""Cells from the box's border over which the land goes from old to new, at most."""
_MOVED = ("enemy", "loot")
_STREAM_CELLS = 160
_TOWER = 65535
_PLAIN, _FORD, _CAUSEWAY, _WORN = 10, 80, 380, 1


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """The region with a ring of one cell around it, where the map goes on; arrays of that shape."""

    view: tuple[slice, slice]
    free: Mask
    """Cells that may change."""
    inside: Mask

    @classmethod
    def of(cls, spec: LevelSpec, level: Level, region: Region) -> "Box":
        rows = slice(max(0, region.y - 1), region.y + region.height + 1)
        columns = slice(max(0, region.x - 1), region.x + region.width + 1)
        inside = np.zeros((level.height, level.width), np.bool_)
        inside[region.slices[1:]] = True
        free = inside.copy()
        if level.areas is not None:
            free &= level.areas[0] == 0
        for entity in level.entities:
            if entity.kind not in _MOVED:
                free[entity.y, entity.x] = False
        for fixed in spec.fixed:
            free[fixed.y, fixed.x] = False
        return cls((rows, columns), free[rows, columns], inside[rows, columns])


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
    heights[box.view] = _blended(before[box.view], ground, box, level.sea_level)
    yield Step("leading rivers through", 0.6)
    land = Land(level, heights, {layer.name: layer.cells[0].copy() for layer in level.layers}, box)
    land.clear()
    run_rivers(land, before)
    clock.check("growing forests")
    yield Step("growing forests", 0.75, land.level())
    paint(land, spec)
    clock.check("laying roads")
    yield Step("laying roads", 0.85, land.level())
    lay_roads(land)
    made = land.level()
    made = replace(made, entities=_moved(made, box, region, stream.named("standing")))
    return Made(made, promises(made.entities))


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """The level on its way; arrays have its shape, and are drawn on."""

    before: Level
    heights: Heights
    layers: dict[str, Cells]
    box: Box

    def view(self, layer: str) -> Cells:
        """Of the box; what is drawn there is drawn on the level."""
        return self.layers[layer][self.box.view]

    def put(self, layer: str, tile: str, where: Mask) -> None:
        """Into those cells of the box that may change."""
        self.view(layer)[where & self.box.free] = self.before.tiles.index(tile)

    def clear(self) -> None:
        for layer in self.layers:
            self.view(layer)[self.box.free] = 0

    def holding(self, *tiles: str) -> Mask:
        """Shape of the level."""
        wanted = [self.before.tiles.index(tile) for tile in tiles]
        held = [np.isin(cells, wanted) for cells in self.layers.values()]
        return np.asarray(np.any(held, axis=0), np.bool_)

    def level(self) -> Level:
        layers = (Layer(name, cells[np.newaxis].copy()) for name, cells in self.layers.items())
        return replace(self.before, layers=tuple(layers), heights=self.heights)


def run_rivers(land: Land, before: Heights) -> None:
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


def lay_roads(land: Land) -> None:
    """Joins the roads that come in, and the settlements inside. Still water is bridged at need."""
    box, view = land.box, land.box.view
    outside = land.holding(*ROADS)
    outside[view] &= ~box.free
    networks = ndimage.label(outside)[0][view]
    labels, first = np.unique(networks, return_index=True)
    starts = [int(cell) for label, cell in zip(labels, first, strict=True) if label]
    if len(starts) < 2:
        return
    tolls = np.where(networks > 0, np.int32(_WORN), _tolls(land))
    search = Roads(np.ascontiguousarray(land.heights[view]), tolls, starts)
    for _ in search.run():
        pass
    on_road = np.zeros(box.free.size, np.bool_)
    for road in search.network():
        on_road[list(road.cells)] = True
    on = on_road.reshape(box.free.shape)
    wet = land.view("water") > 0
    land.put("terrain", "hills", on & land.holding(*SOLID)[view])
    land.put("decor", "road", on & ~wet)
    land.put("decor", "bridge", on & wet)


def _tolls(land: Land) -> NDArray[np.int32]:
    """What a cell of road costs, in the box; BLOCKED where nothing may change."""
    tiles = land.before.tiles
    table = np.full(len(tiles) + 1, _PLAIN, np.int32)
    for name, toll in TOLLS.items():
        table[tiles.index(name)] = toll
    costs = table[land.view("terrain")]
    water = land.view("water")
    costs[water > 0] = _CAUSEWAY
    costs[water == tiles.index("river")] = _FORD
    return np.where(land.box.free, costs, np.int32(BLOCKED))


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


def _blended(old: Heights, ground: NDArray[np.int32], box: Box, sea_level: int) -> Heights:
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
        if entity.kind in _MOVED and (entity.x, entity.y, 0) in region and spots:
            y, x = divmod(spots.pop(), level.width)
            entity = replace(entity, x=x, y=y)
        moved.append(entity)
    return tuple(moved)


def _two(ground: NDArray[np.int32]) -> tuple[int, int]:
    height, width = ground.shape
    return height, width
