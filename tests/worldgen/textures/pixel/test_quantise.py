"""Few colours: only the palette's, and on average those of the picture."""

import numpy as np
import pytest

from worldgen.errors import InvalidSpec
from worldgen.textures.pixel.palettes import bundled, palette
from worldgen.textures.pixel.quantise import bayer, binary_alpha, quantised

GREYS = palette(["#000000", "#808080", "#ffffff"])


def plain(grey: int) -> np.ndarray:
    return np.full((16, 16, 3), grey, np.uint8)


@pytest.mark.parametrize("name", bundled())
def test_only_the_palettes_colours_are_used(name: str) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    used = {tuple(colour) for colour in quantised(picture, palette(name)).reshape(-1, 3).tolist()}
    assert used <= {tuple(colour) for colour in palette(name).bytes().tolist()}


@pytest.mark.parametrize("dither", ["none", "bayer2", "bayer4", "bayer8"])
def test_a_picture_in_the_palettes_colours_stays(dither: str) -> None:
    colours = palette("village16").bytes()
    picture = colours[np.random.default_rng(1).integers(0, 16, (32, 32))]
    assert np.array_equal(quantised(picture, palette("village16"), dither), picture)


def test_without_a_pattern_each_pixel_gets_the_nearest() -> None:
    assert (quantised(plain(63), GREYS, "none") == 0).all()
    assert (quantised(plain(65), GREYS, "none") == 128).all()


@pytest.mark.parametrize("grey", [40, 64, 90, 180])
def test_a_pattern_mixes_what_is_between(grey: int) -> None:
    mixed = quantised(plain(grey), GREYS, "bayer4")
    assert abs(mixed.mean() - grey) < 12
    assert len(np.unique(mixed)) == 2


def test_what_is_nearly_a_colour_gets_no_stray_dots() -> None:
    assert (quantised(plain(10), GREYS, "bayer4") == 0).all()


def test_a_pattern_tiles() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (24, 32, 3), np.uint8)
    twice = quantised(np.tile(picture, (2, 2, 1)), palette("moor8"), "bayer8")
    assert np.array_equal(twice, np.tile(quantised(picture, palette("moor8"), "bayer8"), (2, 2, 1)))


def test_bayers_pattern_of_two() -> None:
    assert bayer(2).tolist() == [[0, 2], [3, 1]]
    assert sorted(bayer(8).ravel().tolist()) == list(range(64))


def test_alpha_is_there_or_not() -> None:
    opacity = np.array([[0, 127, 128, 255]], np.uint8)
    assert binary_alpha(opacity).tolist() == [[0, 0, 255, 255]]


def test_an_unknown_pattern_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="there is no pattern 'noise'; there are: none, bayer2"):
        quantised(plain(1), GREYS, "noise")
