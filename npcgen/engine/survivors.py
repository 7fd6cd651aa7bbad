"""Which models a child process has survived here, so that they aren't loaded twice at every start.

An empty file for each, named after all that a crash depends on: the weights, the library as it was
built, this processor, and the layers on a GPU. A folder that can't be written costs only time.
"""

import contextlib
import hashlib
import importlib.util
import platform
import re
from pathlib import Path

_CPU_INFO = Path("/proc/cpuinfo")


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
        about = repr((sha256, n_gpu_layers, _library(), _processor()))
        return self._folder / hashlib.sha256(about.encode()).hexdigest()[:32]


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
        features = re.search(r"^(flags|Features)\s*:.*$", _CPU_INFO.read_text(), re.MULTILINE)
    except OSError:
        return name
    return (*name, features[0] if features else "")
