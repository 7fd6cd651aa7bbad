"""What a cave looks like: rock and walls, pools with their rims, pillars, patches on the ground."""

import numpy as np
from scipy import ndimage

from worldgen.levels.canvas import Canvas
from worldgen.levels.cave.themes import Theme
from worldgen.levels.ground import block
from worldgen.levels.level import Mask
from worldgen.rng import Stream

_AROUND = np.ones((3, 3), np.bool_)
_PATCH = 4
"""Cells across a square of the noise that patches are made of."""


def draw_rock(canvas: Canvas, open_: Mask) -> None:
    """Floor, walls around it, and rock behind them; then what is fixed."""
    seen = ndimage.binary_dilation(open_, _AROUND)
    canvas.fill("terrain", "floor", open_)
    canvas.fill("walls", "wall", seen & ~open_)
    canvas.fill("walls", "rock", ~seen)
    for tile in ("rock", "wall"):
        if tile in canvas.spec.constraints.border:
            canvas.fill("walls", tile, _edge(open_) & ~open_)
    canvas.stamp()


def draw_pool(canvas: Canvas, theme: Theme, pool: Mask, open_: Mask) -> None:
    canvas.fill("water", theme.liquid, pool)
    if theme.rim:
        around = ndimage.binary_dilation(pool, _AROUND) & open_
        canvas.fill("water", theme.rim, around)


def decorate(canvas: Canvas, theme: Theme, open_: Mask, keep: Mask, stream: Stream) -> None:
    """Pillars, which are closed in `open_` but never in `keep`, and patches on what is open."""
    drawn = stream.named("pillars").units(*open_.shape) < theme.pillars
    dry = open_ & (canvas.layers["water"][0] == 0)
    cells = np.flatnonzero(drawn & dry & ndimage.binary_erosion(open_, _AROUND))
    blocked = block(open_, cells, keep, cells.size)
    pillars = np.zeros_like(open_)
    pillars.reshape(-1)[blocked] = True
    canvas.fill("walls", "pillar", pillars)
    for tile, share in theme.ground:
        patches = _patches(share, open_.shape, stream.named(tile))
        canvas.fill("decor", tile, patches & dry & open_)


def _edge(open_: Mask) -> Mask:
    edge = np.ones_like(open_)
    edge[1:-1, 1:-1] = False
    return edge


def _patches(share: float, shape: tuple[int, ...], stream: Stream) -> Mask:
    height, width = shape
    coarse = stream.units(height // _PATCH + 1, width // _PATCH + 1) < share
    fine = coarse.repeat(_PATCH, 0).repeat(_PATCH, 1)[:height, :width]
    frayed = stream.units(height, width) < 0.5
    inner = ndimage.binary_erosion(fine, _AROUND)
    patches: Mask = inner | (ndimage.binary_dilation(fine) & frayed)
    return patches
