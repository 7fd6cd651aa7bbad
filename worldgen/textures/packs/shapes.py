"""What a material is shown on: a sphere and a plane, with tangents for its normal map."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_AROUND, _UP = 64, 32
_DIGITS = 6
"""To which places are rounded: sines differ in their last bits from machine to machine."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Triangles, counterclockwise from outside; y is up, one unit a metre."""

    name: str
    positions: Floats
    """(vertices, 3)"""
    normals: Floats
    """(vertices, 3), unit length"""
    tangents: Floats
    """(vertices, 4): where u grows, and the side that v grows to"""
    places: Floats
    """(vertices, 2), in widths of the texture; v grows downwards"""
    triangles: NDArray[np.uint32]


def sphere(radius: float = 1.0) -> Shape:
    """The texture goes round it four times, and twice from pole to pole."""
    vertices = []
    for row in range(_UP + 1):
        slant = math.pi * row / _UP
        for column in range(_AROUND + 1):
            turn = 2 * math.pi * column / _AROUND
            east = (math.sin(turn), 0.0, math.cos(turn))
            normal = (math.sin(slant) * east[0], math.cos(slant), math.sin(slant) * east[2])
            tangent = (math.cos(turn), 0.0, -math.sin(turn), 1.0)
            vertices.append((normal, tangent, (4 * column / _AROUND, 2 * row / _UP)))
    return _shape("sphere", vertices, radius, _AROUND + 1, _UP)


def plane(side: float = 2.0) -> Shape:
    """Two periods of the texture in each direction, so that the seams would show."""
    half = side / 2
    corners = [(-half, -half), (half, -half), (-half, half), (half, half)]
    return Shape(
        "plane",
        np.array([(x, 0, z) for x, z in corners], np.float32),
        np.array([(0, 1, 0)] * 4, np.float32),
        np.array([(1, 0, 0, 1)] * 4, np.float32),
        np.array([(2 * (x / side + 0.5), 2 * (z / side + 0.5)) for x, z in corners], np.float32),
        np.array([0, 2, 1, 1, 2, 3], np.uint32),
    )


def _shape(
    name: str,
    vertices: Sequence[tuple[tuple[float, ...], tuple[float, ...], tuple[float, float]]],
    radius: float,
    row_length: int,
    rows: int,
) -> Shape:
    normals, tangents, places = (
        np.round(np.array(part, np.float64), _DIGITS).astype(np.float32)
        for part in zip(*vertices, strict=True)
    )
    first = np.arange(rows * row_length).reshape(rows, row_length)[:, :-1].reshape(-1)
    below = first + row_length
    quads = np.stack((first, below, first + 1, first + 1, below, below + 1), axis=1)
    # NOTE: at the poles one triangle of each square has no area, and glTF wants none such.
    whole = quads.reshape(rows, row_length - 1, 2, 3)
    kept = [whole[0, :, 1], *whole[1:-1].reshape(rows - 2, -1, 3), whole[-1, :, 0]]
    triangles = np.concatenate(kept).reshape(-1).astype(np.uint32)
    positions = (normals * np.float32(radius)).astype(np.float32)
    return Shape(name, positions, normals, tangents, places, triangles)
