"""From a spec to ground and water: heights, erosion, lakes and rivers, a step at a time."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.counted import counted
from worldgen.levels.level import Mask
from worldgen.levels.overworld.biomes import look
from worldgen.levels.overworld.drafts import Rough, draft, level_of_sea
from worldgen.levels.overworld.drainage import Drainage, Flood, Heights
from worldgen.levels.overworld.erosion import let_run, settle
from worldgen.levels.overworld.ground import FINE, Ground, raise_ground
from worldgen.levels.overworld.rivers import Land, Waters, lakes_of, mouths, waters_of
from worldgen.levels.overworld.wishes import Wishes
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Step
from worldgen.rng import Stream

BAND_CELLS = 40_000
"""Cells between two chances to stop: some 20 ms."""
CELLS_A_RIVER = 7_000
_CELLS_A_STREAM, _SMALLEST_STREAM = 1_500, 24
_TOWER = 65535


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    waters: Waters
    sea_level: int

    @property
    def heights(self) -> Heights:
        return self.waters.heights


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Shape (height, width): what the spec's fixed cells ask of the ground."""

    dry: Mask
    wet: Mask
    """The sea's."""
    river: Mask

    @classmethod
    def of(cls, spec: LevelSpec) -> "Kept":
        dry, wet, river = (np.zeros((spec.height, spec.width), np.bool_) for _ in range(3))
        for fixed in spec.fixed:
            mask = {"water": wet, "deep_water": wet, "river": river}.get(fixed.tile, dry)
            mask[fixed.y, fixed.x] = True
        return cls(dry, wet, river)


Making = Generator[Step, None, Relief]


def relief(spec: LevelSpec, wishes: Wishes, stream: Stream, clock: Clock) -> Making:
    """Ground that water has shaped. Takes the fractions 0..0.75 of the work."""
    ground = yield from _raised(spec, wishes, stream.named("ground").seed(), clock)
    ground = yield from _eroded(spec, wishes, ground, stream.named("rain").seed(), clock)
    heights: Heights = (ground // FINE).astype(np.uint16)
    sea_level = level_of_sea(heights, wishes.sea)
    kept = Kept.of(spec)
    heights = _with_fixed(heights, sea_level, kept)
    sea = heights < sea_level
    blocked = heights.copy()
    blocked[kept.dry] = _TOWER
    flood = Flood(blocked, sea)
    for share in flood.run():
        clock.check("finding the ways of water")
        yield Step("finding the ways of water", 0.65 + 0.08 * share)
    drainage = flood.drainage()
    clock.check("filling lakes and rivers")
    yield Step("filling lakes and rivers", 0.74, draft(spec, look(sea_level)[heights]))
    return Relief(_waters(spec, heights, drainage, sea, kept, stream, sea_level), sea_level)


def bands(height: int, width: int) -> Iterator[tuple[int, int]]:
    """Rows first..last-1, about BAND_CELLS cells each."""
    rows = max(1, BAND_CELLS // width)
    return ((first, min(first + rows, height)) for first in range(0, height, rows))


def _raised(
    spec: LevelSpec, wishes: Wishes, seed: int, clock: Clock
) -> Generator[Step, None, Ground]:
    ground = np.zeros((spec.height, spec.width), np.int32)
    rough = Rough(spec, wishes.sea)
    for rows in bands(spec.height, spec.width):
        clock.check("raising the land")
        raise_ground(ground, seed, wishes.shape, 0, 0, rows)
        yield Step("raising the land", 0.12 * rows[1] / spec.height, rough.of(ground))
    return ground


def _eroded(
    spec: LevelSpec, wishes: Wishes, ground: Ground, seed: int, clock: Clock
) -> Generator[Step, None, Ground]:
    rain = wishes.rain
    if rain is None:
        return ground
    moved = np.zeros_like(ground)
    rough = Rough(spec, wishes.sea)
    for at_round in range(rain.rounds):
        for rows in bands(spec.height, spec.width):
            clock.check("letting rain carry the land")
            let_run(ground, moved, seed, rain, at_round, (0, 0), rows)
            share = (at_round + rows[1] / spec.height) / rain.rounds
            yield Step("letting rain carry the land", 0.12 + 0.53 * share, rough.of(ground))
        ground = settle(ground, moved)
    return ground


def _with_fixed(heights: Heights, sea_level: int, kept: Kept) -> Heights:
    changed = heights.copy()
    changed[kept.wet] = np.minimum(changed[kept.wet], sea_level - 1)
    changed[kept.dry] = np.maximum(changed[kept.dry], sea_level)
    return changed


def _waters(
    spec: LevelSpec,
    heights: Heights,
    drainage: Drainage,
    sea: Mask,
    kept: Kept,
    stream: Stream,
    sea_level: int,
) -> Waters:
    """Lakes, and as many rivers as are asked for, the largest ones."""
    sources = np.flatnonzero(kept.river).astype(np.int32)
    all_mouths = mouths(drainage, sea)
    usual = max(2, int(np.count_nonzero(~sea)) // CELLS_A_RIVER)
    number = counted(spec, "rivers", usual, len(all_mouths), stream)
    cells_a_stream = max(_SMALLEST_STREAM, heights.size // _CELLS_A_STREAM)
    lake = lakes_of(heights, drainage, kept.dry | kept.river)
    land = Land(heights, sea, lake, kept.dry, sea_level)
    found = waters_of(drainage, land, sources, all_mouths[:number], cells_a_stream)
    if (found.river & kept.dry).any():
        raise _no_way(spec)
    return found


def _no_way(spec: LevelSpec) -> Unsatisfiable:
    rivers = [f"fixed[{at}]" for at, fixed in enumerate(spec.fixed) if fixed.tile == "river"]
    return Unsatisfiable(
        f"{', '.join(rivers[:8])}: a river from there has no way down to water, or to the map's "
        "edge, but through another fixed cell; leave it a way, or drop one of them",
        tuple(rivers),
    )
