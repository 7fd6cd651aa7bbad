"""`npcgen demo` plays its scene and leaves no process behind, however it ends."""

import json
import signal
import subprocess
import sys

import psutil
import pytest

from tests.cli.conftest import SCRIPTED, Run, gone, started

COMMAND = [sys.executable, "-m", "npcgen", "demo", *SCRIPTED]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reply takes some seven seconds."""
    monkeypatch.setenv("NPCGEN_SCRIPTED_TOKENS_PER_S", "2")


def test_the_scene_is_played_and_measured(run: Run) -> None:
    done = run("demo", *SCRIPTED)

    assert (done.returncode, done.stderr) == (0, "starting a server and loading scripted ...\n")
    speakers = [line.split(":")[0].strip() for line in done.stdout.splitlines() if ": " in line]
    assert speakers[:2] == ["Mara", "Brannoch Vale"]
    assert speakers[2:4] == ["Mara", "Brannoch Vale"]
    assert speakers[4:6] == ["Mara", "Tamsin Reed"]
    assert done.stdout.count("prompt tokens reused") == 3
    assert "npcgen chat brannoch " in done.stdout


def test_json_holds_every_turn(run: Run) -> None:
    turns = json.loads(run("demo", *SCRIPTED, "--json").stdout)["turns"]

    assert [turn["npc"] for turn in turns] == ["Brannoch Vale", "Brannoch Vale", "Tamsin Reed"]
    assert {turn["finish_reason"] for turn in turns} == {"stop"}
    assert turns[1]["usage"]["reused_tokens"] > 0


def test_no_process_is_left() -> None:
    with started(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as demo:
        servers = started_by(demo)
        demo.communicate(timeout=30)

    assert demo.returncode == 0
    assert gone(servers, within_s=0)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
def test_ctrl_c_leaves_none_either(slow: None) -> None:
    with started(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as demo:
        servers = started_by(demo)
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=30)

    assert demo.returncode == 130
    assert gone(servers, within_s=0)


def test_killed_it_leaves_none_either(slow: None) -> None:
    with started(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as demo:
        servers = started_by(demo)
        demo.kill()
        demo.communicate(timeout=30)

    assert gone(servers)


def test_a_server_that_dies_is_reported_with_its_log(slow: None) -> None:
    with started(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as demo:
        [server] = started_by(demo)
        server.kill()
        _, stderr = demo.communicate(timeout=30)

    assert demo.returncode == 1
    assert b"npcgen: the server ended by itself: its log ends:" in stderr
    assert b"model loaded: scripted" in stderr


def test_a_missing_model_is_reported(run: Run) -> None:
    done = run("demo", "--model", "nosuch")

    assert done.returncode == 1
    assert "there is no model 'nosuch'" in done.stderr


def started_by(demo: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """The demo's children, once the first NPC is about to speak."""
    assert demo.stdout is not None
    for line in demo.stdout:
        if b"Mara: " in line:
            break
    return psutil.Process(demo.pid).children(recursive=True)
