"""`tools/check_breaking.py`, on git repositories of a test's own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools.check_breaking import baseline, check

PROTO = 'syntax = "proto3";\npackage a.v1;\nmessage A {\n  string name = 1;\n}\n'
CONFIG = "version: v2\nbreaking:\n  use:\n    - FILE\n"


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=odo", "-c", "user.email=odo@example.com")
    command = ["git", *who, *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one commit on main, and protos in it."""
    if shutil.which("git") is None:
        pytest.skip("needs git")
    folder = tmp_path / "game"
    (folder / "protos").mkdir(parents=True)
    (folder / "protos" / "buf.yaml").write_text(CONFIG)
    (folder / "protos" / "a.proto").write_text(PROTO)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    return folder


def rewrite(root: Path, old: str, new: str) -> None:
    (root / "protos" / "a.proto").write_text(PROTO.replace(old, new))


def head(root: Path, name: str = "HEAD") -> str:
    return git(root, "rev-parse", name).strip()


def test_a_local_change_is_compared_with_head(root: Path) -> None:
    rewrite(root, "name = 1", "name = 2")
    assert baseline(root) == head(root)
    assert check(root, head(root)) != 0


def test_a_new_field_breaks_nobody(root: Path) -> None:
    rewrite(root, "= 1;\n", "= 1;\n  string role = 2;\n")
    assert check(root, head(root)) == 0


def test_a_clean_main_is_compared_with_its_parent(root: Path) -> None:
    git(root, "commit", "-q", "--allow-empty", "-m", "two")
    assert baseline(root) == head(root, "HEAD~1")


def test_a_branch_is_compared_with_where_it_left_main(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "work")
    for name in ("two", "three"):
        git(root, "commit", "-q", "--allow-empty", "-m", name)
    assert baseline(root) == head(root, "main")


def test_a_shallow_clone_is_compared_with_itself(root: Path, tmp_path: Path) -> None:
    git(root, "commit", "-q", "--allow-empty", "-m", "two")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    assert baseline(tmp_path / "shallow") == head(root)
    assert check(tmp_path / "shallow", head(root)) == 0


def test_a_tree_without_git_has_nothing_to_compare_with(tmp_path: Path) -> None:
    assert baseline(tmp_path) is None
