"""A server of one's own never outlives its owner."""

import subprocess
import sys
from pathlib import Path

import psutil

from npcgen import LocalServer

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
