"""Gradients of lattice points and the fade between them: K. Perlin, "Improving noise", 2002."""

import numpy as np

from worldgen.textures.kernels.hashing import high_unit, inlined

_0, _1, _2 = np.float32(0.0), np.float32(1.0), np.float32(2.0)
_6, _10, _15 = np.float32(6.0), np.float32(10.0), np.float32(15.0)
_LENGTH_0, _LENGTH_1 = np.float32(0.99913569), np.float32(1.06436622)
_LENGTH_2, _LENGTH_3 = np.float32(0.47053766), np.float32(7.57480051)
_SIGN = np.uint32(1)


@inlined
def fade(t):  # type: ignore[no-untyped-def]
    """0..1 -> 0..1 with no slope and no bend at either end."""
    return t * t * t * (t * (t * _6 - _15) + _10)


@inlined
def lerp(a, b, t):  # type: ignore[no-untyped-def]
    return a + t * (b - a)


@inlined
def gradient(bits):  # type: ignore[no-untyped-def]
    """float32 x, y of a vector whose length is 1 within 0.1 %.

    A point of the unit diamond, divided by a polynomial of its distance: no root, no table.
    """
    x = high_unit(bits) * _2 - _1
    y = _1 - abs(x)
    bent = abs(x) * y
    scale = _LENGTH_0 + bent * (_LENGTH_1 + bent * (_LENGTH_2 + bent * _LENGTH_3))
    if bits & _SIGN:
        y = -y
    return x * scale, y * scale
