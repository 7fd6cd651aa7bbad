"""The guide's code runs, and its tables name what there is."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from worldgen.textures.diffusion import DiffusionSpec, Loading
from worldgen.textures.diffusion.schedulers import CLASSES
from worldgen.textures.diffusion.spec import SchedulerName

GUIDE = (Path(__file__).parents[4] / "docs" / "guides" / "diffusion.md").read_text("utf-8")
NAMED = {
    name
    for row in re.findall(r"^\| (`.*?) \|", GUIDE, re.M)
    for name in re.findall(r"`(\w+)`", row)
}


def test_every_field_and_every_way_of_loading_is_named() -> None:
    asked = set(DiffusionSpec.model_fields) | {field.name for field in fields(Loading)}
    assert asked - NAMED == set()


def test_every_scheduler_is_named() -> None:
    assert set(get_args(SchedulerName)) == set(CLASSES)
    assert all(f"`{name}`" in GUIDE for name in CLASSES)


@pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning")
def test_the_code_runs(folders, tmp_path, monkeypatch) -> None:
    """On a tiny model, and a picture small enough for it."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "stable-diffusion").symlink_to(folders("plain"))
    monkeypatch.chdir(tmp_path)
    [code] = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    said: dict[str, object] = {}
    exec(code.replace('"size": 512', '"size": 32, "steps": 2'), said)  # its text is ours
    assert "wall.tres" in said["files"]
