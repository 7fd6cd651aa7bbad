"""Levels as faces: land from heights, or floors with walls that stand up from them.

x is east, y up, z south, as in glTF; a cell is one metre.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.level import Level
from worldgen.levels.text import topmost

WALL_M = 2.5
FLOOR_M = 4.0
"""From one floor to the next."""
LAND_SHARE = 0.25
"""Of the longer side of the map: how high the highest land can be."""

Positions = NDArray[np.float32]
"""Shape (vertices, 3)."""
Quads = NDArray[np.uint32]
"""Shape (faces, 4): vertices, counter-clockwise as seen from the front."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    positions: Positions
    triangles: dict[int, NDArray[np.uint32]]
    """By tile: shape (faces, 3)."""


def metres_per_height(level: Level) -> float:
    """What one step of `heights` rises."""
    return LAND_SHARE * max(level.width, level.height) / 65_535


def land(level: Level) -> Mesh:
    """A vertex in the middle of each cell; a face has the tile of its north-western one."""
    assert level.heights is not None
    rows, columns = np.indices(level.heights.shape)
    rises = level.heights * metres_per_height(level)
    positions = np.stack((columns + 0.5, rises, rows + 0.5), axis=-1).astype(np.float32)
    at = np.arange(level.heights.size, dtype=np.uint32).reshape(level.heights.shape)
    quads = np.stack((at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]), axis=-1)
    return Mesh(positions.reshape(-1, 3), _by_tile(quads.reshape(-1, 4), _top(level)[:-1, :-1]))


def storey(level: Level, floor: int) -> Mesh:
    """A floor's ground, and a block for each cell whose topmost tile is solid."""
    top = _top(level, floor)
    solid = level.tiles.having("solid")[top]
    shape = level.height + 1, level.width + 1
    low = np.arange(shape[0] * shape[1], dtype=np.uint32).reshape(shape)
    z, x = np.indices(shape).reshape(2, -1)
    ground = np.column_stack((x, np.zeros_like(x), z)).astype(np.float32)
    roof = ground + np.array((0, WALL_M, 0), np.float32)
    faces = [*_faces(low, np.uint32(low.size), solid, top)]
    quads = np.concatenate([quads for quads, _ in faces])
    tiles = np.concatenate([tiles for _, tiles in faces])
    return Mesh(np.concatenate((ground, roof)), _by_tile(quads, tiles))


def _faces(
    low: Quads, rise: np.uint32, solid: NDArray[np.bool_], top: NDArray[np.uint16]
) -> Iterator[tuple[Quads, NDArray[np.uint16]]]:
    """Grounds, roofs, and the sides of walls that nothing solid stands before."""
    nw, ne, sw, se = low[:-1, :-1], low[:-1, 1:], low[1:, :-1], low[1:, 1:]
    flat = np.stack((nw, sw, se, ne), axis=-1)
    ground, roof = (top > 0) & ~solid, solid
    yield flat[ground], top[ground]
    yield flat[roof] + rise, top[roof]
    around = np.pad(solid, 1)
    sides = (
        (around[:-2, 1:-1], nw, ne),
        (around[2:, 1:-1], se, sw),
        (around[1:-1, :-2], sw, nw),
        (around[1:-1, 2:], ne, se),
    )
    for hidden, left, right in sides:
        shown = solid & ~hidden
        yield np.stack((left, left + rise, right + rise, right), axis=-1)[shown], top[shown]


def _by_tile(quads: Quads, tiles: NDArray[np.uint16]) -> dict[int, NDArray[np.uint32]]:
    """Two triangles a face, sorted out by tile; faces without one are left out."""
    flat = tiles.reshape(-1)
    order = np.argsort(flat, kind="stable")
    found, starts = np.unique(flat[order], return_index=True)
    halves = quads[order][:, [0, 1, 2, 0, 2, 3]].reshape(-1, 2, 3)
    parts = np.split(halves, starts)[1:]
    return {int(tile): part.reshape(-1, 3) for tile, part in zip(found, parts, strict=True) if tile}


def _top(level: Level, floor: int = 0) -> NDArray[np.uint16]:
    top: NDArray[np.uint16] = topmost(level)[floor]
    return top
