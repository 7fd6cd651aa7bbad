"""What docs/guides/textures.md shows runs, and prints what it says."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from npcgen import LocalServer
from npcgen.cli import app

GUIDES = Path(__file__).parents[2] / "docs/guides"
PAGE = GUIDES / "textures.md"


def test_the_guides_wall_is_what_is_made() -> None:
    text = PAGE.read_text(encoding="utf-8")
    [(command, shown)] = re.findall(r"^\$ npcgen (texture .*?)\n(.*?)^```$", text, re.M | re.S)

    assert CliRunner().invoke(app, shlex.split(command)).stdout.startswith(shown)


def test_the_guides_commands_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that need nothing that isn't there, each smaller than it says."""
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    commands = re.findall(r"^npcgen (.*?)(?:  +#.*)?$", text, re.M)
    smaller = (("2048x1024", "64x32"), ("4x4", "2x1 --size 16"), ("200 --workers 4", "1 --size 16"))
    for command in commands:
        if "photo.jpg" not in command:
            for whole, small in smaller:
                command = command.replace(whole, small)
            done = CliRunner().invoke(app, shlex.split(command))
            assert done.exit_code == 0, (command, done.exception)


def test_the_commands_for_tiles_and_pixel_art_run_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (GUIDES / "tilesets.md").read_text(encoding="utf-8")
    commands = re.findall(r"^npcgen (texture .*?)(?:  +#.*)?$", text, re.M)
    for command in commands:
        done = CliRunner().invoke(app, shlex.split(command))
        assert done.exit_code == 0, (command, done.exception)
    made = {path.name for path in tmp_path.glob("*/*")}
    assert {"castle_wall.tres", "lava_loop.png", "lava_book_orm.png", "panel.tres"} <= made


def test_the_guides_program_runs(
    server: LocalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    [program] = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    exec(compile(program.replace("127.0.0.1:50051", server.target), str(PAGE), "exec"), {})

    assert "('height', 'normal', 'orm') tiles.png" in capsys.readouterr().out
    assert (tmp_path / "castle_wall.tres").exists()
    assert (tmp_path / "preview.png").exists()
