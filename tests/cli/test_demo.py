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
    lines = [line for line in done.stdout.splitlines() if line.startswith("  ") and line[2] != " "]
    speakers = [line.split(":")[0].strip() for line in lines if ": " in line and "(" not in line]
    smith, herbalist = "Brannoch Vale", "Tamsin Reed"
    answers = [herbalist] * 3 + [smith] * 2 + [herbalist] * 2
    assert speakers[:14] == [name for answer in answers for name in ("Mara", answer)]
    assert done.stdout.count("prompt tokens reused") == 9
    assert "npcgen chat brannoch " in done.stdout


def test_what_the_scene_promises_is_to_be_seen(run: Run) -> None:
    turns = json.loads(run("demo", "--json").stdout)["turns"]
    lore, thanks, refused, again, tea = (turns[at] for at in (1, 2, 4, 5, 6))

    assert any(each.startswith("recalls lore 'moonwort'") for each in lore["noted"])
    assert "oonwort" in lore["text"]
    assert any(each.startswith("affection +0.00 -> +") for each in thanks["noted"])
    assert not any("moonwort" in each for each in refused["noted"])
    assert any(each.endswith("who the player is") for each in again["noted"])
    assert 'does give_item {"item": "feverleaf_tea", "to": "player_1"}' in tea["noted"]


def test_json_holds_every_turn(run: Run) -> None:
    turns = json.loads(run("demo", *SCRIPTED, "--json").stdout)["turns"]

    assert [turn["npc"] for turn in turns][2:5] == ["Tamsin Reed", "Brannoch Vale", "Brannoch Vale"]
    assert {turn["finish_reason"] for turn in turns} <= {"stop", "guardrail"}
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
        processes = started_by(demo)
        [server] = [each for each in processes if each.ppid() == demo.pid]
        server.kill()
        _, stderr = demo.communicate(timeout=30)

    assert demo.returncode == 1
    assert gone(processes)
    assert b"npcgen: the server ended by itself: its log ends:" in stderr
    assert b"model loaded: scripted" in stderr


def test_a_missing_model_is_reported(run: Run) -> None:
    done = run("demo", "--model", "nosuch")

    assert done.returncode == 1
    assert "there is no model 'nosuch'" in done.stderr


def started_by(demo: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """The demo's server and its workers, once the first NPC is about to speak."""
    assert demo.stdout is not None
    for line in demo.stdout:
        if b"Mara: " in line:
            break
    return psutil.Process(demo.pid).children(recursive=True)
