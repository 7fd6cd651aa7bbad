"""The guide's code runs as it stands there."""

import re
from pathlib import Path
from typing import Any

import pytest

from worldgen.quests.export import FORMATS

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "quest_exports.md"


def test_the_code_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL):
        exec(block, names)
    assert [*names["again"]] == names["quests"]
    assert {*tmp_path.glob("*.ink")} == {tmp_path / f"{q.id}.ink" for q in names["quests"]}


def test_the_guide_names_every_format_and_its_ending() -> None:
    text = GUIDE.read_text("utf-8")
    for known in FORMATS.values():
        assert f"| `{known.name}` | `{known.ending}` |" in text
