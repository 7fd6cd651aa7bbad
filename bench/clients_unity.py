"""`python -m bench.clients_unity`: what the Unity package's core costs, under mono."""

import tempfile
from pathlib import Path

from rich.console import Console

from bench.figures import Figure, as_table, printed
from tests.clients.unity_build import HERE, UnityBuild

_FRAME_MS = 1000 / 60
_TARGETS = {
    "tokens_per_s": ("tokens, from bytes to callback, on one core", "/s", 10_000, False),
    "garbage_bytes_per_token": ("garbage a token", "bytes", 1024, True),
    "kept_bytes_per_token": ("kept a token", "bytes", 0.5, True),
    "callbacks": ("tokens timed, from the server's send to the callback", "", 1200, False),
    "own_ms_p50": ("the package's and the socket's own time, half", "ms", _FRAME_MS, True),
    "own_ms_p99": ("the same, 99 %", "ms", _FRAME_MS, True),
    "own_ms_slowest": ("the same, the slowest", "ms", _FRAME_MS, True),
    "framed_in_first": ("at 60 frames/s: heard in the first after the send", "of 1", 0.99, False),
    "framed_ms_p50": ("at 60 frames/s: the wait for it included, half", "ms", _FRAME_MS, True),
    "framed_ms_p99": ("the same, 99 %", "ms", _FRAME_MS, True),
    "framed_ms_slowest": ("the same, the slowest", "ms", _FRAME_MS, True),
}


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        command = UnityBuild(Path(folder)).program("bench", HERE / "unity" / "bench")
        return printed(command, _TARGETS)


if __name__ == "__main__":
    Console().print(as_table(figures()))
