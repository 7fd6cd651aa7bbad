"""Packs for Godot, Unity and Unreal: what each engine reads, by readers that are not ours."""

import io
import json
import re
import warnings

import numpy as np
import pytest
import yaml
from PIL import Image

from tests.worldgen.textures.packs.samples import content, waves
from worldgen.textures.packs import pack

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import godot_parser

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:godot_parser.*")


def pixels(files: dict[str, bytes], name: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(files[name])))


def unity_yaml(data: bytes) -> dict:
    """Unity's tags are its own: without them it is plain YAML."""
    text = re.sub(r"^(%.*|---.*)\n", "", data.decode(), flags=re.MULTILINE)
    return yaml.safe_load(text)


def slots(material: dict) -> dict[str, str]:
    """The GUID in each slot."""
    listed = material["Material"]["m_SavedProperties"]["m_TexEnvs"]
    return {name: slot["m_Texture"]["guid"] for each in listed for name, slot in each.items()}


def test_godot_reads_the_material() -> None:
    files = pack(content(waves(glowing=True)), "godot")
    read = godot_parser.parse(files["wall.tres"].decode())
    assert read.find_all("gd_resource") is not None
    paths = {each.path for each in read.get_ext_resources()}
    assert paths == {name for name in files if name.endswith(".png")}
    assert set(files) == {"wall.tres", *paths, *(f"{path}.import" for path in paths)}
    resource = read.find_section("resource")
    assert resource["normal_enabled"] is True
    assert resource["heightmap_scale"] == 5.0
    assert resource["orm_texture"].id == "orm"
    assert resource["ao_enabled"] is True


def test_godot_packs_occlusion_roughness_metallic() -> None:
    maps = waves()
    files = pack(content(maps), "godot")
    assert np.array_equal(pixels(files, "wall_orm.png"), maps.orm)
    assert np.array_equal(pixels(files, "wall_normal.png"), maps.normal)


def test_unreal_turns_green_round() -> None:
    maps = waves()
    normal = pixels(pack(content(maps), "unreal"), "T_wall_N.png")
    assert np.array_equal(normal[:, :, 1], 255 - maps.normal[:, :, 1])
    assert np.array_equal(normal[:, :, ::2], maps.normal[:, :, ::2])


def test_unreal_gets_its_import_settings() -> None:
    files = pack(content(waves(glowing=True)), "unreal")
    table = json.loads(files["wall.unreal.json"])
    assert {each["file"] for each in table["textures"]} == set(files) - {"wall.unreal.json"}
    srgb = {each["parameter"] for each in table["textures"] if each["srgb"]}
    assert srgb == {"BaseColor", "Emissive"}


def test_hdrp_mask_map_has_metallic_occlusion_detail_smoothness() -> None:
    maps = waves()
    mask = pixels(pack(content(maps), "unity-hdrp"), "wall_Mask.png")
    assert np.array_equal(mask[:, :, 0], maps.orm[:, :, 2])
    assert np.array_equal(mask[:, :, 1], maps.orm[:, :, 0])
    assert (mask[:, :, 2] == 255).all()
    assert np.array_equal(mask[:, :, 3], 255 - maps.orm[:, :, 1])


def test_urp_has_smoothness_as_alpha_of_metallic() -> None:
    maps = waves()
    picture = pixels(pack(content(maps), "unity-urp"), "wall_MetallicSmoothness.png")
    assert np.array_equal(picture[:, :, 0], maps.orm[:, :, 2])
    assert np.array_equal(picture[:, :, 3], 255 - maps.orm[:, :, 1])


def test_hdrp_heights_are_lengths_of_a_texture_two_metres_wide() -> None:
    material = unity_yaml(pack(content(waves()), "unity-hdrp")["wall.mat"])["Material"]
    floats = {n: v for each in material["m_SavedProperties"]["m_Floats"] for n, v in each.items()}
    assert floats["_HeightAmplitude"] == 0.1  # metres, at a depth of 0.05
    assert floats["_HeightPoMAmplitude"] == 10  # centimetres


@pytest.mark.parametrize("name", ["unity-urp", "unity-hdrp"])
def test_unity_materials_name_their_pictures(name: str) -> None:
    files = pack(content(waves(glowing=True)), name)
    metas = {file: unity_yaml(data) for file, data in files.items() if file.endswith(".png.meta")}
    guids = {meta["guid"] for meta in metas.values()}
    assert set(slots(unity_yaml(files["wall.mat"])).values()) == guids
    assert len(guids) == len(metas) == sum(file.endswith(".png") for file in files)


@pytest.mark.parametrize("name", ["unity-urp", "unity-hdrp"])
def test_unity_is_told_what_is_linear_and_what_a_normal_is(name: str) -> None:
    files = pack(content(waves(glowing=True)), name)
    for file in (each for each in files if each.endswith(".png.meta")):
        importer = unity_yaml(files[file])["TextureImporter"]
        coloured = any(kind in file for kind in ("Base", "Emission"))
        assert importer["mipmaps"]["sRGBTexture"] == int(coloured), file
        assert importer["textureType"] == int("Normal" in file)


def test_a_hostile_title_stays_a_text() -> None:
    made = content()
    hostile = type(made)(made.maps, made.provenance, "wall", 'x"\n[node name="y"]')
    read = godot_parser.parse(pack(hostile, "godot")["wall.tres"].decode())
    assert read.find_section("node") is None
