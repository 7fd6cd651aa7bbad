"""What tells a file from whatever takes its place later."""

from dataclasses import dataclass
from os import stat_result
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file as it was when it was opened."""

    path: Path
    identity: tuple[int, int, int, int]

    @classmethod
    def of(cls, path: Path, stat: stat_result) -> "FileMark":
        return cls(path, _identity(stat))

    def has_changed(self) -> bool:
        """Whether the file is gone, or another one by now. Looks at the disk."""
        try:
            return _identity(self.path.stat()) != self.identity
        except OSError:
            return True


def _identity(stat: stat_result) -> tuple[int, int, int, int]:
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns
