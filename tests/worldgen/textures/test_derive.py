"""Maps guessed from a picture: named as guessed, tiling as it does."""

import numpy as np
import pytest

from tests.worldgen.textures.example.samples import exemplar
from tests.worldgen.textures.packs.samples import waves
from worldgen.textures.derive import derive
from worldgen.textures.example import QuiltSpec, more_of


def test_what_is_guessed_is_named() -> None:
    maps = waves()
    assert derive(maps.albedo).names == ("height", "normal", "orm")
    assert derive(maps.albedo, {"normal": maps.normal}).names == ("height", "orm")


def test_what_is_known_is_kept() -> None:
    maps = waves()
    kept = derive(maps.albedo, {"height": maps.height, "normal": maps.normal}).maps
    assert np.array_equal(kept.height, maps.height)
    assert np.array_equal(kept.normal, maps.normal)


def test_bright_is_high() -> None:
    maps = waves()
    derived = derive(maps.albedo).maps
    luma = maps.albedo.astype(float).sum(axis=2)
    correlation = np.corrcoef(luma.ravel(), derived.height.ravel())[0, 1]
    assert correlation > 0.9


def test_normals_have_length_one() -> None:
    normal = derive(waves().albedo).maps.normal.astype(float)
    assert np.abs(np.linalg.norm((normal - 128) / 127, axis=2) - 1).max() < 0.01


def test_one_colour_is_flat() -> None:
    maps = derive(np.full((32, 32, 3), 90, np.uint8)).maps
    assert (maps.normal == (128, 128, 255)).all()
    assert len(np.unique(maps.height)) == 1


@pytest.mark.parametrize("seed", range(4))
def test_guessed_maps_tile_where_the_picture_does(seed: int) -> None:
    sample = exemplar()
    albedo = more_of(sample, QuiltSpec(128, 128, seed)).of(sample.albedo)
    maps = derive(albedo).maps
    for shift in ((40, 0), (0, 24)):
        moved = derive(np.roll(albedo, shift, axis=(0, 1))).maps
        assert np.array_equal(moved.normal, np.roll(maps.normal, shift, axis=(0, 1)))
        assert np.array_equal(moved.height, np.roll(maps.height, shift, axis=(0, 1)))
