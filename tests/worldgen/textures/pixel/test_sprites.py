"""Sprites: whole squares, a dark line around what stands, light from the north-west."""

import numpy as np
import pytest

from worldgen.textures.pixel.palettes import palette
from worldgen.textures.pixel.sprites import SIDE, sprite, sprites

LINE = (0x1B, 0x16, 0x20)
LIT = ["pillar", "tree", "boulder", "mountain", "crate", "bed", "table", "well"]


@pytest.mark.parametrize("name", sprites())
def test_a_sprite_is_a_square_with_something_on_it(name: str) -> None:
    drawn = sprites()[name]
    assert drawn.shape == (SIDE, SIDE, 4)
    assert set(np.unique(drawn[:, :, 3])) <= {0, 255}
    assert (drawn[:, :, 3] == 255).sum() > SIDE


@pytest.mark.parametrize("name", LIT)
def test_light_comes_from_the_north_west(name: str) -> None:
    drawn = sprites()[name].astype(int)
    y, x = np.mgrid[0:SIDE, 0:SIDE] - (SIDE - 1) / 2
    painted = (drawn[:, :, 3] > 0) & (drawn[:, :, :3] != LINE).any(axis=2)
    light = drawn[:, :, :3].mean(axis=2)
    assert light[painted & (x + y < -3)].mean() > light[painted & (x + y > 3)].mean()


@pytest.mark.parametrize("name", LIT)
def test_a_dark_line_runs_around_it(name: str) -> None:
    drawn = sprites()[name]
    there = np.pad(drawn[:, :, 3] > 0, 1)
    inside = there[:-2, 1:-1] & there[2:, 1:-1] & there[1:-1, :-2] & there[1:-1, 2:]
    rim = (drawn[:, :, 3] > 0) & ~inside
    assert (drawn[rim][:, :3] == LINE).all()


@pytest.mark.parametrize("side", [8, 24, 32])
def test_sprites_come_in_any_size_and_palette(side: int) -> None:
    drawn = sprite("tree", palette("ink4"), side)
    assert drawn.shape == (side, side, 4)
    used = {tuple(colour) for colour in drawn[drawn[:, :, 3] > 0][:, :3].tolist()}
    assert used <= {tuple(colour) for colour in palette("ink4").bytes().tolist()}
