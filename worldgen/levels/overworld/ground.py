"""The ground before any water runs: continents, mountains and hills, row by row.

A cell's height depends on the seed, the shape and where it is, not on the map: chunks use the same.
Heights here are int32, in 1/256 of a step of `Level.heights`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel
from worldgen.levels.overworld.noise import fbm, ridged

Ground = NDArray[np.int32]
"""Shape (height, width), 0..TOP."""
FINE = 256
TOP = 65535 * FINE
_CONTINENT, _RANGES, _RIDGES, _HILLS, _WARP_X, _WARP_Y = (
    np.uint64(at * 0x5851F42D4C957F2D & (2**64 - 1)) for at in range(1, 7)
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the land is like; all of it but the wavelength 0..1."""

    wavelength: float
    """Cells from one continent to the next, about."""
    mountains: float
    roughness: float
    falloff: float = 0.0
    """How far the land sinks towards the map's edge; 0 for land that goes on."""


def raise_ground(
    ground: Ground, seed: int, shape: Shape, left: int, top: int, rows: tuple[int, int]
) -> None:
    """Fills rows first..last-1 of `ground`, whose first cell is (left, top) of the world."""
    drawn = (shape.wavelength, shape.mountains, shape.roughness, shape.falloff)
    _raise_rows(ground, np.uint64(seed), *drawn, left, top, *rows)


@bare_kernel
def _raise_rows(  # type: ignore[no-untyped-def]
    ground, seed, wavelength, mountains, roughness, falloff, left, top, first, last
):
    """ground: int32 (height, width)."""
    height, width = ground.shape
    for row in range(first, last):
        for column in range(width):
            value = elevation(seed, left + column, top + row, wavelength, mountains, roughness)
            if falloff > 0.0:
                value -= falloff * _from_middle(column, row, width, height)
            ground[row, column] = np.int32(min(max(value, 0.0), 1.0) * TOP)


@bare_kernel
def elevation(seed, x, y, wavelength, mountains, roughness):  # type: ignore[no-untyped-def]
    """About 0..1 of the cell (x, y) of the world; beyond it only on the rarest crest."""
    u, v = x / wavelength, y / wavelength
    warped_u = u + 0.12 * fbm(seed + _WARP_X, 2.0 * u, 2.0 * v, 3)
    warped_v = v + 0.12 * fbm(seed + _WARP_Y, 2.0 * u, 2.0 * v, 3)
    continent = fbm(seed + _CONTINENT, warped_u, warped_v, 4)
    hills = fbm(seed + _HILLS, 5.0 * u, 5.0 * v, 5)
    ranges = smooth((fbm(seed + _RANGES, 1.3 * warped_u, 1.3 * warped_v, 2) + 0.25) / 0.6)
    inland = smooth((continent + 0.35) / 0.7)
    value = 0.38 + 0.4 * continent + 0.16 * roughness * hills * (0.4 + ranges)
    if ranges * inland > 0.0:
        crest = ridged(seed + _RIDGES, 3.0 * warped_u, 3.0 * warped_v, 5)
        value += 0.65 * mountains * ranges * inland * crest
    return value


@bare_kernel
def smooth(share):  # type: ignore[no-untyped-def]
    """0 below 0, 1 above 1, without a bend between."""
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return 1.0
    return share * share * (3.0 - 2.0 * share)


@bare_kernel
def _from_middle(column, row, width, height):  # type: ignore[no-untyped-def]
    """0 in the middle of the map, 1 in the middle of its edges and beyond."""
    dx, dy = (2.0 * column + 1.0) / width - 1.0, (2.0 * row + 1.0) / height - 1.0
    far = dx * dx + dy * dy
    return smooth((far - 0.15) / 0.85)
