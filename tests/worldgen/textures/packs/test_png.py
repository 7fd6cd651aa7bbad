"""PNG files, read by Pillow."""

import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from tests.worldgen.textures.packs.samples import PROVENANCE, content, waves
from worldgen.errors import InvalidSpec
from worldgen.provenance import Provenance
from worldgen.textures.packs import PACKS, pack
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.packs.xmp import xmp_packet

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SOURCE_TYPE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"


def read(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("shape", [(16, 20), (7, 5), (16, 16, 2), (9, 4, 3), (1, 1, 4)])
def test_pillow_reads_what_was_written(shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, shape, np.uint8)
    assert np.array_equal(np.asarray(read(png_bytes(pixels, "linear"))), pixels)


def test_sixteen_bits_stay_sixteen() -> None:
    heights = np.random.default_rng(3).integers(0, 65_536, (33, 20), np.uint16)
    assert np.array_equal(np.asarray(read(png_bytes(heights, "linear"))), heights)


def test_only_colours_say_that_they_are_srgb() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    assert "srgb" in read(png_bytes(pixels, "srgb")).info
    assert "srgb" not in read(png_bytes(pixels, "linear")).info


def test_a_pack_of_pngs_has_every_map() -> None:
    files = pack(content(waves(glowing=True)), "png")
    assert list(files) == [
        f"wall_{name}.png"
        for name in ("albedo", "normal", "roughness", "metallic", "occlusion", "height", "emission")
    ]


def test_each_picture_holds_its_map() -> None:
    maps = waves(holed=True)
    files = pack(content(maps), "png")
    assert np.array_equal(np.asarray(read(files["wall_albedo.png"]))[:, :, :3], maps.albedo)
    assert np.array_equal(np.asarray(read(files["wall_albedo.png"]))[:, :, 3], maps.opacity)
    assert np.array_equal(np.asarray(read(files["wall_roughness.png"])), maps.orm[:, :, 1])
    assert np.array_equal(np.asarray(read(files["wall_height.png"])), maps.height)


def test_every_picture_says_where_it_comes_from() -> None:
    for name, data in pack(content(), "png").items():
        packet = read(data).info["XML:com.adobe.xmp"]
        [said] = ET.fromstring(packet.strip("\ufeff")).iter(f"{RDF}Description")
        assert said.get(SOURCE_TYPE, "").endswith("/algorithmicMedia"), name
        assert said.get("{https://npcgen.dev/ns/1.0/}seed") == "7"
        assert said.get("{https://npcgen.dev/ns/1.0/}recipe") == "ab" * 32


def test_markup_in_a_provenance_stays_text() -> None:
    hostile = Provenance('a"/><x>', "&1", 7, "", "")
    [said] = ET.fromstring(xmp_packet(hostile)).iter(f"{RDF}Description")
    assert said.get("{https://npcgen.dev/ns/1.0/}generator") == 'a"/><x>'


@pytest.mark.parametrize("stem", ["", "../up", "a b", "a/b", ".hidden", "x" * 65, "wänd", "a\0"])
def test_a_stem_that_is_no_name_is_refused(stem: str) -> None:
    with pytest.raises(InvalidSpec, match="no name that every engine takes"):
        pack(content(stem=stem), "png")


def test_an_unknown_pack_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidSpec, match=r"'gamemaker'.*png, godot, unity-urp"):
        pack(content(), "gamemaker")


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_the_same_twice(name: str) -> None:
    assert pack(content(), name) == pack(content(), name)


@pytest.mark.parametrize("name", PACKS)
def test_every_pack_keeps_its_provenance(name: str) -> None:
    assert any(PROVENANCE.spec_sha256.encode() in data for data in pack(content(), name).values())
