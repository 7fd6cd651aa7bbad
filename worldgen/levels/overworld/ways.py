"""Ways through a box whose surroundings stay: roads go on, and nobody is cut off."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.levels.ground import distances
from worldgen.levels.level import Mask
from worldgen.levels.overworld.box import MOVED, Land
from worldgen.levels.overworld.making import SOLID, TOLLS
from worldgen.levels.overworld.roads import BLOCKED, Roads
from worldgen.levels.region import Region

_ROADS = ("road", "street", "plaza", "bridge", "settlement")
_PLAIN, _FORD, _CAUSEWAY, _WORN = 10, 80, 380, 1


def lay_roads(land: Land) -> None:
    """Joins the roads that come in, and the settlements inside. Still water is bridged at need."""
    box, view = land.box, land.box.view
    outside = land.holding(*_ROADS)
    outside[view] &= ~box.free
    networks = ndimage.label(outside)[0][view]
    labels, first = np.unique(networks, return_index=True)
    starts = [int(cell) for label, cell in zip(labels, first, strict=True) if label]
    on = _joined(land, np.where(networks > 0, np.int32(_WORN), _tolls(land)), starts)
    wet = land.view("water") > 0
    land.put("terrain", "hills", on & land.holding(*SOLID)[view])
    land.put("decor", "road", on & ~wet)
    land.put("decor", "bridge", on & wet)


def open_ways(land: Land, region: Region) -> None:
    """Passes and bridges to all who stay, where hills or water of the box have cut them off.

    Where one got everywhere before, one does again.
    """
    level = land.level()
    spawn = level.of_kind("spawn")
    if not spawn:
        return
    start = spawn[0].x, spawn[0].y
    walkable, view = level.walkable()[0], land.box.view
    reached = distances(walkable, start) >= 0
    near, parts = ndimage.binary_dilation(reached), ndimage.label(walkable)[0]
    cut_off = {
        int(parts[entity.y, entity.x])
        for entity in level.entities
        if not near[entity.y, entity.x]
        and not (entity.kind in MOVED and (entity.x, entity.y, 0) in region)
    }
    was_open = land.before.walkable()[0]
    if np.array_equal(was_open, distances(was_open, start) >= 0):
        cut_off |= {int(part) for part in np.unique(parts[walkable & ~reached])}
    wanted = sorted({int(parts[start[::-1]]), *cut_off} - {0})
    inside = parts[view].ravel()
    starts = [int(np.argmax(inside == part)) for part in wanted if (inside == part).any()]
    if not cut_off:
        return
    on = _joined(land, np.where(walkable[view], np.int32(_WORN), _tolls(land)), starts)
    wet = land.view("water") > 0
    land.put("terrain", "hills", on & land.holding(*SOLID)[view])
    land.put("decor", "bridge", on & ~walkable[view] & wet)


def _joined(land: Land, tolls: NDArray[np.int32], starts: list[int]) -> Mask:
    """Shape of the box: the cells of the least network of roads between these flat cells of it."""
    on_road = np.zeros(tolls.size, np.bool_)
    if len(starts) > 1:
        search = Roads(np.ascontiguousarray(land.heights[land.box.view]), tolls, starts)
        for _ in search.run():
            pass
        for road in search.network():
            on_road[list(road.cells)] = True
    return on_road.reshape(tolls.shape)


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
