"""Levels, materials and quests that a Godot script asks a real server for."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from npcgen.client import LocalServer
from tests.clients.godot_engine import needs_engine, run_script
from worldgen.levels.export import export
from worldgen.levels.generate import generate
from worldgen.levels.level import Level
from worldgen.levels.spec import read_spec

pytestmark = needs_engine


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("content")


@pytest.fixture(scope="module")
def made(server: LocalServer, folder: Path, godot_project: Path) -> dict[str, dict[str, Any]]:
    given = {"TEST_URL": server.http_url, "TEST_FOLDER": str(folder / "files")}
    lines = run_script(godot_project, "tests/test_content.gd", **given)
    told = [json.loads(line) for line in lines if line.startswith("{")]
    return {each["name"]: each for each in told}


@pytest.fixture(scope="module")
def level() -> Level:
    return generate(read_spec({"kind": "cave", "size": "24x16", "seed": 7})).level


def test_a_level_is_written_as_the_library_itself_exports_it(
    made: dict[str, dict[str, Any]], level: Level, folder: Path
) -> None:
    wanted = export(level, "godot")
    assert made["level"]["files"] == list(wanted)
    for name, data in wanted.items():
        assert content_of((folder / "files" / name).read_bytes()) == content_of(data)


def test_a_level_is_painted_cell_by_cell(made: dict[str, dict[str, Any]], level: Level) -> None:
    rows = []
    for y in range(level.height):
        row = ["."] * level.width
        for layer in level.layers:
            for x in range(level.width):
                number = int(layer.cells[0, y, x])
                name = level.tiles[number].name if number else ""
                row[x] = {"floor": "1", "wall": "2"}.get(name, row[x])
        rows.append("".join(row))
    assert made["level"]["painted"] == rows


def test_a_material_comes_with_its_maps(made: dict[str, dict[str, Any]], folder: Path) -> None:
    material = (folder / "files" / "oak.tres").read_text()
    maps = [name for name in made["material"]["files"] if name.endswith(".png")]
    assert material.startswith('[gd_resource type="ORMMaterial3D"')
    assert maps == ["oak_albedo.png", "oak_orm.png", "oak_normal.png", "oak_height.png"]
    assert all(name in material for name in maps)


def test_quests_come_as_resources_and_a_translation(made: dict[str, dict[str, Any]]) -> None:
    files = made["quests"]["files"]
    assert [Path(name).suffix for name in files] == [".tres", ".tres", ".csv", ".import"]


def test_a_wrong_spec_is_the_server_s_own_failure(made: dict[str, dict[str, Any]]) -> None:
    assert made["refused"]["reason"] == "INVALID_SPEC"
    assert made["refused"]["files"] == []


def content_of(data: bytes) -> bytes | list[bytes]:
    """But for where it comes from, which a caller of the library says itself."""
    if data.startswith(b"\x89PNG"):
        return Image.open(BytesIO(data)).tobytes()
    return [line for line in data.splitlines() if not line.startswith(b"metadata/about")]
