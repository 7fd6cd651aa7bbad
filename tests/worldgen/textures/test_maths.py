"""Sines, powers and logarithms are those of doubles, within what their module says."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import kernel
from worldgen.textures.kernels import maths
from worldgen.textures.kernels.srgb import STEPS, TO_LINEAR, TO_SRGB

Values = NDArray[np.float32]


@kernel
def _sines(out, values):  # type: ignore[no-untyped-def]
    for at in range(values.size):
        out[0, at], out[1, at] = maths.sine(values[at]), maths.cosine(values[at])


@kernel
def _exponents(out, values):  # type: ignore[no-untyped-def]
    for at in range(values.size):
        out[0, at] = maths.exp2(values[at])


@kernel
def _logarithms(out, values):  # type: ignore[no-untyped-def]
    for at in range(values.size):
        out[0, at] = maths.log2(values[at])


@kernel
def _powers(out, values, exponent):  # type: ignore[no-untyped-def]
    for at in range(values.size):
        out[0, at] = maths.power(values[at], exponent)


def filled(function: Callable[..., None], values: Values, *more: object) -> NDArray[np.float64]:
    out = np.empty((2, values.size), np.float32)
    function(out, values, *more)
    return out.astype(np.float64)


def test_sines_of_a_turn_are_right_to_seven_digits() -> None:
    turns = np.linspace(-0.5, 0.5, 100_001).astype(np.float32)
    sines, cosines = filled(_sines, turns)
    exact = 2 * np.pi * turns.astype(np.float64)
    assert abs(sines - np.sin(exact)).max() < 2e-7
    assert abs(cosines - np.cos(exact)).max() < 5e-7


def test_sines_of_many_turns_stay_between_minus_one_and_one() -> None:
    turns = np.linspace(-1024, 1024, 99_991).astype(np.float32)
    sines, cosines = filled(_sines, turns)
    exact = 2 * np.pi * (turns.astype(np.float64) % 1)
    assert abs(sines - np.sin(exact)).max() < 2e-7
    assert abs(cosines - np.cos(exact)).max() < 5e-7
    assert max(abs(sines).max(), abs(cosines).max()) <= 1


def test_powers_of_two_are_right_to_six_digits() -> None:
    values = np.linspace(-126, 127, 100_003).astype(np.float32)
    exact = np.exp2(values.astype(np.float64))
    assert abs(filled(_exponents, values)[0] / exact - 1).max() < 2e-7


def test_logarithms_are_right_to_six_digits() -> None:
    values = np.geomspace(1e-37, 1e37, 100_003).astype(np.float32)
    exact = np.log2(values.astype(np.float64))
    assert (abs(filled(_logarithms, values)[0] - exact) < 2e-7 + 6e-8 * abs(exact)).all()


def test_powers_of_shares_are_right_to_five_digits() -> None:
    values = np.linspace(0, 1, 100_003).astype(np.float32)
    for exponent in (0.1, 0.5, 1.0, 2.2, 16.0):
        exact = values.astype(np.float64) ** np.float64(np.float32(exponent))
        assert abs(filled(_powers, values, np.float32(exponent))[0] - exact).max() < 4e-6
    assert filled(_powers, values[:1], np.float32(0.5))[0, 0] == 0


def test_tables_of_srgb_are_those_of_the_standard() -> None:
    codes = np.arange(256) / 255
    exact = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    assert abs(TO_LINEAR - exact).max() < 1e-7
    steps = (TO_LINEAR.astype(np.float64) * STEPS + 0.5).astype(int)
    assert np.array_equal(TO_SRGB[steps], np.arange(256))
