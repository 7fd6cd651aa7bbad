"""A server of one's own never outlives its owner."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from npcgen import LocalServer, SyncClient
from npcgen.errors import Unavailable

ABANDON = """
import os, sys
from npcgen import LocalServer
server = LocalServer("--backend", "scripted", "--data-dir", sys.argv[1])
server.start()
print(server._process.pid, flush=True)
os._exit(9)
"""


def test_a_stopped_server_is_gone(tmp_path: Path) -> None:
    before = psutil.Process().children()
    with LocalServer("--backend", "scripted", "--data-dir", str(tmp_path)) as server:
        assert server.running
        assert server.target.startswith("127.0.0.1:")
        [child] = set(psutil.Process().children()) - set(before)
    assert not server.running
    assert not child.is_running()


def test_a_server_whose_owner_vanished_stops_by_itself(tmp_path: Path) -> None:
    owner = subprocess.run(
        [sys.executable, "-c", ABANDON, str(tmp_path)], capture_output=True, check=False
    )
    pid = int(owner.stdout)

    assert owner.returncode == 9
    if psutil.pid_exists(pid):
        psutil.wait_procs([psutil.Process(pid)], timeout=10)
    assert not psutil.pid_exists(pid)


def test_who_waits_for_a_server_that_dies_hears_it(tmp_path: Path) -> None:
    before = psutil.Process().children()
    with (
        LocalServer("--backend", "scripted", "--data-dir", str(tmp_path)) as server,
        SyncClient(server.target) as client,
    ):
        [child] = set(psutil.Process().children()) - set(before)
        child.kill()
        with pytest.raises(Unavailable) as raised:
            server.wait_ready(client)
    assert raised.value.reason == "SERVER_DIED"
    assert raised.value.message.startswith("the server ended by itself: its log ends:")


def test_who_waits_for_a_server_that_lives_is_told_what_it_is(tmp_path: Path) -> None:
    with (
        LocalServer("--backend", "scripted", "--data-dir", str(tmp_path)) as server,
        SyncClient(server.target) as client,
    ):
        assert server.wait_ready(client).model.name == "scripted"


def test_a_server_may_have_an_environment_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = dict(os.environ)
    monkeypatch.setenv("NPCGEN_MAX_TOKENS", "no number")
    flags = ("--backend", "scripted", "--data-dir", str(tmp_path))
    with LocalServer(*flags, environment=bare) as server:
        assert server.running
