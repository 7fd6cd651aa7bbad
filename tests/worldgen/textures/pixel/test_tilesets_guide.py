"""The guide's code runs as it stands there, and it names all that there is."""

import re
from pathlib import Path
from typing import Any

import pytest

from worldgen.textures.pixel.loop import moving
from worldgen.textures.pixel.quantise import DITHERS
from worldgen.textures.pixel.themes import Look, bundled

GUIDE = Path(__file__).parents[4] / "docs" / "guides" / "tilesets.md"
TEXT = GUIDE.read_text("utf-8")


def test_the_code_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [written] = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    Path("swamp.yaml").write_text(written)
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        exec(block, names)
    assert {"waves.png", "waves.json", "lava_flow.tres", "bricks_normal.png"} <= set(names["files"])
    for made in ("cave.png", "cave.tiles.png", "swamp.png"):
        assert (tmp_path / made).is_file()
    assert names["swamp"].tiles["wall"] == bundled()["stone_and_wood"].tiles["wall"]


@pytest.mark.parametrize("name", [*Look.model_fields, *bundled(), *moving(), *DITHERS])
def test_the_guide_names(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize("picture", re.findall(r"\]\((\.\./pictures/.*?)\)", TEXT))
def test_its_pictures_are_there_and_small(picture: str) -> None:
    assert (GUIDE.parent / picture).stat().st_size < 150_000
