"""The guide's code runs as it stands there."""

import re
from pathlib import Path
from typing import Any

import pytest

from worldgen.levels.export import FORMATS

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "level_exports.md"


def test_the_code_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL):
        exec(block, names)
    assert names["level"].kind == "cave"
    assert names["again"].level.width == 24
    assert (tmp_path / "keep.tiles.png").is_file()


def test_the_guide_names_every_format_and_its_ending() -> None:
    text = GUIDE.read_text("utf-8")
    for known in FORMATS.values():
        assert f"`{known.name}`" in text
        assert f"`{known.ending}`" in text
