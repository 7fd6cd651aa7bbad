"""What docs/guides/bulk_quests.md shows: its scripts run, and end with the command's files."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import npcgen
from npcgen import LocalServer, SyncClient
from npcgen.cli import app
from tests.worldgen.quests.worlds import VILLAGE
from worldgen.quests.folder import REPORT
from worldgen.quests.spec import read_spec

PAGE = (Path(__file__).parents[2] / "docs/guides/bulk_quests.md").read_text(encoding="utf-8")
SCRIPTS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
[COMMAND] = re.findall(r"^npcgen (quests --world village.yaml .*)$", PAGE, re.M)


def few(text: str) -> str:
    """Enough for a test."""
    assert "500" in text
    return text.replace("500", "6")


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: LocalServer) -> None:
    """With the village, and the server where a script looks for it."""
    monkeypatch.chdir(tmp_path)
    Path("village.yaml").write_text(yaml.safe_dump(VILLAGE), encoding="utf-8")
    monkeypatch.setattr(npcgen, "SyncClient", partial(SyncClient, server.target))


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_of_ten_lines_does_what_the_command_does(script: str, tmp_path: Path) -> None:
    assert len([line for line in script.splitlines() if line]) <= 10
    names: dict[str, Any] = {}
    exec(few(script), names)
    Path("quests").rename("by_script")
    done = CliRunner().invoke(app, few(COMMAND).split())

    assert done.exit_code == 0
    assert len(files_in(tmp_path / "by_script")) == 7
    assert files_in(tmp_path / "by_script") == files_in(tmp_path / "quests")
    assert (tmp_path / "quests" / REPORT).exists()


def test_a_script_goes_on_where_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    [alone] = [script for script in SCRIPTS if "SyncClient" not in script]
    exec(few(alone), {})
    min(Path("quests").glob("*.json")).unlink()
    capsys.readouterr()
    exec(few(alone), {})

    fates = [line.split(",")[0] for line in capsys.readouterr().out.splitlines()]
    assert (fates.count("made"), fates.count("there")) == (1, 5)


def test_the_pages_economy_is_one() -> None:
    [table] = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)
    economy = yaml.safe_load(table)

    assert read_spec({"economy": economy}) == read_spec({})


def test_the_page_has_every_rule_of_the_lint() -> None:
    folder = Path(__file__).parents[2] / "worldgen/quests/survey"
    code = "".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    rules = re.findall(r'_remark\(\s*"(\w+)"|Remark\("error", "(\w+)"', code)
    named = {one or other for one, other in rules}

    assert len(named) > 10
    assert all(f"`{rule}`" in PAGE for rule in named)
