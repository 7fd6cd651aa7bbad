"""`python -m bench.clients_unreal`: what the Unreal plugin's core costs, as g++ -O2 makes it."""

from rich.console import Console

from bench.figures import Figure, as_table, printed
from tests.clients.unreal_build import STRICT, UNREAL, built

_TARGETS = {
    "tokens_per_s": ("tokens parsed on one core", "/s", 10_000, False),
    "allocations_per_token": ("allocations a token", "", 1, True),
    "allocated_bytes_per_token": ("allocated a token", "bytes", 1024, True),
}


def figures() -> list[Figure]:
    """NOTE: a token goes all the way, from the bytes of a packet to the game's listener."""
    program = built("bench", [UNREAL / "tests" / "bench" / "main.cpp"], (*STRICT, "-O2"))
    return printed([str(program)], _TARGETS)


if __name__ == "__main__":
    Console().print(as_table(figures()))
