"""Which models a child process has survived here, so that they aren't loaded twice at every start.

An empty file for each, named after all that a crash depends on: the weights, the library as it was
built, this processor and how much of it may be used, and the layers on a GPU. A folder that can't
be written costs only time.
"""

import contextlib
import hashlib
import importlib.util
import platform
import re
from pathlib import Path

from npcgen.engine.threads import usable_cores

_CPU_INFO = Path("/proc/cpuinfo")
_CPU_LINES = ("model name", "(?:flags|Features)")


def machine_key(sha256: str, n_gpu_layers: int) -> str:
    """A name for all that a crash, or a speed, of this model on this machine depends on."""
    about = repr((sha256, n_gpu_layers, _library(), _processor(), usable_cores()))
    return hashlib.sha256(about.encode()).hexdigest()[:32]


class Survivors:
    """The verdicts kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, sha256: str, n_gpu_layers: int) -> bool:
        return self._path(sha256, n_gpu_layers).is_file()

    def add(self, sha256: str, n_gpu_layers: int) -> None:
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._path(sha256, n_gpu_layers).touch()

    def _path(self, sha256: str, n_gpu_layers: int) -> Path:
        return self._folder / machine_key(sha256, n_gpu_layers)


def _library() -> list[tuple[str, int, int]]:
    """The installed llama.cpp: its files, with sizes and times. Imports nothing."""
    spec = importlib.util.find_spec("llama_cpp")
    if spec is None or spec.origin is None:
        return []
    files = sorted((Path(spec.origin).parent / "lib").glob("*"))
    return [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]


def _processor() -> tuple[str, ...]:
    name = (platform.system(), platform.machine(), platform.processor())
    try:
        told = _CPU_INFO.read_text()
    except OSError:
        return name
    lines = (re.search(rf"^{line}\s*:.*$", told, re.MULTILINE) for line in _CPU_LINES)
    return (*name, *(found[0] for found in lines if found))
