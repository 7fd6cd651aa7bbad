"""What a program writes, deletes, connects to or starts, as Python's audit events tell (PEP 578).

Sees every path that the interpreter is asked to change, wherever it lies and whoever asks.
"""

import os
import sys
from pathlib import Path
from typing import Any

_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_PATHS = {
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
}
"""How many of an event's first arguments are paths that it changes."""
_NEVER = frozenset({"socket.connect", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"})


class FileWrites:
    """Notes each change outside of `folder`, and each connection and process."""

    def __init__(self, folder: Path) -> None:
        self._root = str(folder.resolve())
        self._watches = True
        self.outside: list[str] = []

    def watch(self) -> None:
        """From now on. NOTE: a hook can't be taken away, only `close`d."""
        sys.addaudithook(self.heard)

    def close(self) -> None:
        self._watches = False

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Takes an event of the interpreter."""
        if not self._watches:
            return
        if event in _NEVER:
            self.outside.append(event)
        for path in _changed(event, arguments):
            if not self._is_inside(path):
                self.outside.append(f"{event} {path!r}")

    def _is_inside(self, path: str | bytes) -> bool:
        return os.path.abspath(os.fsdecode(path)).startswith(self._root + os.sep)


def _changed(event: str, arguments: tuple[Any, ...]) -> list[str | bytes]:
    """The paths that this event changes; a file that was opened before has a number and no path."""
    if event == "open":
        path, _, flags = arguments
        found = (path,) if flags & _CHANGES else ()
    else:
        found = arguments[: _PATHS.get(event, 0)]
    return [os.fspath(each) for each in found if not isinstance(each, int) and each is not None]
