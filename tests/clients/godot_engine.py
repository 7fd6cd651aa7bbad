"""Runs a project in a real Godot 4, headless, in which no error and no warning passes."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.get_godot import find

ENGINE = find()
PROJECT = Path(__file__).resolve().parents[2] / "clients" / "godot"
ADDON = PROJECT / "addons" / "npcgen"

needs_engine = pytest.mark.skipif(
    ENGINE is None, reason="no Godot 4: run python3 tools/get_godot.py, or set NPCGEN_GODOT"
)
_COMPLAINT = re.compile(r"^\s*(SCRIPT ERROR|USER ERROR|ERROR|WARNING|Parse Error)\b.*", re.M)

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

_PRESET = """
[preset.0]
name="Linux"
platform="Linux"
runnable=true
export_filter="all_resources"
include_filter=""
exclude_filter=""
[preset.0.options]
binary_format/embed_pck=false
"""


def engine(project: Path, *arguments: str, status: int = 0, **environment: str) -> str:
    """What Godot printed; fails where it complained. Its own files go beside `project`."""
    assert ENGINE is not None
    command = [str(ENGINE), "--headless", "--no-header", "--path", str(project), *arguments]
    return run(command, project.parent, environment, status)


def run(command: list[str], home: Path, environment: dict[str, str], status: int = 0) -> str:
    own = str(home / "godot_home")
    places = {f"XDG_{kind}_HOME": own for kind in ("DATA", "CONFIG", "CACHE")}
    done = subprocess.run(
        command,
        env=os.environ | places | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=110,
    )
    told = _COLOUR.sub("", done.stdout + done.stderr)
    assert done.returncode == status, told
    assert not _COMPLAINT.search(told), told
    return done.stdout


def imported(folder: Path) -> Path:
    """A copy of clients/godot below `folder`, as Godot's editor leaves it."""
    project = folder / "project"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns(".godot"))
    engine(project, "--import")
    return project


def with_tests_plugin(project: Path) -> None:
    """Has the editor use the add-on by itself, as tests/editor/plugin.gd says."""
    settings = project / "project.godot"
    ours = '"res://addons/npcgen/plugin.cfg"'
    both = f'{ours}, "res://tests/editor/plugin.cfg"'
    settings.write_text(settings.read_text().replace(ours, both))


def run_script(project: Path, script: str, status: int = 0, **environment: str) -> list[str]:
    """The lines that `script` of the project printed."""
    arguments = ("--script", f"res://{script}")
    return engine(project, *arguments, status=status, **environment).splitlines()


def exported_game(project: Path, folder: Path) -> list[str] | None:
    """The command of tests/exported.tscn as a game of its own; None without Debian's template.

    A game looks for its pack beside its program, and under its name: here libc's loader.
    """
    assert ENGINE is not None
    files = ENGINE.parent / "files"
    template = files / "usr/bin/godot-template-release"
    if not template.is_file():
        return None
    shutil.copytree(project, folder / "project")
    settings = folder / "project" / "project.godot"
    text = settings.read_text().replace("res://sample/forge.tscn", "res://tests/exported.tscn")
    settings.write_text(text)
    settings.with_name("export_presets.cfg").write_text(_PRESET)
    engine(folder / "project", "--export-pack", "Linux", str(folder / "game.pck"))
    [loader] = files.glob("usr/lib/*-linux-gnu*/ld-linux*")
    shutil.copy(loader, folder / "game")
    libraries = f"{loader.parent}:{loader.parent / 'pulseaudio'}"
    return [str(folder / "game"), "--library-path", libraries, str(template), "--headless"]
