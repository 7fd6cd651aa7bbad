"""Jobs for the tests, run by real children."""

import os
import time
from collections.abc import Iterator


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
