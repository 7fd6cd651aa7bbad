"""`python -m bench.clients_unreal`: what the Unreal plugin's core costs, as g++ -O2 makes it."""

from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bench.figures import Figure, as_table, printed
from tests.clients.unreal_build import STRICT, UNREAL, built
from tests.clients.unreal_programs import DRIVER, HAS_GRPC, over_grpc

_FRAME_MS = 1000 / 60
_BENCH = UNREAL / "tests" / "bench"
_COST = {
    "tokens_per_s": ("tokens parsed on one core", "/s", 10_000, False),
    "allocations_per_token": ("allocations a token", "", 1, True),
    "allocated_bytes_per_token": ("allocated a token", "bytes", 1024, True),
}
_LATENCY = {
    "callbacks": ("tokens timed, from the server's send to the callback", "", 300, False),
    "own_ms_p50": ("until the transport's thread has read it, half", "ms", _FRAME_MS, True),
    "own_ms_p99": ("the same, 99 %", "ms", _FRAME_MS, True),
    "own_ms_slowest": ("the same, the slowest", "ms", _FRAME_MS, True),
    "in_first_frame": ("at 60 frames/s: heard in the first behind it", "of 1", 0.99, False),
    "framed_ms_p50": ("the wait for that frame included, half", "ms", _FRAME_MS, True),
    "framed_ms_p99": ("the same, 99 %", "ms", _FRAME_MS, True),
    "framed_ms_slowest": ("the same, the slowest", "ms", _FRAME_MS, True),
}


def figures() -> list[Figure]:
    """NOTE: a token goes all the way, from the bytes of a packet to the game's listener."""
    flags = (*STRICT, "-O2")
    cost = built("bench", [_BENCH / "main.cpp"], flags)
    latency = built(
        "latency", [_BENCH / "latency.cpp"], flags, folders=[DRIVER], libraries=["-lcurl"]
    )
    measured = [*printed([str(cost)], _COST), *_over("libcurl", latency)]
    if HAS_GRPC:
        native = over_grpc("grpc_latency", _BENCH / "grpc_latency.cpp", "-O2")
        measured += _over("gRPC", native)
    return measured


def _over(transport: str, program: Path) -> list[Figure]:
    return [
        replace(figure, name=f"{transport}: {figure.name}")
        for figure in printed([str(program)], _LATENCY)
    ]


if __name__ == "__main__":
    Console().print(as_table(figures()))
