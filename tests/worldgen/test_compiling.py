"""Time that numba takes to compile is known, and no deadline counts it."""

import time

import pytest

from worldgen.clock import Clock
from worldgen.compiling import COMPILING, Compiling
from worldgen.errors import OutOfTime


class Time:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_nested_compiling_is_counted_once() -> None:
    clock, heard = Time(), []
    compiling = Compiling(now=clock)
    compiling.heard = lambda: heard.append(clock.s)
    clock.s = 1
    with compiling.going_on():
        clock.s = 3
        with compiling.going_on():
            clock.s = 6
        assert (compiling.now, compiling.spent_s) == (True, 5)
        clock.s = 7
    assert (compiling.now, compiling.spent_s, heard) == (False, 6, [1])


def test_a_deadline_is_put_off_while_it_compiles() -> None:
    clock, before = Clock.ending_in(0), COMPILING.spent_s
    with COMPILING.going_on():
        sum(range(200_000))
    put_off_s = COMPILING.spent_s - before
    assert put_off_s > 0
    assert clock.left_s - (clock.ends_at - time.monotonic()) >= put_off_s


def test_what_was_compiled_before_puts_nothing_off() -> None:
    with COMPILING.going_on():
        sum(range(200_000))
    with pytest.raises(OutOfTime):
        Clock.ending_in(0).check("waiting")


def test_what_numba_compiles_is_counted() -> None:
    import numba

    import worldgen.kernels  # noqa: F401 - it listens

    before = COMPILING.spent_s
    double = numba.njit(lambda number: number * 2)
    assert double(4) == 8
    compiled = COMPILING.spent_s
    assert compiled > before
    assert double(5) == 10
    assert COMPILING.spent_s == compiled
