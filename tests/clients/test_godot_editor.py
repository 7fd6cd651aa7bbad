"""The add-on in Godot's editor: nothing to complain of, its panels used, what they made opened."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from npcgen.client import LocalServer
from tests.clients.godot_engine import PROJECT, engine, needs_engine, run_script, with_tests_plugin
from worldgen.levels.generate import generate
from worldgen.levels.level import Layer
from worldgen.levels.spec import read_spec

pytestmark = needs_engine


_TOLD = ("said: ", "kept: ", "status: ")


def files(project: Path) -> set[str]:
    there = (file.relative_to(project) for file in project.rglob("*") if file.is_file())
    return {file.as_posix() for file in there if file.parts[0] != ".godot"}


def test_the_editor_finds_nothing_to_add_to_the_project(godot_project: Path) -> None:
    assert files(godot_project) == files(PROJECT)
    given, kept = (folder / "project.godot" for folder in (PROJECT, godot_project))
    assert kept.read_text() == given.read_text()


def test_no_script_has_a_warning(godot_project: Path) -> None:
    scripts = sum(name.endswith(".gd") for name in files(PROJECT))
    assert run_script(godot_project, "tests/test_scripts.gd") == [f"scripts: {scripts}"]


@pytest.fixture(scope="module")
def designed(
    server: LocalServer, godot_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[str]]:
    """A project that a designer used the editor's panels in, and what they showed."""
    project = tmp_path_factory.mktemp("designed") / "project"
    shutil.copytree(godot_project, project)
    with_tests_plugin(project)
    printed = engine(project, "--editor", TEST_URL=server.http_url)
    return project, [line for line in printed.splitlines() if line.startswith(_TOLD)]


@pytest.fixture(scope="module")
def made(designed: tuple[Path, list[str]]) -> dict[str, Any]:
    lines = run_script(designed[0], "tests/test_made.gd")
    return {name: value for line in lines for name, value in json.loads(line).items()}


def told(designed: tuple[Path, list[str]], what: str) -> list[str]:
    return [line.removeprefix(what) for line in designed[1] if line.startswith(what)]


def test_an_npc_talks_in_its_inspector_and_keeps_the_talk(
    designed: tuple[Path, list[str]],
) -> None:
    [said] = told(designed, "said: ")
    assert said.startswith("> Good evening.|")
    assert said.endswith(".|")
    assert told(designed, "kept: ") == [said]


def test_the_dock_writes_a_level_a_material_and_quests(designed: tuple[Path, list[str]]) -> None:
    wrote = [line.split(", ") for line in told(designed, "status: Wrote ")]
    assert wrote[0] == ["level.tscn", "level.tileset.tres", "level.tiles.png"]
    assert "oak_planks.tres" in wrote[1]
    assert sum(name.endswith(".tres") for name in wrote[2]) == 5
    assert all((designed[0] / "made" / name).is_file() for names in wrote for name in names)


def test_a_level_opens_as_tile_map_layers_with_its_cells(made: dict[str, Any]) -> None:
    level = generate(read_spec({"kind": "cave", "seed": 7})).level
    for entity in level.entities:
        middle = [16 * entity.x + 8, 16 * entity.y + 8]
        assert made["level"]["markers"][entity.id] == middle
    assert made["level"]["texture"] == "res://made/level.tiles.png"
    for layer in level.layers:
        cells = made["level"]["layers"][layer.name]
        pictures = {(x, y): (column, row) for x, y, column, row in cells}
        assert set(pictures) == filled(layer)
        # One picture for each tile, and another one for another.
        pairs = {(int(layer.cells[0, y, x]), picture) for (x, y), picture in pictures.items()}
        assert len(pairs) == len({tile for tile, _ in pairs}) == len({at for _, at in pairs})


def filled(layer: Layer) -> set[tuple[int, int]]:
    return {(int(x), int(y)) for _, y, x in zip(*layer.cells.nonzero(), strict=True)}


def test_a_material_is_an_orm_material_also_once_saved_again(made: dict[str, Any]) -> None:
    first, again = made["material"]
    assert first == again
    assert first["class"] == "ORMMaterial3D"
    for name in ("albedo", "orm", "normal", "height"):
        key = "heightmap" if name == "height" else name
        assert first[key] == [f"res://made/oak_planks_{name}.png", 1024, 1024]


def test_quests_are_resources_that_hold_the_whole_quest(made: dict[str, Any]) -> None:
    assert len(made["quests"]) == 5
    assert all({"title", "nodes", "goal", "giver"} <= set(keys) for _, keys in made["quests"])
