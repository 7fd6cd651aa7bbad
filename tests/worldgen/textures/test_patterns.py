"""Layouts, weaves and strewn shapes are where a longer search finds them, and tile."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.worldgen.textures import reference
from tests.worldgen.textures import reference_patterns as longer
from worldgen.textures.kernels.fbm import FBM
from worldgen.textures.kernels.gabor import gabor
from worldgen.textures.kernels.layout import courses, herringbone, hexagons
from worldgen.textures.kernels.scatter import BLADE, CONE, DISC, DOME, LEAF, SCRATCH, scatter
from worldgen.textures.kernels.simplex import simplex
from worldgen.textures.kernels.view import NO_WARP, Floats, View, whole
from worldgen.textures.kernels.voronoi import voronoi
from worldgen.textures.kernels.waves import SAW, SINE, TRIANGLE, waves
from worldgen.textures.kernels.weave import weave
from worldgen.textures.kernels.worley import CELL_ID, EUCLID, F1, F2, worley, worley_all

FLAT = (NO_WARP, NO_WARP)
LOOKS = (1.0, 0.3, 0.5, 0.4, 0.1, 0.6, 0.5, 0.4)
"""Jitter, length, aspect, vary, turn, spread, bend and lift of what is strewn."""


def empty(count: int, rows: int, columns: int) -> tuple[Floats, ...]:
    return tuple(np.full((rows, columns), np.nan, np.float32) for _ in range(count))


def test_simplex_is_the_sum_over_every_vertex() -> None:
    (out,) = empty(1, 60, 72)
    simplex(out, whole(72, 60), *FLAT, 5, 4, 1, 1.0, FBM, 6)
    assert abs(out - longer.simplex((72, 60), (5, 4), reference.salt(6, 0))).max() < 5e-3


@pytest.mark.parametrize("jitter", [0.0, 0.5, 1.0])
def test_borders_of_cells_are_as_far_as_a_wider_search_says(jitter: float) -> None:
    outs = empty(4, 80, 80)
    voronoi(*outs, whole(80, 80), *FLAT, 7, 6, jitter, 3)
    nearest, border = longer.voronoi((80, 80), (7, 6), jitter, 3)
    sure = nearest < 1.5 - jitter / 2
    capped = np.minimum(border, (np.sqrt(2) * (1.5 - jitter / 2) - nearest) / 2)
    assert sure.mean() > 0.99
    assert abs(outs[0] - capped)[sure].max() < 1e-3
    assert abs(np.hypot(outs[2], outs[3]) - nearest)[sure].max() < 1e-3


def test_all_of_worley_is_each_of_it() -> None:
    first, second, cell, alone = empty(4, 48, 48)
    worley_all(first, second, cell, whole(48, 48), *FLAT, 5, 5, 0.8, EUCLID, 1)
    for what, expected in ((F1, first), (F2, second), (CELL_ID, cell)):
        worley(alone, whole(48, 48), *FLAT, 5, 5, 0.8, what, EUCLID, 1)
        assert np.array_equal(alone, expected)


@pytest.mark.parametrize("moves", [(0.0, 0.0, 0.0), (0.5, 0.0, 0.3), (0.0, 1.0, 1.0)])
def test_courses_have_the_joints_of_their_rows(moves: tuple[float, float, float]) -> None:
    outs = empty(4, 60, 90)
    courses(*outs, whole(90, 60), *FLAT, 4, 6, *moves, 8)
    edge, across = longer.courses((90, 60), (4, 6), *moves, 8)
    assert abs(outs[0] - edge).max() < 1e-4
    assert abs(outs[2] - across).max() < 1e-4


def test_every_brick_has_a_number_of_its_own() -> None:
    outs = empty(4, 64, 64)
    courses(*outs, whole(64, 64), *FLAT, 4, 8, 0.5, 0.0, 0.0, 1)
    numbers, pixels = np.unique(outs[1], return_counts=True)
    assert numbers.size == 32
    assert set(pixels) == {16 * 8}


def test_hexagons_are_nearest_to_their_middle() -> None:
    outs = empty(4, 70, 80)
    hexagons(*outs, whole(80, 70), *FLAT, 5, 6, 1)
    assert abs(outs[0] - longer.hexagons((80, 70), (5, 6))).max() < 1e-4
    assert np.unique(outs[1]).size == 30


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_herringbone_is_made_of_equal_pieces(ratio: int) -> None:
    outs, side = empty(4, 96, 96), 4 * ratio
    herringbone(*outs, whole(96, 96), *FLAT, side, side, ratio, 1)
    numbers, pixels = np.unique(outs[1], return_counts=True)
    assert numbers.size == side * side // ratio
    assert set(pixels) == {ratio * (96 // side) ** 2}


def test_a_plain_weave_goes_over_and_under_in_turn() -> None:
    height, thread, _, aside = empty(4, 80, 80)
    weave(height, thread, empty(1, 80, 80)[0], aside, whole(80, 80), *FLAT, 8, 8, 1, 1, 1, 0.2, 1)
    crossings = thread[5::10, 5::10]
    lying = (np.indices((8, 8)).sum(0) % 2) == 0
    for row in range(8):
        assert np.unique(crossings[row][lying[row]]).size == 1
    for column in range(8):
        assert np.unique(crossings[:, column][~lying[:, column]]).size == 1
    assert height[0, 0] == 0
    assert height[5::10, 5::10].min() > 0.98


def test_a_satin_shows_each_thread_as_long_as_it_lies_above() -> None:
    _, thread, along, aside = empty(4, 100, 100)
    weave(
        empty(1, 100, 100)[0], thread, along, aside, whole(100, 100), *FLAT, 10, 10, 1, 4, 2, 0.0, 1
    )
    _, pixels = np.unique(thread, return_counts=True)
    assert sorted(pixels) == [200] * 10 + [800] * 10
    assert 0 < along.min() < along.max() < 1


def test_waves_are_sines_triangles_and_saws() -> None:
    u, v = reference.grid(64, 48)
    turns = 3 * u - 2 * v + 0.3
    saw = 2 * (turns % 1) - 1
    triangle = 2 / np.pi * np.arcsin(np.sin(2 * np.pi * turns))
    for shape, expected in ((SINE, np.sin(2 * np.pi * turns)), (TRIANGLE, triangle), (SAW, saw)):
        (out,) = empty(1, 48, 64)
        waves(out, whole(64, 48), *FLAT, 3, -2, 0.3, shape)
        assert abs(out - expected).max() < 1e-5


PROFILES: dict[int, Callable[..., np.ndarray]] = {
    DOME: lambda a, b: np.sqrt(np.maximum(1 - a**2 - b**2, 0)),
    CONE: lambda a, b: 1 - np.hypot(a, b),
    DISC: lambda a, b: np.minimum(4 - 4 * np.hypot(a, b), 1),
    LEAF: lambda a, b: _pointed(a, b, 1 - a**2, 1 - a**2),
    BLADE: lambda a, b: _pointed(a, b, 0.5 - a / 2, 0.5 + a / 2),
    SCRATCH: lambda a, b: (1 - a**2) * (1 - abs(b)),
}


def _pointed(a: np.ndarray, b: np.ndarray, broad: np.ndarray, high: np.ndarray) -> np.ndarray:
    broad = np.maximum(broad, 0.02)
    return np.maximum(high, 0.02 if high is broad else -9) * (1 - (b / broad) ** 2)


@pytest.mark.parametrize("shape", PROFILES)
def test_the_highest_of_all_shapes_is_seen(shape: int) -> None:
    jitter, length, aspect, vary, turn, spread, bend, lift = LOOKS
    expected = np.zeros((64, 80))
    for stamp in longer.stamps((80, 64), (4, 3), jitter, length, vary, turn, spread, 2):
        lifted = lift * (stamp[4] % 65536) / 65536
        for a, b in longer.places((80, 64), stamp):
            b = b / aspect + bend * (a * a - 0.5)
            inside = (abs(a) <= 1) & (abs(b - bend * (a * a - 0.5)) <= 1 + bend / 2)
            value = np.where(inside, PROFILES[shape](a, b), 0)
            expected = np.maximum(expected, np.where(value > 0, lifted + (1 - lift) * value, 0))
    outs = empty(4, 64, 80)
    scatter(*outs, whole(80, 64), 4, 3, *LOOKS, shape, 2)
    differs = abs(outs[0] - expected) > 2e-3
    assert differs.mean() < 2e-3


def test_gabor_noise_is_the_sum_of_all_impulses() -> None:
    total = np.zeros((64, 80))
    for stamp in longer.stamps((80, 64), (6, 5), 1.0, 0.4, 0.0, 0.1, 0.3, 2):
        bits = stamp[4]
        phase, weight = bits % 65536 / 65536, 2 * (bits >> 16) / 65536 - 1
        for a, b in longer.places((80, 64), stamp):
            window = np.maximum(1 - a**2 - b**2, 0) ** 2
            total += weight * window * np.cos(2 * np.pi * (a * 1.5 + phase))
    (out,) = empty(1, 64, 80)
    gabor(out, whole(80, 64), 6, 5, 0.4, 3.0, 0.1, 0.15, 2)
    uncut = abs(out) < 1
    ratio = (out[uncut] * total[uncut]).sum() / (total[uncut] ** 2).sum()
    assert abs(out - ratio * total)[uncut].max() < 1e-4
    assert 0.25 < out.std() < 0.42


TILED: dict[str, Callable[[tuple[Floats, ...], View], None]] = {
    "simplex": lambda outs, view: simplex(outs[0], view, *FLAT, 3, 4, 3, 0.5, FBM, 1),
    "voronoi": lambda outs, view: voronoi(*outs, view, *FLAT, 3, 4, 1.0, 1),
    "courses": lambda outs, view: courses(*outs, view, *FLAT, 3, 4, 0.5, 0.7, 0.6, 1),
    "hexagons": lambda outs, view: hexagons(*outs, view, *FLAT, 3, 4, 1),
    "herringbone": lambda outs, view: herringbone(*outs, view, *FLAT, 4, 8, 2, 1),
    "weave": lambda outs, view: weave(*outs, view, *FLAT, 6, 3, 2, 1, 1, 0.1, 1),
    "waves": lambda outs, view: waves(outs[0], view, *FLAT, 3, 2, 0.2, SINE),
    "scatter": lambda outs, view: scatter(*outs, view, 3, 4, *LOOKS, LEAF, 1),
    "gabor": lambda outs, view: gabor(outs[0], view, 3, 4, 0.7, 3.0, 0.1, 0.1, 1),
}


@pytest.mark.parametrize("name", TILED)
def test_two_periods_and_bands_are_the_picture_again(name: str) -> None:
    one, two, band = empty(4, 48, 64), empty(4, 96, 128), empty(4, 8, 40)
    TILED[name](one, whole(64, 48))
    TILED[name](two, whole(64, 48))
    TILED[name](band, View(16 - 48, 64 + 8, 64, 48, True, True))
    for picture, larger, part in zip(one, two, band, strict=True):
        assert np.array_equal(np.tile(picture, (2, 2)), larger, equal_nan=True)
        assert np.array_equal(picture[16:24, 8:48], part, equal_nan=True)


@pytest.mark.parametrize("name", TILED)
def test_an_axis_that_does_not_wrap_is_filled_past_the_border(name: str) -> None:
    picture, band = empty(4, 144, 192), empty(4, 16, 64)
    TILED[name](picture, View(-48, -64, 64, 48, False, False))
    TILED[name](band, View(0, 64, 64, 48, False, False))
    for large, part in zip(picture, band, strict=True):
        assert np.array_equal(large[48:64, 128:], part, equal_nan=True)
    assert not np.isnan(picture[0]).any()
