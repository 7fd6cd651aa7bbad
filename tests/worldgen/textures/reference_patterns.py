"""Patterns and strewn shapes, looked for the long way: every centre, every joint, every stamp."""

import numpy as np

from tests.worldgen.textures.reference import (
    Doubles,
    grid,
    halves,
    hash_words,
    lattice_hash,
    salt,
    shift_of,
    slope,
)

Shape = tuple[int, int]


def unit(words: np.ndarray) -> Doubles:
    """The upper 24 bits, 0..1."""
    return (words.astype(np.uint64) >> np.uint64(8)) / 2.0**24


def simplex(size: Shape, cells: Shape, salted: int) -> Doubles:
    """One octave: every vertex near, not just the three of the triangle."""
    u, v = grid(*size)
    shift = shift_of(salted)
    x, y = u * cells[0] + shift[0], v * cells[1] + shift[1]
    total = np.zeros_like(x)
    for row in range(-2, cells[1] + 3):
        for column in range(-2, cells[0] + 3):
            away_x, away_y = x - column - 0.5 * (row % 2), y - row
            near = np.maximum(0.8 - away_x**2 - away_y**2, 0) ** 4
            vertex = np.array([column % cells[0]]), np.array([row % cells[1]])
            words = lattice_hash(*vertex, salted)
            total += near * slope(np.broadcast_to(words, x.shape), away_x, away_y)
    return 10.9 * total


def voronoi(size: Shape, cells: Shape, jitter: float, seed: int) -> tuple[Doubles, Doubles]:
    """How far the nearest point and the nearest border are."""
    salted = salt(seed, 0)
    shift = shift_of(salted)
    u, v = grid(*size)
    x, y = u * cells[0] + shift[0], v * cells[1] + shift[1]
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    points = []
    for i in range(-4, 5):
        for j in range(-4, 5):
            low, high = halves(lattice_hash((column + i) % cells[0], (row + j) % cells[1], salted))
            points.append(
                (
                    column + i + 0.5 + jitter * (low - 0.5) - x,
                    row + j + 0.5 + jitter * (high - 0.5) - y,
                )
            )
    away = np.array(points)
    distances = np.hypot(away[:, 0], away[:, 1])
    nearest = np.take_along_axis(away, distances.argmin(0)[None, None], 0)[0]
    apart = np.hypot(away[:, 0] - nearest[0], away[:, 1] - nearest[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        borders = (distances**2 - distances.min(0) ** 2) / (2 * apart)
    return distances.min(0), np.where(apart < 1e-4, np.inf, borders).min(0)


def courses(
    size: Shape, counts: Shape, shift: float, scatter: float, uneven: float, seed: int
) -> tuple[Doubles, Doubles]:
    """Edge, and the place across: from a list of each row's joints."""
    columns, rows = counts
    aspect = (size[0] / columns) / (size[1] / rows)
    edge, across = np.empty(size[::-1]), np.empty(size[::-1])
    for line in range(size[1]):
        y = (line + 0.5) / size[1] * rows
        row = np.array([int(y)])
        moved = unit(lattice_hash(np.array([0]), row, salt(seed, 0)))[0]
        numbers = np.arange(-4, columns + 5)
        words = lattice_hash(numbers % columns, row, salt(seed, 1))
        joints = numbers + uneven * 0.9 * (unit(words) - 0.5)
        for at in range(size[0]):
            x = (at + 0.5) / size[0] * columns + shift * (int(y) % 2) + scatter * moved
            right = int(np.searchsorted(joints, x, side="right"))
            left = joints[right - 1]
            beside = min(x - left, joints[right] - x) * aspect
            edge[line, at] = min(beside, y % 1, 1 - y % 1)
            across[line, at] = (x - left) / (joints[right] - left)
    return edge, across


def hexagons(size: Shape, counts: Shape) -> Doubles:
    """Edge: half of how much farther the second nearest middle is, along the line between."""
    u, v = grid(*size)
    x, y = u * counts[0], v * counts[1] * np.sqrt(3) / 2
    middles = [
        (column + 0.5 * (row % 2), row * np.sqrt(3) / 2)
        for row in range(-2, counts[1] + 3)
        for column in range(-2, counts[0] + 3)
    ]
    distances = np.sort([np.hypot(x - across, y - down) for across, down in middles], axis=0)
    # Neighbours are all 1 apart.
    return np.asarray((distances[1] ** 2 - distances[0] ** 2) / 2)


Stamp = tuple[float, float, float, float, int]


def stamps(
    size: Shape, cells: Shape, jitter: float, length: float, vary: float,
    turn: float, spread: float, seed: int,
) -> list[Stamp]:  # fmt: skip
    """Middle in pixels, turn, half a length in pixels, and hash of each."""
    width, height = size
    found = []
    for row in range(cells[1]):
        for column in range(cells[0]):
            place = lattice_hash(np.array([column]), np.array([row]), salt(seed, 0))
            look = hash_words(place + np.uint64(0x9E3779B9) & np.uint64(0xFFFFFFFF))
            bits = hash_words(look + np.uint64(0x9E3779B9) & np.uint64(0xFFFFFFFF))
            (low, high), (angle, smaller) = halves(place), halves(look)
            found.append(
                (
                    (column + 0.5 + jitter * (low[0] - 0.5)) * width / cells[0],
                    (row + 0.5 + jitter * (high[0] - 0.5)) * height / cells[1],
                    turn + spread * (angle[0] - 0.5),
                    length * width / 2 * (1 - vary * smaller[0]),
                    int(bits[0]),
                )
            )
    return found


def places(size: Shape, stamp: Stamp) -> list[tuple[Doubles, Doubles]]:
    """Each pixel's place along and aside, in half lengths, for each copy that a period brings."""
    x, y, turn, half, _ = stamp
    row, column = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
    cosine, sine = np.cos(2 * np.pi * turn), np.sin(2 * np.pi * turn)
    return [
        (
            ((column - x - i * size[0]) * cosine + (row - y - j * size[1]) * sine) / half,
            ((row - y - j * size[1]) * cosine - (column - x - i * size[0]) * sine) / half,
        )
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
    ]
