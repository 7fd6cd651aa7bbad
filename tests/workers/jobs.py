"""Jobs for the tests, run by real children."""

import os
import time
from collections.abc import Iterator

from worldgen.compiling import COMPILING


def count(end: int, pause_s: float = 0.0) -> Iterator[int]:
    for number in range(end):
        time.sleep(pause_s)
        yield number
    return end  # type: ignore[return-value]


def plain(number: int) -> int:
    return number * 2


def process_id() -> int:
    return os.getpid()


def refuse() -> None:
    raise ValueError("no")


class Odd(Exception):
    """Pickled without what it takes to make it again."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(what)


def refuse_oddly() -> None:
    raise Odd("this", "that")


def hang() -> Iterator[int]:
    yield 0
    time.sleep(3600)


def die() -> None:
    os._exit(9)


def print_loudly() -> str:
    print("this goes to stderr")  # noqa: T201
    return "said"


def compile_one() -> Iterator[int]:
    """Calls a kernel for the first time."""
    import numba

    import worldgen.kernels  # noqa: F401 - it tells what is compiled

    yield 0
    numba.njit(lambda number: number * 2)(4)
    yield 1


def compile_for(seconds: float) -> Iterator[int]:
    """NOTE: it only says so, for no kernel surely takes as long."""
    yield 0
    with COMPILING.going_on():
        time.sleep(seconds)
    yield 1
