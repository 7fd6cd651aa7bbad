"""The TypeScript package as npm makes it, in the checkout; where that can't be, tests skip."""

import functools
import os
import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "clients" / "web"
GUIDE = ROOT / "docs" / "guides" / "web.md"


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


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in a language."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(code) for _, code in found]
