"""Gradients of lattice points and the fade between them: K. Perlin, "Improving noise", 2002."""

import numpy as np

from worldgen.textures.kernels.hashing import inlined

_0, _1, _2 = np.float32(0.0), np.float32(1.0), np.float32(2.0)
_6, _10, _15 = np.float32(6.0), np.float32(10.0), np.float32(15.0)
_LENGTH_0, _LENGTH_1 = np.float32(0.99952049), np.float32(1.05722222)
_LENGTH_2, _LENGTH_3 = np.float32(0.48202497), np.float32(7.65330438)
_TO_UNIT, _SIGN = np.float32(2.0**-31), np.uint32(0x80000000)


@inlined
def fade(t):  # type: ignore[no-untyped-def]
    """0..1 -> 0..1 with no slope and no bend at either end."""
    return t * t * t * (t * (t * _6 - _15) + _10)


@inlined
def lerp(a, b, t):  # type: ignore[no-untyped-def]
    return a + t * (b - a)


@inlined
def slope(bits, x, y):  # type: ignore[no-untyped-def]
    """float32, how far (x, y) is along a vector of length 1, within 0.05 %, that the bits choose.

    A point of the unit diamond, by a polynomial of its distance: no root, no table.
    """
    along, down = diamond(bits)
    return (along * x + down * y) * reciprocal_length(along)


@inlined
def diamond(bits):  # type: ignore[no-untyped-def]
    """float32 x, y with |x| + |y| = 1: x of all bits, the sign of y of the sixteenth."""
    x = np.float32(np.int32(bits)) * _TO_UNIT
    sign = np.uint32(np.uint32(bits << np.uint32(16)) & _SIGN)
    y = np.float32(_1 - abs(x)).view(np.uint32)
    return x, np.uint32(y ^ sign).view(np.float32)


@inlined
def reciprocal_length(x):  # type: ignore[no-untyped-def]
    """float32, of a point of the diamond."""
    bent = abs(x) * (_1 - abs(x))
    return _LENGTH_0 + bent * (_LENGTH_1 + bent * (_LENGTH_2 + bent * _LENGTH_3))
