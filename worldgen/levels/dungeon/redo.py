"""A box of a dungeon made anew: its rooms get other shapes, everything else stays."""

from dataclasses import replace

import numpy as np
from scipy import ndimage

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.dungeon.painting import THEMES, Theme
from worldgen.levels.dungeon.promises import promises_of
from worldgen.levels.dungeon.templates import GROWTH, PILLAR, ROCK, WATER, shape_of
from worldgen.levels.level import Cells, Layer, Level, Mask, Room
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

_DRAWS = 50
_ENOUGH = 0.3
"""Of the cells that may change: a draw that changes as many is taken, else the best one."""


def redo(spec: LevelSpec, level: Level, region: Region, stream: Stream, clock: Clock) -> Steps:
    """Ways, doors, entities, and all that is outside stay as they are.

    Raises Unsatisfiable where no room of the box can have another shape.
    """
    kept = _kept(level, region)
    enough = _ENOUGH * np.count_nonzero(~kept & _roomy(level, region.floor))
    best, most = None, 0
    for draw in range(_DRAWS):
        yield Step("reshaping rooms", draw / _DRAWS)
        clock.check("reshaping rooms")
        drawn = _drawn(level, region, kept, stream.named("redo", draw))
        changed = _changed(level, drawn, region.floor) if drawn is not None else 0
        if changed > most:
            best, most = drawn, changed
        if most > enough:
            break
    if best is not None:
        return Made(best, promises_of(best))
    raise Unsatisfiable(
        "no room of this box can have another shape; take a box with more of a room in it, and "
        "fewer things standing there",
        ("region",),
    )


def _kept(level: Level, region: Region) -> Mask:
    """Cells of the floor that stay: outside, entities, and ways into rooms with what is near."""
    kept = np.ones((level.height, level.width), np.bool_)
    kept[region.slices[1:]] = False
    assert level.areas is not None
    areas, walkable = level.areas[region.floor], level.walkable()[region.floor]
    ways = ndimage.binary_dilation(walkable & (areas == 0))
    kept |= ways
    for entity in level.entities:
        if entity.floor == region.floor:
            kept[entity.y, entity.x] = True
    return kept


def _roomy(level: Level, floor: int) -> Mask:
    """Cells within any room's place."""
    roomy = np.zeros((level.height, level.width), np.bool_)
    for room in level.rooms:
        if room.floor == floor:
            roomy[room.y : room.y + room.height, room.x : room.x + room.width] = True
    return roomy


def _changed(before: Level, after: Level, floor: int) -> int:
    """How many cells look otherwise."""
    pairs = zip(before.layers, after.layers, strict=True)
    differs = [old.cells[floor] != new.cells[floor] for old, new in pairs]
    return int(np.count_nonzero(np.logical_or.reduce(differs)))


def _drawn(level: Level, region: Region, kept: Mask, stream: Stream) -> Level | None:
    """The level with other shapes; None where one shuts something off, or nothing changed."""
    layers = {layer.name: layer.cells.copy() for layer in level.layers}
    assert level.areas is not None
    areas = level.areas.copy()
    theme = THEMES[str(level.properties.get("theme") or next(iter(THEMES)))]
    for at, room in enumerate(level.rooms):
        if room.floor == region.floor:
            _reshape(level, layers, areas, (room, at + 1), kept, theme, stream)
    drawn = replace(
        level,
        layers=tuple(Layer(layer.name, layers[layer.name]) for layer in level.layers),
        areas=areas,
    )
    before, after = level.walkable()[region.floor], drawn.walkable()[region.floor]
    changed = any((layers[layer.name] != layer.cells).any() for layer in level.layers)
    return drawn if changed and _hangs_together(before, after, kept) else None


def _reshape(
    level: Level,
    layers: dict[str, Cells],
    areas: Cells,
    room: tuple[Room, int],
    kept: Mask,
    theme: Theme,
    stream: Stream,
) -> None:
    box, area = room
    where = box.floor, slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)
    free = ~kept[where[1:]]
    if not free.any():
        return
    shape = shape_of(box.width, box.height, 0.6, stream)
    rock = shape == ROCK
    tiles = level.tiles
    new = {
        "terrain": np.where(rock, 0, tiles.index(theme.floor)),
        "walls": np.where(rock, tiles.index("wall"), 0),
        "water": np.where(shape == WATER, tiles.index("shallows"), 0),
        "decor": np.where(shape == GROWTH, tiles.index(theme.growth), 0),
    }
    new["walls"][shape == PILLAR] = tiles.index("pillar")
    for name, cells in new.items():
        layers[name][where] = np.where(free, cells, layers[name][where])
    areas[where] = np.where(free, np.where(rock, 0, area), areas[where])


def _hangs_together(before: Mask, after: Mask, kept: Mask) -> bool:
    """Whether what was one region is one still, and nothing in the box was cut off."""
    old, _ = ndimage.label(before)
    new, regions = ndimage.label(after)
    joined = {(int(a), int(b)) for a, b in zip(old[kept & before], new[kept & before], strict=True)}
    if len({a for a, _ in joined}) != len(joined) or len({b for _, b in joined}) != len(joined):
        return False
    return bool(regions == len({b for _, b in joined}))
