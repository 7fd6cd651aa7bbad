"""A server that a game of Godot starts itself: in the editor's engine, and in an exported game."""

import json
import signal
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.clients.godot_engine import exported_game, needs_engine, run, run_script

pytestmark = needs_engine

NPCGEN = [sys.executable, "-m", "npcgen"]


def test_a_server_starts_with_the_game_again_after_it_died_and_ends_with_a_game_that_is_killed(
    godot_project: Path, tmp_path: Path
) -> None:
    first, second, reply = launch(godot_project, NPCGEN, scripted(tmp_path), -signal.SIGKILL)
    assert first["ready"]
    assert second["ready"]
    assert first["pid"] != second["pid"]
    assert reply["completed"]
    assert all_end(first["pid"], second["pid"])


def test_a_server_that_ends_twice_says_why(godot_project: Path, tmp_path: Path) -> None:
    flags = ["--backend", "llama_cpp", "--model", "no/such.gguf", "--data-dir", str(tmp_path)]
    [end] = launch(godot_project, NPCGEN, flags)
    assert end["reason"] == "SERVER_STOPPED"
    assert "no/such.gguf" in end["message"]


def test_a_command_that_is_not_there_is_no_crash(godot_project: Path, tmp_path: Path) -> None:
    [end] = launch(godot_project, [str(tmp_path / "nothing")], [])
    assert end["reason"] == "SERVER_STOPPED"


def test_an_exported_game_starts_its_server_and_ends_it(
    godot_project: Path, tmp_path: Path
) -> None:
    command = exported_game(godot_project, tmp_path / "game")
    if command is None:
        pytest.skip("no export template beside this Godot; tools/get_godot.py brings one")
    told = json.dumps({"command": NPCGEN, "flags": scripted(tmp_path)})
    [end] = said(run(command, tmp_path, {"TEST_COMMAND": told}).splitlines())
    assert end["ready"]
    assert not end["editor"]
    assert end["completed"].endswith(".")
    assert all_end(end["pid"])


def scripted(folder: Path) -> list[str]:
    return ["--backend", "scripted", "--no-preview", "--data-dir", str(folder / "data")]


def launch(
    project: Path, command: list[str], flags: list[str], status: int = 0
) -> list[dict[str, Any]]:
    told = json.dumps({"command": command, "flags": flags})
    return said(run_script(project, "tests/test_server.gd", status, TEST_COMMAND=told))


def said(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines if line.startswith("{")]


def all_end(*ids: int) -> bool:
    there = [psutil.Process(each) for each in ids if psutil.pid_exists(each)]
    return not psutil.wait_procs(there, timeout=20)[1]
