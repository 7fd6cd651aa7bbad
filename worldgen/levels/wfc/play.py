"""Who stands in a collapsed map: what its tiles stand for, and where play begins and ends."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.kernels import bare_kernel
from worldgen.levels.alphabet import TileSpec
from worldgen.levels.level import Entity, Level, Value
from worldgen.levels.region import Region
from worldgen.levels.solve import solve

_BARS = ("lock", "one_way", "crate")


def populated(level: Level, sources: Mapping[str, TileSpec]) -> Level:
    """The level with the entities that its tiles stand for, and where these are none, a spawn and
    an exit far apart in the largest region that can be walked. `sources`: the spec's tile of each
    name."""
    level = replace(level, entities=tuple(_standing(level, sources)))
    return replace(level, entities=(*level.entities, *_ends(level)))


def repopulated(old: Level, new: Level, region: Region, sources: Mapping[str, TileSpec]) -> Level:
    """The new cells with the old entities outside of the region; a spawn or an exit that stood in
    it moves to the nearest cell that it can be played from."""
    kept = tuple(one for one in old.entities if (one.x, one.y, one.floor) not in region)
    inside = (one for one in _standing(new, sources) if (one.x, one.y, one.floor) in region)
    level = replace(new, entities=(*kept, *inside))
    for kind in ("spawn", "exit"):
        for was in old.of_kind(kind):
            if was.id == kind and (was.x, was.y, was.floor) in region:
                moved = _nearest(level, was, region)
                level = replace(level, entities=(*level.entities, *moved))
    return level


def is_playable(level: Level) -> bool:
    """Whether there is a way, or nothing that asks for one."""
    ends = level.of_kind("spawn"), level.of_kind("exit") or level.of_kind("target")
    return not all(ends) or bool(solve(level))


def _standing(level: Level, sources: Mapping[str, TileSpec]) -> Iterator[Entity]:
    cells = level.layers[0].cells[0]
    for index, tile in enumerate(level.tiles, start=1):
        source = sources[tile.name]
        if source.stands_for:
            for y, x in np.argwhere(cells == index).tolist():
                name = f"{tile.name}_{x}_{y}"
                yield Entity(name, source.stands_for, x, y, properties=_properties(source))


def _properties(source: TileSpec) -> dict[str, Value]:
    properties: dict[str, Value] = {}
    if source.stands_for in ("key", "lock"):
        properties["key"] = source.key or "key"
    if source.toward is not None:
        properties["toward"] = source.toward
    return properties


def _ends(level: Level) -> Iterator[Entity]:
    if level.movement.kind not in ("walk4", "walk8"):
        return
    walkable = _open(level)
    spawns, exits = level.of_kind("spawn"), level.of_kind("exit")
    if spawns and exits:
        return
    regions, _ = ndimage.label(walkable)
    given = (*spawns, *exits)
    if given:
        at = regions[given[0].y, given[0].x]
    else:
        sizes = np.bincount(regions.reshape(-1))
        at = int(np.argmax(sizes[1:])) + 1 if len(sizes) > 1 else 0
    region = regions == at
    if at == 0 or np.count_nonzero(region) < 2:
        return
    first = (given[0].y, given[0].x) if given else _farthest(region, _first(region))
    second = _farthest(region, first)
    if not spawns:
        y, x = second if given else first
        yield Entity("spawn", "spawn", x, y)
    if not exits:
        y, x = second
        yield Entity("exit", "exit", x, y)


def _open(level: Level) -> NDArray[np.bool_]:
    walkable: NDArray[np.bool_] = level.walkable()[0]
    for kind in _BARS:
        for entity in level.of_kind(kind):
            walkable[entity.y, entity.x] = False
    return walkable


def _nearest(level: Level, was: Entity, region: Region) -> tuple[Entity, ...]:
    walkable = _open(level)
    regions, _ = ndimage.label(walkable)
    other = level.of_kind("exit" if was.kind == "spawn" else "spawn")
    if other:
        walkable &= regions == regions[other[0].y, other[0].x]
        walkable[other[0].y, other[0].x] = False
    cells = [
        (abs(x - was.x) + abs(y - was.y), y, x)
        for y, x in np.argwhere(walkable).tolist()
        if (x, y, 0) in region
    ]
    return tuple(replace(was, x=x, y=y) for _, y, x in sorted(cells)[:1])


def _first(region: NDArray[np.bool_]) -> tuple[int, int]:
    y, x = np.argwhere(region)[0].tolist()
    return y, x


def _farthest(region: NDArray[np.bool_], start: tuple[int, int]) -> tuple[int, int]:
    """The first of the cells that most steps lead to."""
    queue = np.zeros(region.size, np.int64)
    steps = np.where(region, np.int64(-1), np.int64(-2))
    spread(steps, queue, start[0], start[1])
    y, x = divmod(int(np.argmax(steps)), region.shape[1])
    return y, x


@bare_kernel
def spread(steps: NDArray[np.int64], queue: NDArray[np.int64], y: int, x: int) -> None:
    """Fills in how many steps lead to each cell that is -1; others are walls."""
    height, width = steps.shape
    steps[y, x] = 0
    queue[0] = y * width + x
    head, tail = 0, 1
    while head < tail:
        y, x = queue[head] // width, queue[head] % width
        head += 1
        for to_y, to_x in ((y - 1, x), (y, x + 1), (y + 1, x), (y, x - 1)):
            if 0 <= to_y < height and 0 <= to_x < width and steps[to_y, to_x] == -1:
                steps[to_y, to_x] = steps[y, x] + 1
                queue[tail] = to_y * width + to_x
                tail += 1
