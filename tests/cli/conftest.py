"""The command line, in a process of its own and in this one."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner, Result

from npcgen.cli import app

Run = Callable[..., subprocess.CompletedProcess[str]]
Invoke = Callable[..., Result]
SCRIPTED = ("--backend", "scripted")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings and no terminal of whoever runs the tests."""
    for name in os.environ:
        if name.startswith("NPCGEN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NPCGEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def run() -> Run:
    """Runs `npcgen` to its end."""

    def run_npcgen(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "npcgen", *arguments]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, timeout=60, check=False
        )

    return run_npcgen


@pytest.fixture
def invoke() -> Invoke:
    """Runs a command in this process: faster, for those that start nothing."""

    def invoke_npcgen(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return invoke_npcgen


@contextmanager
def started(command: Sequence[str], **pipes: int) -> "Iterator[subprocess.Popen[bytes]]":
    """The process, its streams unbuffered; a test that fails leaves none behind."""
    process = subprocess.Popen(command, bufsize=0, **pipes)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def gone(processes: list[psutil.Process], within_s: float = 10.0) -> bool:
    """Whether all of them have ended by then."""
    return not psutil.wait_procs(processes, timeout=within_s)[1]
