"""Room on a disk, and what a disk refuses, told as our errors."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from npcgen.engine.memory import mib
from npcgen.errors import FailedPrecondition

SPARE_BYTES = 64 * 2**20
"""What large files leave free for whatever else grows."""
_MIB = 2**20
_FULL = (errno.ENOSPC, errno.EDQUOT)


def check_room(folder: Path, wanted_bytes: int) -> None:
    """Raises FailedPrecondition where the folder's disk has no room for so much more."""
    free = shutil.disk_usage(folder).free
    missing = wanted_bytes + SPARE_BYTES - free
    if missing > 0:
        raise _full(
            f"{folder} needs {mib(wanted_bytes)} MiB and {mib(SPARE_BYTES)} MiB to spare, and "
            f"its disk has {free // _MIB} MiB free; free {mib(missing)} MiB"
        )


@contextmanager
def disk_told(folder: Path) -> Iterator[None]:
    """Raises FailedPrecondition for what goes wrong with files in there."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _full(f"the disk of {folder} is full; free some of it") from error
        where = error.filename or folder
        raise FailedPrecondition(
            f"{where}: {error.strerror or error}; check its permissions, or name another folder "
            "with --data-dir",
            reason="FILE_REFUSED",
        ) from error


def _full(problem: str) -> FailedPrecondition:
    return FailedPrecondition(
        f"{problem}, or name a folder on another disk with --data-dir", reason="DISK_FULL"
    )
