"""Sines, powers and logarithms of float32 by polynomials: the same bits on every processor.

A library's differ between machines. Only + - * /, floor and the bits of a float are used;
coefficients interpolate at Chebyshev's points. Largest errors, against doubles:

| function | for | error |
|-|-|-|
| sine, cosine | -1024..1024 turns | 2e-7, 5e-7 |
| exp2 | -126..127 | 2e-7 of itself |
| log2 | 1e-37..1e37 | 2e-7 + 6e-8 of itself |
| power | base 0..1, exponent 0..16 | 4e-6 |
"""

import numpy as np

from worldgen.textures.kernels.hashing import inlined

_0, _1, _HALF, _QUARTER = np.float32(0.0), np.float32(1.0), np.float32(0.5), np.float32(0.25)
_ROOT_2 = np.float32(1.41421356)
_S0, _S1, _S2 = np.float32(6.283185307), np.float32(-41.34170212), np.float32(81.60522617)
_S3, _S4 = np.float32(-76.70427987), np.float32(42.00977922)
_S5 = np.float32(-14.39396588)
_E1, _E2, _E3 = np.float32(0.6931469328), np.float32(0.2402304544), np.float32(0.0554806302)
_E4, _E5, _E6 = np.float32(0.0096841863), np.float32(0.0012391332), np.float32(0.0002186578)
_L0, _L1 = np.float32(2.8853900798), np.float32(0.9617988388)
_L2, _L3 = np.float32(0.5767151861), np.float32(0.4317176961)
_BIAS, _MANTISSA_BITS = np.int32(127), np.int32(23)
_MANTISSA, _ONE = np.int32(0x7FFFFF), np.int32(0x3F800000)
_LEAST, _MOST = np.float32(-126.0), np.float32(127.0)


@inlined
def sine(turns):  # type: ignore[no-untyped-def]
    """float32 -1..1 of an angle in turns: 0.25 is a right angle."""
    turns -= np.floor(turns + _HALF)
    folded = _QUARTER - abs(abs(turns) - _QUARTER)
    square = folded * folded
    value = _S2 + square * (_S3 + square * (_S4 + square * _S5))
    value = folded * (_S0 + square * (_S1 + square * value))
    return -value if turns < _0 else value


@inlined
def cosine(turns):  # type: ignore[no-untyped-def]
    """float32 -1..1 of an angle in turns."""
    return sine(turns - np.floor(turns) + _QUARTER)


@inlined
def exp2(x):  # type: ignore[no-untyped-def]
    """float32 2^x; x is taken as -126..127 at most."""
    x = min(max(x, _LEAST), _MOST)
    whole = np.floor(x)
    part = x - whole
    value = _E3 + part * (_E4 + part * (_E5 + part * _E6))
    value = _1 + part * (_E1 + part * (_E2 + part * value))
    scale = np.int32(np.int32(np.int32(whole) + _BIAS) << _MANTISSA_BITS)
    return value * np.int32(scale).view(np.float32)


@inlined
def log2(x):  # type: ignore[no-untyped-def]
    """float32; x is a normal number above 0."""
    bits = np.float32(x).view(np.int32)
    exponent = np.float32(np.int32(np.int32(bits >> _MANTISSA_BITS) - _BIAS))
    mantissa = np.int32(np.int32(bits & _MANTISSA) | _ONE).view(np.float32)
    if mantissa > _ROOT_2:
        mantissa, exponent = mantissa * _HALF, exponent + _1
    ratio = (mantissa - _1) / (mantissa + _1)
    square = ratio * ratio
    return exponent + ratio * (_L0 + square * (_L1 + square * (_L2 + square * _L3)))


@inlined
def power(base, exponent):  # type: ignore[no-untyped-def]
    """float32 0..1 of a base 0..1 and an exponent above 0; a base below is taken as 0."""
    raised = exp2(exponent * log2(max(base, np.float32(1e-37))))
    return raised if base > _0 else _0
