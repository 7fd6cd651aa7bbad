"""Noise is what its plain double says, and tiles to the last bit."""

import numpy as np
import pytest

from tests.worldgen.textures import reference
from worldgen.textures.kernels.fbm import BILLOW, FBM, RIDGED, fbm, perlin
from worldgen.textures.kernels.view import NO_WARP, Floats, View, whole
from worldgen.textures.kernels.worley import (
    CELL_ID,
    EUCLID,
    F1,
    F2,
    F2_MINUS_F1,
    MANHATTAN,
    worley,
)

UNWARPED = (NO_WARP, NO_WARP)


def empty(rows: int, columns: int) -> Floats:
    return np.full((rows, columns), np.nan, np.float32)


def test_octaves_are_those_of_the_reference() -> None:
    out = empty(96, 128)
    fbm(out, whole(128, 96), *UNWARPED, 4, 3, 5, 0.5, FBM, 11)
    plain = reference.fbm(*reference.grid(128, 96), (4, 3), 5, 0.5, 11)
    assert abs(out - plain).max() < 2e-3


def test_a_warp_of_nothing_changes_nothing() -> None:
    nothing = np.zeros((64, 64), np.float32)
    plain, warped = empty(64, 64), empty(64, 64)
    fbm(plain, whole(64, 64), *UNWARPED, 4, 4, 4, 0.6, FBM, 5)
    fbm(warped, whole(64, 64), nothing, nothing, 4, 4, 4, 0.6, FBM, 5)
    assert abs(plain - warped).max() < 1e-5


def test_a_warp_by_whole_pixels_moves_the_picture() -> None:
    across, down = np.full((64, 64), 5 / 64, np.float32), np.full((64, 64), -9 / 64, np.float32)
    plain, warped = empty(64, 64), empty(64, 64)
    fbm(plain, whole(64, 64), *UNWARPED, 4, 4, 3, 0.5, FBM, 5)
    fbm(warped, whole(64, 64), across, down, 4, 4, 3, 0.5, FBM, 5)
    assert abs(np.roll(plain, (9, -5), (0, 1)) - warped).max() < 1e-5


@pytest.mark.parametrize("mode", [FBM, BILLOW, RIDGED])
def test_octaves_stay_within_their_range(mode: int) -> None:
    for seed in range(20):
        out = empty(64, 64)
        fbm(out, whole(64, 64), *UNWARPED, 8, 8, 3, 0.5, mode, seed)
        assert -1 <= out.min() < out.max() <= 1


def test_two_periods_are_one_twice() -> None:
    one, two = empty(48, 64), empty(96, 128)
    perlin(one, whole(64, 48), *UNWARPED, 5, 7, 3)
    perlin(two, View(0, 0, 64, 48, True, True), *UNWARPED, 5, 7, 3)
    assert np.array_equal(np.tile(one, (2, 2)), two)


def test_bands_are_parts_of_the_picture() -> None:
    picture, band = empty(64, 64), empty(16, 64)
    fbm(picture, whole(64, 64), *UNWARPED, 3, 3, 4, 0.5, RIDGED, 9)
    fbm(band, View(32, -64, 64, 64, True, True), *UNWARPED, 3, 3, 4, 0.5, RIDGED, 9)
    assert np.array_equal(picture[32:48], band)


def test_an_axis_that_does_not_wrap_goes_on() -> None:
    out = empty(64, 192)
    perlin(out, View(0, -64, 64, 64, False, True), *UNWARPED, 4, 4, 3)
    steps = abs(np.diff(out, axis=1))
    assert steps.max() < 0.25
    assert not np.array_equal(out[:, :64], out[:, 64:128])


@pytest.mark.parametrize("metric", [EUCLID, MANHATTAN])
@pytest.mark.parametrize("jitter", [0.0, 0.6, 1.0])
def test_cells_are_as_far_as_a_wider_search_says(metric: int, jitter: float) -> None:
    u, v = reference.grid(96, 96)
    wide = np.minimum(
        reference.worley(u, v, (6, 8), jitter, metric == MANHATTAN, 4), 1.5 - jitter / 2
    )
    for what, expected in ((F1, wide[0]), (F2, wide[1]), (F2_MINUS_F1, wide[1] - wide[0])):
        out = empty(96, 96)
        worley(out, whole(96, 96), *UNWARPED, 6, 8, jitter, what, metric, 4)
        assert abs(out - expected).max() < 1e-4


def test_a_cell_has_one_number() -> None:
    out = empty(64, 64)
    worley(out, whole(64, 64), *UNWARPED, 4, 4, 0.5, CELL_ID, EUCLID, 2)
    assert np.unique(out).size == 16
    assert 0 <= out.min() < out.max() < 1
