"""The typical material of bench/textures.py in plain numpy: whole pictures, one pass an operation.

float32 throughout and the same formulas, with other seeds: both do the same work.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Words = NDArray[np.uint32]


def fbm(u: Floats, v: Floats, cells: int, octaves: int, gain: float) -> Floats:
    total = np.zeros_like(u)
    for octave in range(octaves):
        total += np.float32(gain**octave) * _perlin(u, v, cells << octave, octave)
    return total / np.float32(sum(gain**octave for octave in range(octaves)))


def worley(u: Floats, v: Floats, cells: int) -> tuple[Floats, Floats]:
    """F1 and F2."""
    x, y = u * np.float32(cells), v * np.float32(cells)
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    x, y = x - column, y - row
    first, second = np.full_like(u, 9), np.full_like(u, 9)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            bits = _hash((column + across) % cells, (row + down) % cells, 7)
            low, high = _halves(bits)
            away_x, away_y = across + low - x, down + high - y
            distance = away_x * away_x + away_y * away_y
            second = np.minimum(second, np.maximum(first, distance))
            first = np.minimum(first, distance)
    return np.sqrt(first), np.sqrt(second)


def normals(heights: Floats, depth: float) -> NDArray[np.uint8]:
    rolled = {(x, y): np.roll(heights, (-y, -x), (0, 1)) for x in (-1, 0, 1) for y in (-1, 0, 1)}
    scale = np.float32(depth * heights.shape[1] / 8)
    right = sum((2 - abs(y)) * (rolled[1, y] - rolled[-1, y]) for y in (-1, 0, 1))
    down = sum((2 - abs(x)) * (rolled[x, 1] - rolled[x, -1]) for x in (-1, 0, 1))
    x, y = right * scale, down * scale
    length = np.float32(127) / np.sqrt(x * x + y * y + 1)
    return np.stack([128.5 - x * length, 128.5 + y * length, 128.5 + length], 2).astype(np.uint8)


def occlusion(heights: Floats, depth: float) -> Floats:
    size = heights.shape[0]
    small = heights.reshape(size // 4, 4, size // 4, 4).mean((1, 3), dtype=np.float32)
    total = np.zeros_like(heights)
    for reach in (1 / 256, 1 / 64, 1 / 16):
        pixels = max(1, round(reach * size / 8))
        around = _enlarged(_blurred(_blurred(small, pixels), pixels))
        total += np.maximum(around - heights, 0) * np.float32(0.5 * depth / reach)
    open_sky: Floats = np.reciprocal(total + np.float32(1))
    return open_sky


def packed(*planes: Floats) -> NDArray[np.uint8]:
    return (np.clip(np.stack(planes, 2), 0, 1) * np.float32(255) + np.float32(0.5)).astype(np.uint8)


def _blurred(image: Floats, reach: int) -> Floats:
    for axis in (0, 1):
        total = sum(np.roll(image, step, axis) for step in range(-reach, reach + 1))
        image = np.asarray(total, np.float32) / np.float32(2 * reach + 1)
    return image


def _enlarged(image: Floats) -> Floats:
    at = (np.arange(4 * len(image)) + 0.5) / 4 - 0.5
    first, share = np.floor(at).astype(int), (at - np.floor(at)).astype(np.float32)
    first, second = first % len(image), (first + 1) % len(image)
    image = image[first] + share[:, None] * (image[second] - image[first])
    wide: Floats = image[:, first] + share * (image[:, second] - image[:, first])
    return wide


def _perlin(u: Floats, v: Floats, cells: int, octave: int) -> Floats:
    x, y = u * np.float32(cells) + np.float32(0.3), v * np.float32(cells) + np.float32(0.6)
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    x, y = x - column, y - row
    corners = [
        _slope(_hash((column + i) % cells, (row + j) % cells, octave), x - i, y - j)
        for j in (0, 1)
        for i in (0, 1)
    ]
    fade_x, fade_y = _fade(x), _fade(y)
    above = corners[0] + fade_x * (corners[1] - corners[0])
    below = corners[2] + fade_x * (corners[3] - corners[2])
    return np.float32(1.413) * (above + fade_y * (below - above))


def _fade(t: Floats) -> Floats:
    return t * t * t * (t * (t * 6 - 15) + 10)


def _slope(bits: Words, x: Floats, y: Floats) -> Floats:
    _, high = _halves(bits)
    along = high * 2 - 1
    down = np.where(bits & 1, -1, 1).astype(np.float32) * (1 - abs(along))
    slope: Floats = (along * x + down * y) / np.sqrt(along * along + down * down)
    return slope


def _hash(x: NDArray[np.int32], y: NDArray[np.int32], salt: int) -> Words:
    bits: Words = x.astype(np.uint32) * np.uint32(0x9E3779B1) + y.astype(np.uint32) * np.uint32(
        0x85EBCA77
    )
    bits ^= np.uint32(salt * 0x632BE5AB & 0xFFFFFFFF)
    bits = (bits ^ (bits >> np.uint32(16))) * np.uint32(0x7FEB352D)
    bits = (bits ^ (bits >> np.uint32(15))) * np.uint32(0x846CA68B)
    bits ^= bits >> np.uint32(16)
    return bits


def _halves(bits: Words) -> tuple[Floats, Floats]:
    scale = np.float32(2**-16)
    return (bits & 0xFFFF).astype(np.float32) * scale, (bits >> np.uint32(16)).astype(
        np.float32
    ) * scale
