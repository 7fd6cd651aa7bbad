"""One project of every export, imported and looked at once, by one Godot."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from npcgen.cli import app
from tests.clients.godot_engine import needs_engine
from tests.worldgen.godot import samples
from tests.worldgen.godot.project import Project

ROOT = Path(__file__).parents[3]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(needs_engine)


@pytest.fixture(scope="package")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Everything that is exported for Godot, imported without a word of complaint."""
    made = Project(tmp_path_factory.mktemp("godot") / "project")
    for folder, files in samples.exports().items():
        made.put(folder, files)
    for ending in ("tscn", "json"):
        command(made, "level", "dungeon", "--seed", "7", "--out", f"levels/stranger.{ending}")
        drawn = ("level", "cave", "--size", "24x16", "--seed", "5", "--tiles", "frozen_north")
        command(made, *drawn[: -2 if ending == "json" else None], "--out", f"levels/drawn.{ending}")
    material = ("castle_wall", "--size", "64", "--seed", "3", "--pack", "godot")
    command(made, "texture", *material, "--out", "materials")
    made.put("", {"guide.gd": guide_script(), "lake.json": json.dumps(samples.LAKE).encode()})
    made.imported()
    return made


@pytest.fixture(scope="package")
def seen(project: Project) -> Any:
    """What Godot sees in it, by the parts of look.gd."""
    return project.told("look.gd")


def command(project: Project, *words: str) -> None:
    """`npcgen`, as a stranger types it; what stands after --out is a place in the project."""
    *before, place = words
    done = CliRunner().invoke(app, [*before, str(project.folder / place)])
    assert done.exit_code == 0, done.output


def guide_script() -> bytes:
    """The functions of the guide."""
    guide = (ROOT / "docs" / "guides" / "level_exports.md").read_text("utf-8")
    functions = re.findall(r"^```gdscript\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    return "\n\n".join(("extends RefCounted\n", *functions)).encode()
