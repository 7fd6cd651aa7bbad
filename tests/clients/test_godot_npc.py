"""The Npc node, the autoload, saves and the launcher, in a scene tree run by an engine."""

import json
import sys
from pathlib import Path
from typing import Any

import psutil

from npcgen.client.local_server import LocalServer
from tests.clients.godot_engine import needs_engine, run_script

pytestmark = needs_engine


def said(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_an_npc_speaks_is_saved_forgotten_and_left_alone(
    server: LocalServer, tmp_path: Path
) -> None:
    lines = said(run_script(tmp_path, "tests/test_npc.gd", NPCGEN_TEST_URL=server.http_url))
    replies = [each["completed"] for each in lines if "completed" in each]
    words = "".join(each.get("text_delta", "") for each in lines)
    others = [each for each in lines if "text_delta" not in each and "sentence" not in each]
    assert words == "".join(replies)
    # The save was made before the second line: rolled back, the NPC hears it for the first time.
    assert replies[1] == replies[2]
    assert replies[4] == "What? The bellows are loud."
    assert others == [
        {"failed": "TURN_IN_PROGRESS", "field": ""},
        {"completed": replies[0]},
        {"saved": ["/root/Smith"], "failed": False},
        {"completed": replies[1]},
        {"loaded": True},
        {"completed": replies[2]},
        {"completed": replies[3]},
        {"failed": "SERVER_UNREACHABLE", "field": ""},
        {"completed": replies[4]},
        {"failed": "INVALID_ARGUMENT", "field": "max_token"},
    ]


def test_a_server_starts_with_the_game_again_after_it_died_and_ends_with_the_game(
    tmp_path: Path,
) -> None:
    flags = ["--backend", "scripted", "--no-preview", "--data-dir", str(tmp_path / "data")]
    lines = launch(tmp_path, [sys.executable, "-m", "npcgen"], flags)
    first, second, reply = lines
    assert first["ready"]
    assert second["ready"]
    assert first["pid"] != second["pid"]
    assert reply["completed"]
    gone, alive = psutil.wait_procs(processes(first["pid"], second["pid"]), timeout=20)
    assert not alive, gone


def test_a_server_that_ends_twice_says_why(tmp_path: Path) -> None:
    flags = ["--backend", "llama_cpp", "--model", "no/such.gguf", "--data-dir", str(tmp_path)]
    [end] = launch(tmp_path, [sys.executable, "-m", "npcgen"], flags)
    assert end["reason"] == "SERVER_STOPPED"
    assert "no/such.gguf" in end["message"]


def test_a_command_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    [end] = launch(tmp_path, [str(tmp_path / "nothing")], [])
    assert end["reason"] == "SERVER_STOPPED"


def launch(folder: Path, command: list[str], flags: list[str]) -> list[dict[str, Any]]:
    told = json.dumps({"command": command, "flags": flags})
    return said(run_script(folder / "game", "tests/test_server.gd", NPCGEN_TEST_COMMAND=told))


def processes(*ids: int) -> list[psutil.Process]:
    return [psutil.Process(each) for each in ids if psutil.pid_exists(each)]


def test_the_editor_s_panels_talk_and_make_without_an_editor(
    server: LocalServer, tmp_path: Path
) -> None:
    given = {"NPCGEN_TEST_URL": server.http_url, "NPCGEN_TEST_FOLDER": str(tmp_path / "made")}
    shown = run_script(tmp_path / "game", "tests/test_editor.gd", **given)
    assert "Wrote level.tscn, level.tileset.tres, level.tiles.png" in shown
    assert shown[shown.index("> Good evening.") + 1].endswith(".")
    assert len(list((tmp_path / "made").iterdir())) == 3
