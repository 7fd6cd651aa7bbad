"""Binary glTF, read by pygltflib and trimesh, and judged by Khronos' own validator."""

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pygltflib
import pytest
import trimesh

from tests.worldgen.levels.exported import EVERY, PROOF, keep, land, large
from worldgen.levels.export import export
from worldgen.levels.level import Level
from worldgen.provenance import DIGITAL_SOURCE_TYPE

VALIDATOR = Path(__file__).parents[3] / "build" / "npm" / "node_modules" / "gltf-validator"
JUDGE = """
const { validateBytes } = require(process.argv[1]);
const bytes = new Uint8Array(require('fs').readFileSync(process.argv[2]));
validateBytes(bytes).then((report) => console.log(JSON.stringify(report.issues)));
"""
WALL_M, FLOOR_M = 2.5, 4.0


def opened(level: Level) -> pygltflib.GLTF2:
    return pygltflib.GLTF2.load_from_bytes(export(level, "gltf", PROOF)["level.glb"])


def values(read: pygltflib.GLTF2, number: int) -> np.ndarray:
    accessor = read.accessors[number]
    view = read.bufferViews[accessor.bufferView]
    kind, width = {5125: ("<u4", 1), 5126: ("<f4", 3)}[accessor.componentType]
    data = read.binary_blob()[view.byteOffset : view.byteOffset + view.byteLength]
    return np.frombuffer(data, kind).reshape(accessor.count, width)


def quads(read: pygltflib.GLTF2, primitive: Any) -> np.ndarray:
    """Shape (faces, 4, 3): the corners of each two triangles that belong together."""
    places = values(read, primitive.attributes.POSITION)
    corners = values(read, primitive.indices).reshape(-1, 6)
    return places[corners[:, [0, 1, 2, 5]]]


def topmost(level: Level, floor: int) -> list[list[str]]:
    """The name of each cell's last tile."""
    names = ["", *(tile.name for tile in level.tiles)]
    cells = [[""] * level.width for _ in range(level.height)]
    for layer in level.layers:
        for y, x in np.argwhere(layer.cells[floor]):
            cells[y][x] = names[layer.cells[floor, y, x]]
    return cells


@pytest.mark.skipif(
    not VALIDATOR.is_dir() or shutil.which("node") is None,
    reason="needs node and `npm install --prefix build/npm gltf-validator`",
)
@pytest.mark.parametrize("name", EVERY)
def test_the_validator_finds_neither_errors_nor_warnings(name: str, tmp_path: Path) -> None:
    path = tmp_path / "level.glb"
    path.write_bytes(export(EVERY[name](), "gltf", PROOF)["level.glb"])
    judged = subprocess.run(
        ["node", "-e", JUDGE, str(VALIDATOR), str(path)], capture_output=True, text=True, check=True
    )
    issues = json.loads(judged.stdout)
    assert (issues["numErrors"], issues["numWarnings"]) == (0, 0), issues["messages"]


@pytest.mark.parametrize("name", ["keep", "hostile", "turned", "many_tiles"])
def test_grounds_and_roofs_are_the_topmost_tiles(name: str) -> None:
    level = EVERY[name]()
    read = opened(level)
    solid = {tile.name for tile in level.tiles if "solid" in tile.traits}
    for floor, mesh in enumerate(read.meshes):
        found = [[""] * level.width for _ in range(level.height)]
        for primitive in mesh.primitives:
            tile = read.materials[primitive.material].name
            faces = quads(read, primitive)
            for face in faces[np.ptp(faces[:, :, 1], axis=1) == 0]:
                x, rise, z = face.min(axis=0)
                assert rise == (WALL_M if tile in solid else 0)
                found[int(z)][int(x)] = tile
        assert found == topmost(level, floor)


def test_walls_have_sides_where_nothing_solid_stands_before_them() -> None:
    level, read = keep(), opened(keep())
    for floor, mesh in enumerate(read.meshes):
        is_wall = np.pad(np.array(topmost(level, floor)) == "wall", 1)
        middle = is_wall[1:-1, 1:-1]
        around = (is_wall[:-2, 1:-1], is_wall[2:, 1:-1], is_wall[1:-1, :-2], is_wall[1:-1, 2:])
        faces = np.concatenate([quads(read, primitive) for primitive in mesh.primitives])
        sides = np.ptp(faces[:, :, 1], axis=1) > 0
        assert sides.sum() == sum(int((middle & ~other).sum()) for other in around)


