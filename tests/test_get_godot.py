"""Which Godot is taken, and what is left where none can be had."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import get_godot


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of its programs and its cache; there is no Godot on it yet."""
    monkeypatch.delenv("NPCGEN_GODOT", raising=False)
    monkeypatch.setenv("WHEEL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    get_godot.find.cache_clear()
    yield tmp_path
    get_godot.find.cache_clear()


def godot(path: Path, version: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(0o755)
    return path


def test_a_godot_4_of_the_path_is_taken(machine: Path) -> None:
    godot(machine / "godot", "3.6.stable")
    there = godot(machine / "godot4", "4.5.1.stable")
    assert get_godot.find() == there


def test_a_named_godot_comes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    godot(machine / "godot", "4.5.1.stable")
    monkeypatch.setenv("NPCGEN_GODOT", "/opt/godot")
    assert get_godot.find() == Path("/opt/godot")


def test_the_cache_comes_last(machine: Path) -> None:
    godot(machine / "godot", "3.6.stable")
    godot(machine / "godot4", "3.6.stable")
    cached = godot(get_godot.cache() / "godot", "4.6.3.stable")
    assert get_godot.find() == cached


@pytest.mark.skipif(not get_godot.KEYRING.is_file(), reason="only where Debian's keys are")
def test_a_download_that_fails_leaves_no_half_tree(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(get_godot, "MIRROR", f"file:{machine}/nothing")
    monkeypatch.setattr(get_godot, "PAUSE_S", 0.0)
    with pytest.raises(get_godot.CantGet, match="gave no Godot in 3 tries"):
        get_godot.fetched()
    assert list(get_godot.cache().parent.iterdir()) == []
    assert capfd.readouterr().err.count("that failed") == 3
