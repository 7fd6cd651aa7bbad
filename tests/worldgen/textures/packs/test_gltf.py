"""Binary glTF of a material, read by pygltflib and trimesh, and judged by Khronos' validator."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pygltflib
import pytest
import trimesh
from PIL import Image

from tests.worldgen.textures.packs.samples import content, waves
from worldgen.textures.maps import MapSet
from worldgen.textures.packs import pack

VALIDATOR = Path(__file__).parents[4] / "build" / "npm" / "node_modules" / "gltf-validator"
JUDGE = """
const { validateBytes } = require(process.argv[1]);
const bytes = new Uint8Array(require('fs').readFileSync(process.argv[2]));
validateBytes(bytes).then((report) => console.log(JSON.stringify(report.issues)));
"""


def glb(maps: MapSet) -> bytes:
    return pack(content(maps), "gltf")["wall.glb"]


def image(read: pygltflib.GLTF2, texture: int) -> np.ndarray:
    view = read.bufferViews[read.images[read.textures[texture].source].bufferView]
    data = read.binary_blob()[view.byteOffset : view.byteOffset + view.byteLength]
    return np.asarray(Image.open(io.BytesIO(data)))


@pytest.mark.skipif(
    not VALIDATOR.is_dir() or shutil.which("node") is None,
    reason="needs node and `npm install --prefix build/npm gltf-validator`",
)
@pytest.mark.parametrize(
    "maps",
    [waves(), waves(glowing=True, holed=True), waves(16, 128, tiling="x")],
    ids=["plain", "glowing", "x"],
)
def test_khronos_validator_reports_nothing(maps: MapSet, tmp_path: Path) -> None:
    file = tmp_path / "wall.glb"
    file.write_bytes(glb(maps))
    judged = subprocess.run(
        ["node", "-e", JUDGE, str(VALIDATOR), str(file)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    issues = json.loads(judged.stdout)
    assert issues["messages"] == []


def test_the_pictures_are_the_maps() -> None:
    maps = waves(glowing=True)
    read = pygltflib.GLTF2.load_from_bytes(glb(maps))
    [material] = read.materials
    surface = material.pbrMetallicRoughness
    assert np.array_equal(image(read, surface.baseColorTexture.index), maps.albedo)
    assert np.array_equal(image(read, surface.metallicRoughnessTexture.index), maps.orm)
    assert np.array_equal(image(read, material.normalTexture.index), maps.normal)
    assert np.array_equal(image(read, material.emissiveTexture.index), maps.emission)
    assert material.occlusionTexture.index == surface.metallicRoughnessTexture.index


def test_holes_are_cut_out() -> None:
    [material] = pygltflib.GLTF2.load_from_bytes(glb(waves(holed=True))).materials
    assert (material.alphaMode, material.alphaCutoff) == ("MASK", 0.5)


def test_only_what_tiles_repeats() -> None:
    [sampler] = pygltflib.GLTF2.load_from_bytes(glb(waves(tiling="x"))).samplers
    assert (sampler.wrapS, sampler.wrapT) == (pygltflib.REPEAT, pygltflib.CLAMP_TO_EDGE)


def test_the_shapes_are_whole_and_face_outwards() -> None:
    scene = trimesh.load(io.BytesIO(glb(waves())), file_type="glb")
    ball = scene.geometry["sphere"]
    outwards = np.einsum("ij,ij->i", ball.face_normals, ball.triangles_center)
    assert outwards.min() > 0.9
    assert (scene.geometry["plane"].face_normals[:, 1] > 0.99).all()


def test_tangents_follow_the_texture() -> None:
    """The tangent is where u grows, and normal x tangent where v shrinks."""
    scene = trimesh.load(io.BytesIO(glb(waves())), file_type="glb", process=False)
    ball = scene.geometry["sphere"]
    corners, places = ball.vertices[ball.faces], ball.visual.uv[ball.faces]
    normals = ball.vertex_normals[ball.faces[:, 0]]
    edges, steps = corners[:, 1:] - corners[:, :1], places[:, 1:] - places[:, :1]
    inverse = np.linalg.inv(steps)
    along_u, along_v = (np.einsum("ij,ijk->ik", inverse[:, row], edges) for row in (0, 1))
    # NOTE: trimesh turns v over as it loads, so that it grows upwards.
    handed = np.einsum("ij,ij->i", np.cross(normals, along_u), along_v)
    assert (handed > 0).all()
