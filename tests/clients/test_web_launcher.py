"""A server that a game in Node starts ends with the game, however the game ends."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.clients.web_build import web_build

PATIENCE_S = 30.0


@contextmanager
def playing(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", list[psutil.Process]]]:
    """A game, and the processes of its server, which is ready."""
    flags = ["--backend", "scripted", "--no-preview", "--data-dir", str(folder)]
    program = str(web_build() / "build" / "game.js")
    command = ["node", program, json.dumps(flags), sys.executable, "-m", "npcgen"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as game:
        assert game.stdout is not None
        server = psutil.Process(json.loads(game.stdout.readline())["pid"])
        yield game, [server, *server.children(recursive=True)]


def test_a_game_that_is_killed_takes_its_server_along(tmp_path: Path) -> None:
    with playing(tmp_path) as (game, server):
        game.kill()
        assert psutil.wait_procs(server, timeout=PATIENCE_S)[1] == []


def test_a_game_that_ends_without_a_word_takes_its_server_along(tmp_path: Path) -> None:
    with playing(tmp_path) as (game, server):
        game.communicate()
        assert game.returncode == 0
        assert psutil.wait_procs(server, timeout=PATIENCE_S)[1] == []
