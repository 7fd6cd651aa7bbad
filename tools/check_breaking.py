"""`python tools/check_breaking.py`: refuses protos that break clients of the commit before.

The commit before is where this branch left main; on main itself it is HEAD for local changes, and
HEAD's parent when there are none. Without git, or before the first protos, it says so and goes on.
"""

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAIN = ("origin/main", "main")


def main() -> None:
    commit = baseline(ROOT)
    if commit is None:
        print("no commit to compare the protos with; not checked for breaking changes")
        return
    sys.exit(check(ROOT, commit))


def baseline(root: Path) -> str | None:
    """The commit whose protos clients were made with; None when there is none to be had."""
    head = git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if head is None:
        return None
    for name in MAIN:
        left = git(root, "merge-base", "HEAD", name)
        if left not in (None, head):
            return known(root, left)
    changed = git(root, "status", "--porcelain", "--", "protos")
    parent = git(root, "rev-parse", "--verify", "--quiet", "HEAD~1")
    return known(root, head if changed or parent is None else parent)


def known(root: Path, commit: str | None) -> str | None:
    """The commit, if it has protos."""
    return commit if commit and git(root, "ls-tree", commit, "protos") else None


def check(root: Path, commit: str) -> int:
    """What `buf breaking` exits with for the working tree against `commit`."""
    packed = subprocess.run(
        ["git", "archive", commit, "protos"], cwd=root, check=True, capture_output=True
    )
    buf = shutil.which("buf", path=str(Path(sys.executable).parent)) or "buf"
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as before:
            before.extractall(folder, filter="data")
        command = [buf, "breaking", "protos", "--against", f"{folder}/protos"]
        return subprocess.run(command, cwd=root).returncode


def git(root: Path, *arguments: str) -> str | None:
    """What git prints; None when it fails, or isn't there."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    except FileNotFoundError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


if __name__ == "__main__":
    main()
