"""What is made of a height map is right at its borders too, and reaches its bytes unharmed."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from tests.worldgen.textures.reference import grid
from worldgen.textures.kernels.blur import box_blur, shrink
from worldgen.textures.kernels.occlusion import occlusion, surroundings
from worldgen.textures.kernels.pack import pack_colour, pack_grey, pack_heights, pack_linear
from worldgen.textures.kernels.relief import curvature, normals, slopes
from worldgen.textures.kernels.sample import sample
from worldgen.textures.kernels.view import NO_WARP, Floats, View, whole
from worldgen.textures.kernels.weather import crumble, run_down

DEPTH = 0.1


def rough(rows: int = 48, columns: int = 64) -> Floats:
    """Heights 0..1 with steep places, the same each time."""
    noise = np.random.Generator(np.random.PCG64(5)).random((rows, columns))
    smoothed: Floats = ndimage.gaussian_filter(noise, 1.5, mode="wrap").astype(np.float32)
    return (smoothed - smoothed.min()) / (smoothed.max() - smoothed.min())


def filled(shape: tuple[int, ...]) -> Floats:
    return np.full(shape, np.nan, np.float32)


def mode(wraps: bool) -> str:
    return "wrap" if wraps else "nearest"


def sobels(heights: Floats, wrap_x: bool, wrap_y: bool) -> list[NDArray[np.float64]]:
    """Rise over run to the right and down, by scipy."""
    modes, scale = [mode(wrap_y), mode(wrap_x)], DEPTH * heights.shape[1] / 8
    return [ndimage.sobel(heights.astype(float), axis, mode=modes) * scale for axis in (1, 0)]


@pytest.mark.parametrize("wraps", [(True, True), (False, True), (False, False)])
def test_normals_are_those_of_the_slopes(wraps: tuple[bool, bool]) -> None:
    heights, out = rough(), np.zeros((48, 64, 3), np.uint8)
    normals(out, heights, whole(64, 48, *wraps), DEPTH)
    right, down = sobels(heights, *wraps)
    exact = np.stack([-right, down, np.ones_like(right)], 2)
    exact *= 127 / np.linalg.norm(exact, axis=2, keepdims=True)
    assert abs(out.astype(float) - 128 - exact).max() < 0.51


def test_a_bump_is_lit_from_the_right_and_from_above_where_engines_expect_it() -> None:
    u, v = grid(64, 64)
    bump = np.exp(-((u - 0.5) ** 2 + (v - 0.5) ** 2) * 30).astype(np.float32)
    out = np.zeros((64, 64, 3), np.uint8)
    normals(out, bump, whole(64, 64), DEPTH)
    assert out[32, 44, 0] > 140 > 116 > out[32, 20, 0]
    assert out[20, 32, 1] > 140 > 116 > out[44, 32, 1]
    assert tuple(out[0, 0]) == (128, 128, 255)


def test_slopes_are_rise_over_run() -> None:
    heights, out = rough(), filled((48, 64))
    slopes(out, heights, whole(64, 48), DEPTH)
    assert abs(out - np.hypot(*sobels(heights, True, True))).max() < 1e-4


@pytest.mark.parametrize("reach", [1, 3])
def test_curvature_is_above_zero_on_what_stands_out(reach: int) -> None:
    heights, out = rough(), filled((48, 64))
    curvature(out, heights, whole(64, 48), DEPTH, reach)
    around = sum(
        np.roll(heights.astype(float), (i * reach, j * reach), (0, 1))
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
    )
    expected = (9 * heights - around) * DEPTH * 64 / (6 * reach)
    assert abs(out - expected).max() < 1e-4


def test_a_roof_of_45_degrees_bends_by_one_along_its_ridge() -> None:
    ramp = (1 - abs(np.arange(64) - 32) / 32).astype(np.float32)
    roof, out = np.tile(ramp, (16, 1)), filled((16, 64))
    curvature(out, roof, whole(64, 16), 0.5, 1)
    assert out[8, 32] == pytest.approx(1, abs=1e-5)
    assert out[8, 0] == pytest.approx(-1, abs=1e-5)
    assert out[8, 16] == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("wraps", [(True, True), (False, True), (True, False)])
def test_blurs_are_means_taken_over(wraps: tuple[bool, bool]) -> None:
    heights, out = rough(), filled((48, 64))
    box_blur(out, heights, 5, 2, 3, *wraps)
    expected = heights.astype(float)
    for _ in range(3):
        expected = ndimage.uniform_filter1d(expected, 11, 1, mode=mode(wraps[0]))
        expected = ndimage.uniform_filter1d(expected, 5, 0, mode=mode(wraps[1]))
    assert abs(out - expected).max() < 1e-6


def test_a_blur_wider_than_the_picture_goes_round_it() -> None:
    heights, out = rough(16, 16), filled((16, 16))
    box_blur(out, heights, 24, 24, 1, True, True)
    wide = np.tile(heights.astype(float), (5, 5))
    expected = ndimage.uniform_filter(wide, 49, mode="wrap")[32:48, 32:48]
    assert abs(out - expected).max() < 1e-6


def test_a_moved_picture_has_the_same_blur_moved() -> None:
    heights, out, moved = rough(), filled((48, 64)), filled((48, 64))
    box_blur(out, heights, 4, 4, 2, True, True)
    box_blur(moved, np.roll(heights, (7, 11), (0, 1)), 4, 4, 2, True, True)
    assert np.array_equal(np.roll(out, (7, 11), (0, 1)), moved)


def test_shrunk_pictures_are_means_of_blocks() -> None:
    heights, out = rough(), filled((12, 16))
    shrink(out, heights)
    assert abs(out - heights.reshape(12, 4, 16, 4).mean((1, 3))).max() < 1e-6


def test_a_pit_is_darker_than_the_plain_and_a_plain_is_open() -> None:
    heights, out = np.ones((64, 64), np.float32), filled((64, 64))
    heights[24:40, 24:40] = 0
    occlusion(out, heights, surroundings(heights, True, True), whole(64, 64), DEPTH, 0.5)
    assert out[32, 32] < 0.8
    assert out[26, 26] < out[32, 32]
    assert out[4, 4] == out.max() > 0.97


def test_occlusion_of_a_moved_picture_is_the_same_moved() -> None:
    heights, out, moved = rough(), filled((48, 64)), filled((48, 64))
    rolled = np.roll(heights, (8, 20), (0, 1))
    occlusion(out, heights, surroundings(heights, True, True), whole(64, 48), DEPTH, 0.5)
    occlusion(moved, rolled, surroundings(rolled, True, True), whole(64, 48), DEPTH, 0.5)
    assert abs(np.roll(out, (8, 20), (0, 1)) - moved).max() < 1e-6


def test_bands_of_what_looks_around_are_parts_of_the_picture() -> None:
    heights, around = rough(), surroundings(rough(), True, True)
    for fill in (
        lambda out, view: slopes(out, heights, view, DEPTH),
        lambda out, view: curvature(out, heights, view, DEPTH, 2),
        lambda out, view: occlusion(out, heights, around, view, DEPTH, 0.5),
    ):
        picture, band = filled((48, 64)), filled((8, 64))
        fill(picture, whole(64, 48))
        fill(band, View(40, 0, 64, 48, True, True))
        assert np.array_equal(picture[40:], band)


def test_a_picture_is_looked_up_between_its_pixels() -> None:
    heights, out = rough(), filled((48, 64))
    dx, dy = np.full((48, 64), 2.5 / 64, np.float32), np.full((48, 64), -50 / 64, np.float32)
    sample(out, heights, whole(64, 48), dx, dy)
    moved = np.roll(heights.astype(float), (50, -2), (0, 1))
    assert abs(out - (moved + np.roll(moved, -1, 1)) / 2).max() < 1e-4
    sample(out, heights, whole(64, 48), NO_WARP, NO_WARP)
    assert abs(out - heights).max() < 1e-5


def test_what_crumbles_loses_its_steep_places_only() -> None:
    heights, out = rough(), filled((48, 64))
    crumble(out, heights, DEPTH, 2, 8, 0.2, 1.0, True, True)
    steps = abs(np.diff(heights, axis=1)).max(), abs(np.diff(out, axis=1)).max()
    assert steps[1] < 0.7 * steps[0]
    assert out.mean() == pytest.approx(heights.mean(), abs=1e-5)
    crumble(out, heights, DEPTH, 2, 8, 99.0, 1.0, True, True)
    assert np.array_equal(out, heights)


def test_what_does_not_settle_is_lost() -> None:
    heights, out = rough(), filled((48, 64))
    crumble(out, heights, DEPTH, 2, 4, 0.2, 0.0, True, True)
    assert (out <= heights).all()
    assert out.mean() < heights.mean() - 1e-3


def test_dirt_runs_down_over_the_border() -> None:
    image, out = np.zeros((16, 4), np.float32), filled((16, 4))
    image[12, 1] = 1
    run_down(out, image, 0.5, True)
    expected = np.zeros(16)
    expected[(12 + np.arange(8)) % 16] = 1 - np.arange(8) / 8
    assert abs(out[:, 1] - expected).max() < 1e-6
    assert not out[:, [0, 2, 3]].any()


def test_bytes_are_the_nearest_and_what_is_beyond_is_cut() -> None:
    values = np.array([[-0.5, 0.0, 0.25, 0.5, 1.0, 1.5]], np.float32)
    grey, words = np.zeros((1, 6), np.uint8), np.zeros((1, 6), np.uint16)
    colour, linear = np.zeros((1, 6, 3), np.uint8), np.zeros((1, 6, 3), np.uint8)
    pack_grey(grey, values)
    pack_heights(words, values)
    pack_colour(colour, values, values, values)
    pack_linear(linear, values, values, values)
    assert grey.tolist() == [[0, 0, 64, 128, 255, 255]]
    assert words.tolist() == [[0, 0, 16384, 32768, 65535, 65535]]
    assert colour[0, :, 1].tolist() == [0, 0, 137, 188, 255, 255]
    assert np.array_equal(linear[0, :, 2], grey[0])
