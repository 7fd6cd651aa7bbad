"""`npcgen serve` for a game that holds no pipe to it: ports in a file, and an end with the game."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from npcgen import SyncClient
from tests.cli.conftest import SCRIPTED, Run, started

COMMAND = (sys.executable, "-m", "npcgen", "serve", *SCRIPTED, "--grpc-port", "0")


def announced(file: Path, server: "subprocess.Popen[bytes]") -> dict[str, str]:
    while not file.exists():
        assert server.poll() is None
        time.sleep(0.05)
    ports: dict[str, str] = json.loads(file.read_text())
    return ports


def test_it_tells_its_ports_by_a_file_and_stops_when_that_is_deleted(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    with started([*COMMAND, "--http-port", "0", "--announce-to", str(file)]) as server:
        with SyncClient(announced(file, server)["grpc"]) as client:
            assert client.wait_ready().model.name == "scripted"
        file.unlink()
        assert server.wait(20) == 0
    assert "model loaded: scripted" in (tmp_path / "ports.json.log").read_text()


@pytest.mark.parametrize("is_asked_how_it_ended", [True, False])
def test_it_stops_with_the_process_of_the_game(tmp_path: Path, is_asked_how_it_ended: bool) -> None:
    file = tmp_path / "ports.json"
    game = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    flags = ["--announce-to", str(file), "--stop-with-process", str(game.pid)]
    with started([*COMMAND, "--http-port", "0", *flags]) as server:
        announced(file, server)
        game.kill()
        if is_asked_how_it_ended:
            game.wait()
        assert server.wait(20) == 0
    game.communicate()


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (
            ("--stop-with-process", "999999999"),
            "there is no process 999999999; give the game's own",
        ),
        (("--announce-to", "{folder}/none/ports.json"), "--announce-to: can't write"),
    ],
)
def test_what_cannot_be_watched_is_refused(
    run: Run, tmp_path: Path, flags: tuple[str, ...], message: str
) -> None:
    free = ("--grpc-port", "0", "--http-port", "0")
    done = run("serve", *SCRIPTED, *free, *(flag.format(folder=tmp_path) for flag in flags))
    assert done.returncode == 1
    assert message in done.stderr
