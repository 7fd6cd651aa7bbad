"""The TypeScript package as npm makes it, in the checkout; where that can't be, tests skip."""

import functools
import os
import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "clients" / "web"


@functools.cache
def web_build() -> Path:
    """The package's folder, built once a run."""
    if shutil.which("npm") is None:
        pytest.skip("no node here: apt install nodejs npm")
    if not (WEB / "node_modules").is_dir():
        pytest.skip("needs `npm ci --prefix clients/web`")
    npm("run", "build")
    return WEB


def npm(*words: str, **variables: str) -> str:
    """What it printed; fails the test with all of it where it fails."""
    done = subprocess.run(
        ["npm", "--silent", *words],
        cwd=WEB,
        capture_output=True,
        text=True,
        env={**os.environ, "npm_config_loglevel": "error", **variables},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
