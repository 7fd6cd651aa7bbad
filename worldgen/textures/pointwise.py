"""Arithmetic on bands: each kernel does one operation on every pixel.

Bands are small enough that their buffers stay in the second-level cache, so that many small passes
cost about what one fused pass would. float32 throughout; constants come as float32.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel, kernel

Floats: TypeAlias = NDArray[np.float32]

_0, _1, _2 = np.float32(0.0), np.float32(1.0), np.float32(2.0)
_3, _HALF = np.float32(3.0), np.float32(0.5)
LEAST_DIVISOR = 1e-3
_LEAST = np.float32(LEAST_DIVISOR)


@kernel
def fill(out: Floats, value: np.float32) -> None:
    """out = value"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = value


@kernel
def scale_shift(out: Floats, a: Floats, scale: np.float32, shift: np.float32) -> None:
    """out = a * scale + shift"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = a[row, column] * scale + shift


@kernel
def weighted(
    out: Floats, a: Floats, b: Floats, of_a: np.float32, of_b: np.float32, shift: np.float32
) -> None:
    """out = a * of_a + b * of_b + shift"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = a[row, column] * of_a + b[row, column] * of_b + shift


@kernel
def multiply(out: Floats, a: Floats, b: Floats) -> None:
    """out = a * b"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = a[row, column] * b[row, column]


@kernel
def divide(out: Floats, a: Floats, b: Floats) -> None:
    """out = a / b; where b is nearer to 0 than a thousandth, by that"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            by = b[row, column]
            out[row, column] = a[row, column] / (by if abs(by) > _LEAST else _LEAST)


@kernel
def minimum(out: Floats, a: Floats, b: Floats) -> None:
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = min(a[row, column], b[row, column])


@kernel
def maximum(out: Floats, a: Floats, b: Floats) -> None:
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = max(a[row, column], b[row, column])


@kernel
def between(out: Floats, a: Floats, low: np.float32, high: np.float32) -> None:
    """out = a, at least low and at most high"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = min(max(a[row, column], low), high)


@kernel
def mixed(out: Floats, a: Floats, b: Floats, amount: Floats) -> None:
    """out = a where amount is 0, b where it is 1"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            first = a[row, column]
            out[row, column] = first + (b[row, column] - first) * amount[row, column]


@kernel
def smooth(out: Floats, a: Floats, low: np.float32, over: np.float32) -> None:
    """out = 0 below low, 1 above low + 1 / over, and an S between"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            t = min(max((a[row, column] - low) * over, _0), _1)
            out[row, column] = t * t * (_3 - _2 * t)


@kernel
def smooth_01(out: Floats, a: Floats) -> None:
    """out = the same S of an `a` that is cut to 0..1"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            t = min(max(a[row, column], _0), _1)
            out[row, column] = t * t * (_3 - _2 * t)


@kernel
def less(out: Floats, a: Floats, b: Floats) -> None:
    """out = 1 where a < b, else 0"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = _1 if a[row, column] < b[row, column] else _0


@kernel
def absolute(out: Floats, a: Floats) -> None:
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = abs(a[row, column])


@kernel
def floored(out: Floats, a: Floats) -> None:
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = np.floor(a[row, column])


@kernel
def rooted(out: Floats, a: Floats) -> None:
    """out = the square root; 0 of what is below 0"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = np.sqrt(max(a[row, column], _0))


@kernel
def biased(out: Floats, a: Floats, bend: np.float32) -> None:
    """out = a / (bend * (1 - a) + 1), of an `a` that is cut to 0..1"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            t = min(max(a[row, column], _0), _1)
            out[row, column] = t / (bend * (_1 - t) + _1)


@kernel
def overlaid(out: Floats, a: Floats, b: Floats) -> None:
    """out = 2ab where a < 0.5, else 1 - 2(1-a)(1-b)"""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            x, y = a[row, column], b[row, column]
            dark = _2 * x * y
            light = _1 - _2 * (_1 - x) * (_1 - y)
            out[row, column] = dark if x < _HALF else light


@kernel
def looked_up(out: Floats, a: Floats, table: Floats) -> None:
    """out = table at a, 0..1, with straight lines between its entries"""
    for row in range(out.shape[0]):
        _look_up_row(out[row], a[row], table)


@bare_kernel
def _look_up_row(out, a, table):  # type: ignore[no-untyped-def]
    last = np.int32(table.size - 1)
    for column in range(out.size):
        at = min(max(a[column], _0), _1) * np.float32(last)
        below = max(min(np.int32(at), np.int32(last - 1)), np.int32(0))
        part = at - np.float32(below)
        out[column] = table[below] + (table[below + 1] - table[below]) * part


@kernel
def looked_up_thrice(red: Floats, green: Floats, blue: Floats, a: Floats, table: Floats) -> None:
    """The three rows of a table at a, as `looked_up` does one."""
    for row in range(a.shape[0]):
        _look_up_row_thrice(red[row], green[row], blue[row], a[row], table)


@bare_kernel
def _look_up_row_thrice(red, green, blue, a, table):  # type: ignore[no-untyped-def]
    last = np.int32(table.shape[1] - 1)
    for column in range(a.size):
        at = min(max(a[column], _0), _1) * np.float32(last)
        below = max(min(np.int32(at), np.int32(last - 1)), np.int32(0))
        part = at - np.float32(below)
        red[column] = table[0, below] + (table[0, below + 1] - table[0, below]) * part
        green[column] = table[1, below] + (table[1, below + 1] - table[1, below]) * part
        blue[column] = table[2, below] + (table[2, below + 1] - table[2, below]) * part


def warm() -> None:
    """Every kernel here, called once: compiled, or loaded, before somebody waits for it."""
    out, a, b = (np.zeros((1, 16), np.float32) for _ in range(3))
    table = np.zeros((3, 2), np.float32)
    fill(out, _0)
    scale_shift(out, a, _1, _0)
    weighted(out, a, b, _1, _1, _0)
    mixed(out, a, b, a)
    for two in (multiply, divide, minimum, maximum, less, overlaid):
        two(out, a, b)
    for one in (smooth_01, absolute, floored, rooted):
        one(out, a)
    between(out, a, _0, _1)
    smooth(out, a, _0, _1)
    biased(out, a, _1)
    looked_up(out, a, table[0])
    looked_up_thrice(out, a, b, a, table)
