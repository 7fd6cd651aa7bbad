"""A ground's tiles for every way that it can end: a set that fits together however it is laid.

The outline lies where the distance to the nearest cell of another kind passes a line that wanders
with the picture. Both depend on nothing but what the two tiles at an edge share, and so they meet.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from worldgen.errors import InvalidSpec
from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.neighbours import NE, NW, SE, STEPS, SW, Rule, masks

SMALLEST, LARGEST = 8, 256
_SHADOW = 96
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outline:
    """How a ground ends. Distances are in widths of a tile."""

    inset: float = 0.12
    """How far the ground stays inside of its cells, 0 to 0.3."""
    wander: float = 0.06
    """How far the line wanders, 0 to 0.15."""
    round: float = 0.1
    """The radius of corners that stand out, 0 to 0.2."""
    rim: float = 0.08
    """How wide the strip along the line is that is shaded."""
    rim_light: float = -0.45
    """-1 black, 1 white."""
    shadow: float = 0.1
    """How far it darkens what lies beside it, to the south and east."""


@dataclass(frozen=True, slots=True, eq=False)
class Stencil:
    """Where one tile of a set is what; bool (side, side) each."""

    inside: NDArray[np.bool_]
    """The ground."""
    rim: NDArray[np.bool_]
    """The strip of it along the outline."""
    shade: NDArray[np.bool_]
    """What lies in its shadow."""


def stencils(
    wander: Shares, rule: Rule = "blob", outline: Outline | None = None
) -> dict[int, Stencil]:
    """One a mask. `wander`, (side, side), is noise in -1..1 that tiles.

    Raises InvalidSpec for a side that no tile has.
    """
    rows, side = wander.shape
    if not SMALLEST <= side <= LARGEST or rows != side:
        raise InvalidSpec.at(
            "tile_px", f"{side}x{rows} pixels; tiles are square, {SMALLEST} to {LARGEST} a side"
        )
    return {mask: _stencil(wander, mask, rule, outline or Outline()) for mask in masks(rule)}


def cut_out(picture: Bytes, stencil: Stencil, outline: Outline | None = None) -> Bytes:
    """uint8 (side, side, 4): `picture`, (side, side, 3) sRGB, where the stencil is inside.

    Alpha is 0 or 255, but for the shadow beside it.
    """
    light = (outline or Outline()).rim_light
    strength = np.where(stencil.rim, abs(light), 0.0)[:, :, None]
    shaded = picture + ((255 if light > 0 else 0) - picture.astype(np.float64)) * strength
    tile = np.zeros((*stencil.inside.shape, 4), np.uint8)
    tile[:, :, :3] = np.where(stencil.inside[:, :, None], np.floor(shaded + 0.5), 0)
    tile[:, :, 3] = np.where(stencil.inside, 255, np.where(stencil.shade, _SHADOW, 0))
    return tile


def _stencil(wander: Shares, mask: int, rule: Rule, line: Outline) -> Stencil:
    side = len(wander)
    cells, corner = _around(mask, rule, side)
    wide = np.roll(np.tile(wander, (3, 3)), corner, axis=(0, 1))[: len(cells), : len(cells)]
    depth = _distances(cells) / side - line.inset - line.wander * wide
    depth = _rounded(depth, line.round, side)
    inside = depth > 0
    window = (slice(corner, corner + side), slice(corner, corner + side))
    shade = _cast(inside, round(line.shadow * side)) & ~inside
    return Stencil(inside[window], (inside & (depth < line.rim))[window], shade[window])


def _rounded(depth: Shares, radius: float, side: int) -> Shares:
    """How deep each pixel lies when corners that stand out are rounded, in widths of a tile.

    NOTE: a pixel depends on what is as far off as inset, wander and twice the radius: less than
    a tile, which is as far as both of two neighbours see.
    """
    core = depth >= radius
    if radius == 0 or not core.any():
        return depth
    beside: Shares = np.where(core, depth, radius - distance_transform_edt(~core) / side)
    return beside


def _around(mask: int, rule: Rule, side: int) -> tuple[NDArray[np.bool_], int]:
    """Which pixels of the tile and of those around it are of its kind, and the tile's corner."""
    if rule == "corners":
        quarters = np.array([[mask & NW, mask & NE], [mask & SW, mask & SE]], np.bool_)
        return _enlarged(quarters, side), side // 2
    cells = np.ones((3, 3), np.bool_)
    for bit, (down, right) in STEPS.items():
        cells[1 + down, 1 + right] = bool(mask & bit)
    if rule == "sides":
        # NOTE: a set of sides has no picture for a corner that is missing alone.
        for down, right in ((0, 0), (0, 2), (2, 0), (2, 2)):
            cells[down, right] = cells[down, 1] and cells[1, right]
    return _enlarged(cells, side), side


def _enlarged(cells: NDArray[np.bool_], side: int) -> NDArray[np.bool_]:
    return np.kron(cells, np.ones((side, side), np.bool_))


def _distances(cells: NDArray[np.bool_]) -> Shares:
    """Pixels to the nearest that is of another kind."""
    if cells.all():
        return np.full(cells.shape, float(max(cells.shape)))
    distances: Shares = distance_transform_edt(cells)
    return distances


def _cast(inside: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """What has ground a little to its north and west."""
    cast = np.zeros(inside.shape, np.bool_)
    for step in range(1, reach + 1):
        cast[step:, step:] |= inside[:-step, :-step]
    return cast
