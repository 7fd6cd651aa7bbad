"""What each kernel should say, in plain numpy with doubles: slow, obvious, and of its own.

The hash is written down again too: where it differs, everything does.
"""

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Words = NDArray[np.uint64]

_32 = np.uint64(0xFFFFFFFF)


def mixed(bits: int) -> int:
    """splitmix64's finaliser."""
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB % 2**64
    return bits ^ bits >> 31


def salt(seed: int, stream: int) -> int:
    return mixed((mixed(seed) + stream) % 2**64) % 2**32


def hash_words(words: Words) -> Words:
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        words = words ^ words >> np.uint64(shift)
        words = words * np.uint64(factor) & _32
    return words ^ words >> np.uint64(16)


def lattice_hash(x: NDArray[np.int64], y: NDArray[np.int64], salted: int) -> Words:
    keys = (x * 0x9E3779B1 + y * 0x85EBCA77) % 2**32
    return hash_words(keys.astype(np.uint64) ^ np.uint64(salted))


def halves(words: Words) -> tuple[Doubles, Doubles]:
    """The lower and the upper 16 bits, 0..1."""
    return (words & np.uint64(0xFFFF)) / 65536.0, (words >> np.uint64(16)) / 65536.0


def shift_of(salted: int) -> tuple[float, float]:
    low, high = halves(hash_words(np.array([salted], np.uint64)))
    return float(low[0]), float(high[0])


def grid(width: int, height: int) -> tuple[Doubles, Doubles]:
    """u, v of every pixel's middle."""
    v, u = np.mgrid[0:height, 0:width]
    return (u + 0.5) / width, (v + 0.5) / height


def smooth(t: Doubles) -> Doubles:
    return t**3 * (t * (t * 6 - 15) + 10)


def slope(words: Words, x: Doubles, y: Doubles) -> Doubles:
    """Along a unit vector: of lattice_hash before its last step, which is its own inverse here."""
    words = words ^ words >> np.uint64(16)
    signed = np.where(words < 2**31, words.astype(np.int64), words.astype(np.int64) - 2**32)
    along = signed / 2.0**31
    down = np.where(words & np.uint64(0x8000), -1, 1) * (1 - abs(along))
    return (along * x + down * y) / np.hypot(along, down)


def perlin(u: Doubles, v: Doubles, cells: tuple[int, int], salted: int) -> Doubles:
    """One octave; u, v in periods, both axes wrapped. -1..1."""
    shift = shift_of(salted)
    x, y = u * cells[0] + shift[0], v * cells[1] + shift[1]
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    x, y = x - column, y - row
    total = np.zeros_like(x)
    for i in (0, 1):
        for j in (0, 1):
            words = lattice_hash((column + i) % cells[0], (row + j) % cells[1], salted)
            weight = smooth(1 - abs(x - i)) * smooth(1 - abs(y - j))
            total += weight * slope(words, x - i, y - j)
    return total * np.sqrt(2)


def fbm(
    u: Doubles, v: Doubles, cells: tuple[int, int], octaves: int, gain: float, seed: int
) -> Doubles:
    total, strength = np.zeros_like(u), 0.0
    for octave in range(octaves):
        across, down = cells[0] * 2**octave, cells[1] * 2**octave
        total += gain**octave * perlin(u, v, (across, down), salt(seed, octave))
        strength += gain**octave
    return total / strength


def worley(
    u: Doubles, v: Doubles, cells: tuple[int, int], jitter: float, manhattan: bool, seed: int
) -> Doubles:
    """The two least distances, (2, height, width), of 7 x 7 cells and with no cap."""
    salted = salt(seed, 0)
    shift = shift_of(salted)
    x, y = u * cells[0] + shift[0], v * cells[1] + shift[1]
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    distances = []
    for i in range(-3, 4):
        for j in range(-3, 4):
            low, high = halves(lattice_hash((column + i) % cells[0], (row + j) % cells[1], salted))
            away_x = column + i + 0.5 + jitter * (low - 0.5) - x
            away_y = row + j + 0.5 + jitter * (high - 0.5) - y
            distances.append(abs(away_x) + abs(away_y) if manhattan else np.hypot(away_x, away_y))
    return np.sort(np.array(distances), axis=0)[:2]
