"""A box of any level filled anew with what stands around it, joined as it was joined before.

The level is its own sample: wave function collapse over small windows of all layers at once, with
everything outside of the box, and every entity's cell, fixed. Then ways that led through the box
are dug again, and holes that nobody can get into are filled. Knows no kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from worldgen.clock import Clock
from worldgen.levels.example.learn import overlap_model
from worldgen.levels.joining import Ground, join
from worldgen.levels.level import Layer, Level
from worldgen.levels.region import Region
from worldgen.levels.steps import Made, Step, Steps
from worldgen.levels.wfc.model import Collapsing, Grid, Model, collapsing
from worldgen.rng import Stream

LEARNED = 24
"""Cells around the box that patterns are learned from."""
SIZES = (3, 2, 1)
"""Of the patterns, in the order they are tried: large ones look better, small ones vary more."""
_BARS = ("lock", "one_way", "secret", "stairs")
"""Entities whose neighbouring cells stay as well, so that they keep their meaning."""


@dataclass(frozen=True, slots=True, eq=False)
class Stacks:
    """One floor, each cell as one number: which tiles lie on each other there, in all layers."""

    cells: Grid
    """Shape (height, width): from 1."""
    tiles: NDArray[np.uint16]
    """Shape (stacks + 1, layers): the tiles of each; 0 is no stack."""

    def walkable(self, level: Level) -> NDArray[np.bool_]:
        """Shape (stacks + 1): whether one can stand there."""
        layers = tuple(
            Layer(layer.name, self.tiles[np.newaxis, np.newaxis, :, at])
            for at, layer in enumerate(level.layers)
        )
        row = replace(level, width=len(self.tiles), height=1, floors=1, layers=layers)
        walkable: NDArray[np.bool_] = row.walkable()[0, 0]
        return walkable


def refill(
    level: Level,
    region: Region,
    fixed: Iterable[tuple[int, int, int]],
    size: int,
    stream: Stream,
    clock: Clock,
) -> Steps:
    """The level with another inside of the region, which may by chance be the same.

    `fixed`: cells (x, y, floor) that stay, beside those of entities. `size`: of the patterns.
    Raises InvalidSpec where the region is too large to be held in memory, and OutOfTime.
    """
    yield Step("learning from around", 0.0, level)
    stacks = _stacks(level, region.floor)
    free = _free(level, region, fixed)
    size = min(size, level.width, level.height)
    top, left = _corner(region, size)
    model = _model(stacks.cells, region, size)
    yield Step("learning from around", 0.1, level)
    wave = _wave(model, stacks, free, region, level, stream.seed())
    for fraction in wave.run(clock):
        yield Step("filling the region", 0.1 + 0.8 * fraction, level)
    clock.check("joining its ways")
    cells = stacks.cells.copy()
    cells[top : top + wave.height, left : left + wave.width] = wave.map()
    ground = Ground(stacks.walkable(level), _barred(level, region.floor), free)
    yield from join(stacks.cells, cells, ground, region, clock)
    return Made(_with_stacks(level, region.floor, stacks, cells))


def _stacks(level: Level, floor: int) -> Stacks:
    piled = np.stack([layer.cells[floor] for layer in level.layers], axis=-1)
    tiles, cells = np.unique(piled.reshape(-1, len(level.layers)), axis=0, return_inverse=True)
    nothing = np.zeros((1, len(level.layers)), np.uint16)
    numbered = (cells.reshape(level.height, level.width) + 1).astype(np.uint16)
    return Stacks(numbered, np.concatenate([nothing, tiles]).astype(np.uint16))


def _free(level: Level, region: Region, fixed: Iterable[tuple[int, int, int]]) -> NDArray[np.bool_]:
    """Shape (height, width): the cells that may change."""
    free = np.zeros((level.height, level.width), np.bool_)
    free[region.slices[1:]] = True
    for entity in level.entities:
        if entity.floor == region.floor:
            free[entity.y, entity.x] = False
            if entity.kind in _BARS:
                for x, y in _beside(level, entity.x, entity.y):
                    free[y, x] = False
    for x, y, floor in fixed:
        if floor == region.floor:
            free[y, x] = False
    return free


def _beside(level: Level, x: int, y: int) -> list[tuple[int, int]]:
    around = ((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y))
    return [(a, b) for a, b in around if 0 <= a < level.width and 0 <= b < level.height]


def _barred(level: Level, floor: int) -> NDArray[np.bool_]:
    """Cells that not everybody may enter, or not from everywhere."""
    barred = np.zeros((level.height, level.width), np.bool_)
    for entity in level.entities:
        if entity.floor == floor and entity.kind in ("lock", "one_way", "secret"):
            barred[entity.y, entity.x] = True
    return barred


def _model(cells: Grid, region: Region, size: int) -> Model:
    """What stands around the region, and in it."""
    above, before = max(0, region.y - LEARNED), max(0, region.x - LEARNED)
    below, after = region.y + region.height + LEARNED, region.x + region.width + LEARNED
    return overlap_model(cells[above:below, before:after], size, 1, False, False)


def _wave(
    model: Model,
    stacks: Stacks,
    free: NDArray[np.bool_],
    region: Region,
    level: Level,
    seed: int,
) -> Collapsing:
    """NOTE: what stood there before is a solution, so it never begins with a contradiction."""
    top, left = _corner(region, model.size)
    bottom = min(level.height, region.y + region.height + model.size - 1)
    right = min(level.width, region.x + region.width + model.size - 1)
    box = slice(top, bottom), slice(left, right)
    numbers = np.arange(len(stacks.tiles))
    stands = numbers == stacks.cells[box][:, :, np.newaxis]
    somewhere = np.isin(numbers, stacks.cells[_unbound(level, region.floor)])
    allowed = np.where(free[box][:, :, np.newaxis], somewhere | stands, stands)
    wave = collapsing(model, right - left, bottom - top, seed)
    began = not wave.clash(allowed)
    assert began
    return wave


def _corner(region: Region, size: int) -> tuple[int, int]:
    return max(0, region.y - size + 1), max(0, region.x - size + 1)


def _unbound(level: Level, floor: int) -> NDArray[np.bool_]:
    """Cells without an entity: a tile that only stands under entities isn't put anywhere else."""
    unbound = np.ones((level.height, level.width), np.bool_)
    for entity in level.entities:
        if entity.floor == floor:
            unbound[entity.y, entity.x] = False
    return unbound


def _with_stacks(level: Level, floor: int, stacks: Stacks, cells: Grid) -> Level:
    layers = []
    for at, layer in enumerate(level.layers):
        changed = layer.cells.copy()
        changed[floor] = stacks.tiles[cells, at]
        layers.append(Layer(layer.name, changed))
    return replace(level, layers=tuple(layers))
