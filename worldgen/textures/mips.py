"""Smaller and smaller copies of a material, for surfaces that are far away.

Each is the one before at half its size. Colours are averaged as light, not as bytes, and normals
get their length back: without that, far surfaces go dark and dull.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.textures.kernels.srgb import TO_LINEAR
from worldgen.textures.maps import Bytes, MapSet

Sums = NDArray[np.int64]


def mip_chain(maps: MapSet) -> list[MapSet]:
    """`maps` itself, then each half as large as the one before, down to one pixel.

    Every level tiles as the first does: an average over whole pixels of one period needs none of
    its neighbours. Integers throughout, but for the root: the same bytes on every machine.
    """
    chain = [maps]
    while max(chain[-1].width, chain[-1].rows) > 1:
        chain.append(_half(chain[-1]))
    return chain


def _half(maps: MapSet) -> MapSet:
    return MapSet(
        albedo=_half_colours(maps.albedo),
        normal=_half_normals(maps.normal),
        orm=_average(maps.orm).astype(np.uint8),
        height=_average(maps.height).astype(np.uint16),
        depth=maps.depth,
        tiling=maps.tiling,
        emission=None if maps.emission is None else _half_colours(maps.emission),
        opacity=None if maps.opacity is None else _average(maps.opacity).astype(np.uint8),
    )


def _half_colours(colours: Bytes) -> Bytes:
    light = _average(_TO_LINEAR[colours])
    bytes_: Bytes = np.searchsorted(_BETWEEN, light, side="right").astype(np.uint8)
    return bytes_


def _half_normals(normals: Bytes) -> Bytes:
    """A normal that its neighbours cancel out points straight up."""
    sums, _ = _sums(normals.astype(np.int64) - 128)
    square = (sums * sums).sum(axis=2)
    sums[square == 0] = (0, 0, 1)
    length = np.sqrt(np.maximum(square, 1).astype(np.float64))
    encoded: Bytes = np.floor(sums / length[:, :, None] * 127 + 128.5).astype(np.uint8)
    return encoded


def _average(values: NDArray[np.unsignedinteger]) -> Sums:
    sums, weight = _sums(values.astype(np.int64))
    return (sums + weight // 2) // weight


def _sums(values: Sums) -> tuple[Sums, int]:
    """Of the pixels that fall into one of half the size, and how much they weigh together."""
    across, wide = _halved(values.swapaxes(0, 1))
    down, high = _halved(across.swapaxes(0, 1))
    return down, wide * high


def _halved(values: Sums) -> tuple[Sums, int]:
    """Along the first axis; an odd length's pixels are shared out by how much falls where."""
    length = len(values)
    half = length // 2
    if length == 1:
        return values, 1
    if length % 2 == 0:
        return values[0::2] + values[1::2], 2
    at = np.arange(half, dtype=np.int64).reshape(half, *(1,) * (values.ndim - 1))
    first, middle, last = values[0:-2:2], values[1::2], values[2::2]
    return first * (half - at) + middle * half + last * (at + 1), length


_TO_LINEAR = np.floor(TO_LINEAR.astype(np.float64) * 65_535 + 0.5).astype(np.uint16)
"""Light of an sRGB byte, 0..65535."""
_BETWEEN = (_TO_LINEAR[1:].astype(np.int64) + _TO_LINEAR[:-1] + 1) // 2
"""From the n-th on, byte n + 1 is nearer than byte n."""