def test_every_face_looks_up_or_out_of_its_wall() -> None:
    level, read = keep(), opened(keep())
    for floor, mesh in enumerate(read.meshes):
        is_wall = np.array(topmost(level, floor)) == "wall"
        for face in np.concatenate([quads(read, primitive) for primitive in mesh.primitives]):
            front = np.cross(face[1] - face[0], face[2] - face[0])
            front /= np.linalg.norm(front)
            if front[1] != 1:
                behind, before = (face.mean(axis=0) + front * side for side in (-0.5, 0.5))
                assert is_wall[int(behind[2]), int(behind[0])]
                x, z = np.floor(before[[0, 2]]).astype(int)
                inside = 0 <= x < level.width and 0 <= z < level.height
                assert not (inside and is_wall[z, x])


@pytest.mark.parametrize("size", [(9, 6), (2, 2), (256, 256)])
def test_land_has_every_height(size: tuple[int, int]) -> None:
    level = land(*size)
    read = opened(level)
    scale = read.scenes[0].extras["metres_per_height"]
    places = values(read, read.meshes[0].primitives[0].attributes.POSITION)
    assert np.array_equal(np.rint(places[:, 1] / scale), level.heights.ravel())  # type: ignore[union-attr]
    assert np.array_equal(places[:, 0] - 0.5, np.tile(np.arange(size[0]), size[1]))
    assert np.array_equal(places[:, 2] - 0.5, np.repeat(np.arange(size[1]), size[0]))


@pytest.mark.parametrize("name", ["keep", "hostile", "land"])
def test_nodes_and_materials_carry_rooms_entities_and_tiles(name: str) -> None:
    level, read = EVERY[name](), opened(EVERY[name]())
    said = [node.extras for node in read.nodes if node.mesh is None]
    entities = [each["entity"] for each in said if "entity" in each]
    assert [
        (e["id"], e["kind"], e["x"], e["y"], e["floor"], repr(e["properties"])) for e in entities
    ] == [(e.id, e.kind, e.x, e.y, e.floor, repr(e.properties)) for e in level.entities]
    assert [each["room"]["id"] for each in said if "room" in each] == [r.id for r in level.rooms]
    for material in read.materials:
        tile = level.tiles[level.tiles.index(material.name)]
        assert material.extras["colour"] == tile.colour
        assert set(material.extras["traits"]) == tile.traits


def test_entities_stand_in_the_middle_of_their_cells_on_their_floor() -> None:
    nodes = {node.name: node.translation for node in opened(keep()).nodes}
    assert nodes["spawn1"] == [1.5, 0, 1.5]
    assert nodes["npc1"] == [2.5, FLOOR_M, 2.5]
    assert nodes["floor 1"] == [0, FLOOR_M, 0]


def test_the_asset_says_what_made_it() -> None:
    read = opened(keep())
    assert read.asset.extras["worldgen.digital_source_type"] == DIGITAL_SOURCE_TYPE
    assert read.asset.extras["worldgen.moves"] == "e ne stairs"
    assert read.scenes[0].extras["critical_path"] == ["hall", "vault", "roof"]


def test_trimesh_reads_a_level_of_512_cells_a_side() -> None:
    data = io.BytesIO(export(large(), "gltf")["level.glb"])
    scene = trimesh.load(data, file_type="glb")
    merged = trimesh.util.concatenate(list(scene.geometry.values()))
    assert len(merged.faces) == 2 * 511 * 511 - 2 * holes(large())
    assert merged.bounds[1][0] == 511.5


def holes(level: Level) -> int:
    """Cells without a tile, but for those of the last row and column, which begin no face."""
    some = sum(layer.cells[0].astype(int) for layer in level.layers)
    return int((np.asarray(some)[:-1, :-1] == 0).sum())
