"""Mips, checked with float arithmetic that shares nothing with theirs."""

import numpy as np
import pytest

from tests.worldgen.textures.packs.samples import waves
from worldgen.textures.maps import MapSet
from worldgen.textures.mips import mip_chain


def light(colours: np.ndarray) -> np.ndarray:
    shares = colours / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def test_a_chain_ends_at_one_pixel() -> None:
    sizes = [(level.width, level.rows) for level in mip_chain(waves(64, 16))]
    assert sizes == [(64, 16), (32, 8), (16, 4), (8, 2), (4, 1), (2, 1), (1, 1)]


def test_odd_sizes_are_halved_downwards() -> None:
    sizes = [(level.width, level.rows) for level in mip_chain(waves(20, 12))]
    assert sizes == [(20, 12), (10, 6), (5, 3), (2, 1), (1, 1)]


@pytest.mark.parametrize("size", [(64, 64), (60, 36), (20, 44)])
def test_each_level_has_the_light_of_the_first(size: tuple[int, int]) -> None:
    first, *others = mip_chain(waves(*size))
    for level in others:
        gap = light(level.albedo).mean(axis=(0, 1)) - light(first.albedo).mean(axis=(0, 1))
        assert np.abs(gap).max() < 0.01
        assert abs(level.height.mean() - first.height.mean()) < 2


def test_a_black_and_white_board_turns_into_half_the_light() -> None:
    board = waves(16, 16)
    board.albedo[:] = 0
    board.albedo[::2, ::2] = 255
    board.albedo[1::2, 1::2] = 255
    assert set(np.unique(mip_chain(board)[1].albedo)) == {188}


def test_normals_keep_their_length() -> None:
    for level in mip_chain(waves(64, 48)):
        length = np.linalg.norm((level.normal.astype(float) - 128) / 127, axis=2)
        assert np.abs(length - 1).max() < 0.01


def test_normals_that_cancel_out_point_up() -> None:
    maps = waves(16, 16)
    maps.normal[:, 0::2] = (255, 128, 128)
    maps.normal[:, 1::2] = (1, 128, 128)
    assert (mip_chain(maps)[1].normal == (128, 128, 255)).all()


@pytest.mark.parametrize("side", [64, 44, 52])
def test_mips_of_two_periods_are_two_periods_of_mips(side: int) -> None:
    once = waves(side, side)
    twice = MapSet(
        *(np.tile(each, (2, 2, 1)) for each in (once.albedo, once.normal, once.orm)),
        np.tile(once.height, (2, 2)),
        once.depth,
        once.tiling,
    )
    for small, large in zip(mip_chain(once)[:2], mip_chain(twice)[:2], strict=True):
        assert np.array_equal(np.tile(small.albedo, (2, 2, 1)), large.albedo)
        assert np.array_equal(np.tile(small.normal, (2, 2, 1)), large.normal)
