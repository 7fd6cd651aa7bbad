"""The watch of `bench.cards`: what it calls a change outside of a folder."""

import os
from pathlib import Path

from bench.file_writes import FileWrites


def test_writing_outside_is_noted_and_reading_is_not(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "outside.txt"
    inside.mkdir()
    writes = FileWrites(inside)
    writes.watch()
    outside.write_text("x")
    outside.read_text()
    (inside / "a").write_text("x")
    os.replace(inside / "a", tmp_path / "moved")
    (inside / "../up").mkdir()
    writes.close()
    outside.unlink()

    assert writes.outside == [
        f"open '{outside}'",
        f"os.rename '{tmp_path / 'moved'}'",
        f"os.mkdir '{inside / '../up'}'",
    ]


def test_connections_are_noted(tmp_path: Path) -> None:
    writes = FileWrites(tmp_path)
    writes.heard("socket.connect", (None, ("127.0.0.1", 9)))
    assert writes.outside == ["socket.connect"]
