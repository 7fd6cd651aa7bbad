"""`python -m bench.clients_unity`: what the Unity package's core costs, under mono."""

import tempfile
from pathlib import Path

from rich.console import Console

from bench.figures import Figure, as_table, printed
from tests.clients.unity_build import HERE, UnityBuild

_TARGETS = {
    "tokens_per_s": ("tokens, from bytes to callback, on one core", "/s", 10_000, False),
    "garbage_bytes_per_token": ("garbage a token", "bytes", 1024, True),
    "kept_bytes_per_token": ("kept a token", "bytes", 0.5, True),
    "callback_in_first_frame": ("tokens heard in the first of 60 frames/s", "of 1", 0.99, False),
    "callback_ms_p50": ("from the server's send to the callback, half", "ms", 1000 / 60, True),
    "callback_ms_p99": ("from the server's send to the callback, 99 %", "ms", 1000 / 60, True),
}


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        command = UnityBuild(Path(folder)).program("bench", HERE / "unity" / "bench")
        return printed(command, _TARGETS)


if __name__ == "__main__":
    Console().print(as_table(figures()))
