"""Any material in few colours and hard edges."""

import io
import warnings

import numpy as np
import pytest
from PIL import Image

from tests.worldgen.textures.packs.samples import PROVENANCE
from tests.worldgen.textures.pixel.test_loop import borders_that_stand_out
from worldgen.errors import InvalidSpec
from worldgen.textures.library import bundled
from worldgen.textures.pixel.palettes import palette
from worldgen.textures.pixel.pixel_art import PixelArt, pixel_art
from worldgen.textures.pixel.pixel_files import pixel_files
from worldgen.textures.pixel.quantise import DITHERS, Dither
from worldgen.textures.spec import read_spec

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import godot_parser

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:godot_parser.*")
COLOURS = palette("village16")


def made(material: str, side: int = 32, dither: Dither = "bayer4", seed: int = 0) -> PixelArt:
    return pixel_art(read_spec({"material": material, "seed": seed}), side, COLOURS, dither)


def used(pixels: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(each) for each in np.unique(pixels.reshape(-1, pixels.shape[2]), axis=0).tolist()}


@pytest.mark.parametrize("material", bundled().materials)
def test_every_material_comes_in_the_palettes_colours(material: str) -> None:
    art = made(material, 16)
    allowed = used(COLOURS.bytes()[None])
    there = art.picture[art.picture[:, :, 3] > 0]
    assert used(there[None, :, :3]) <= allowed
    assert used(art.maps.albedo) <= allowed
    assert set(np.unique(art.picture[:, :, 3])) <= {0, 255}


@pytest.mark.parametrize("dither", DITHERS)
def test_every_pattern_tiles(dither: Dither) -> None:
    found = [borders_that_stand_out(made("cobble", 32, dither, s).picture) for s in range(8)]
    assert sum(found) <= 3


@pytest.mark.parametrize("side", [16, 17, 48, 256])
def test_any_side_there_is(side: int) -> None:
    art = made("planks", side)
    assert art.picture.shape == (side, side, 4)
    assert (art.maps.width, art.maps.rows) == (side, side)


def test_lava_glows_and_its_crust_does_not() -> None:
    emission = made("lava").maps.emission
    assert emission is not None
    assert (emission == 0).all(axis=2).any()
    assert used(emission) - {(0, 0, 0)} <= used(COLOURS.bytes()[None])


def test_light_is_in_the_picture_and_not_in_the_albedo() -> None:
    art = made("castle_wall", 64)
    assert not np.array_equal(art.picture[:, :, :3], art.maps.albedo)


def test_files_are_read_back() -> None:
    art = made("lava")
    files = pixel_files(art, PROVENANCE, "lava")
    for name, wanted in (("lava.png", art.picture), ("lava_normal.png", art.maps.normal)):
        with Image.open(io.BytesIO(files[name])) as image:
            assert np.array_equal(np.asarray(image), wanted)
    assert "lava_emission.png" in files
    assert "wall_emission.png" not in pixel_files(made("castle_wall"), PROVENANCE, "wall")


def test_godot_lights_it_with_sharp_pixels() -> None:
    text = pixel_files(made("lava"), PROVENANCE, "lava")["lava.tres"].decode()
    read = godot_parser.parse(text)
    paths = {each.id: each.path for each in read.get_ext_resources()}
    resource = read.find_section("resource")
    assert paths[resource["normal_texture"].id] == "lava_normal.png"
    assert (resource["texture_filter"], resource["texture_repeat"]) == (1, 2)


@pytest.mark.parametrize("side", [8, 257])
def test_a_side_that_no_pixel_art_has_is_refused(side: int) -> None:
    with pytest.raises(InvalidSpec, match=f"side: {side} pixels; pixel art has 16 to 256 a side"):
        made("cobble", side)
