"""Runs our GDScript in Debian's godot3-server, converted for it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.godot3 import convert_tree

ENGINE = shutil.which("godot3-server")
PROJECT = Path(__file__).resolve().parents[2] / "clients" / "godot"
ADDON = PROJECT / "addons" / "npcgen"

needs_engine = pytest.mark.skipif(
    ENGINE is None, reason="no godot3-server: apt-get install godot3-server"
)


def run_script(folder: Path, script: str, **environment: str) -> list[str]:
    """The lines that `script` of clients/godot printed; fails on any error of the engine."""
    assert ENGINE is not None
    folder.mkdir(exist_ok=True)
    convert_tree(PROJECT, folder)
    done = subprocess.run(
        [ENGINE, "-s", script],
        cwd=folder,
        env=os.environ | {"XDG_DATA_HOME": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    assert "SCRIPT ERROR" not in done.stderr + done.stdout, done.stderr + done.stdout
    return done.stdout.splitlines()
