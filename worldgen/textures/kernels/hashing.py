"""Integer hashes of lattice points, 32 bits wide so that they run in every lane.

The mixing function is `lowbias32`: C. Wellons, "Prospecting for hash functions", 2018, in the
public domain.
"""

import numpy as np
from numba import njit

from worldgen.splitmix import mixed

_STRIDE_X = np.uint32(0x9E3779B1)
_STRIDE_Y = np.uint32(0x85EBCA77)
_MIX_1 = np.uint32(0x7FEB352D)
_MIX_2 = np.uint32(0x846CA68B)


def inlined(function):  # type: ignore[no-untyped-def]
    """A function of a few scalars that is compiled into its callers, so that their loops can be
    run in lanes."""
    return njit(cache=True, nogil=True, error_model="numpy", _nrt=False, forceinline=True)(function)


@inlined
def salt(seed, stream):  # type: ignore[no-untyped-def]
    """uint32 of a seed of 63 bits and the number of a stream: an octave, say."""
    return np.uint32(mixed(mixed(np.uint64(seed)) + np.uint64(stream)))


@inlined
def column_key(x):  # type: ignore[no-untyped-def]
    return np.uint32(np.uint32(x) * _STRIDE_X)


@inlined
def row_key(y):  # type: ignore[no-untyped-def]
    return np.uint32(np.uint32(y) * _STRIDE_Y)


@inlined
def mixed32(bits):  # type: ignore[no-untyped-def]
    """uint32 -> uint32, each bit of it upon each."""
    bits = np.uint32(bits ^ (bits >> np.uint32(16)))
    bits = np.uint32(bits * _MIX_1)
    bits = np.uint32(bits ^ (bits >> np.uint32(15)))
    bits = np.uint32(bits * _MIX_2)
    return np.uint32(bits ^ (bits >> np.uint32(16)))


@inlined
def rough_hash_at(column, row, salted):  # type: ignore[no-untyped-def]
    """As `hash_at` without its last step, which the upper bits hardly need."""
    bits = np.uint32(np.uint32(column + row) ^ salted)
    bits = np.uint32(bits ^ (bits >> np.uint32(16)))
    bits = np.uint32(bits * _MIX_1)
    bits = np.uint32(bits ^ (bits >> np.uint32(15)))
    return np.uint32(bits * _MIX_2)


@inlined
def hash_at(column, row, salted):  # type: ignore[no-untyped-def]
    """uint32 of a lattice point, given its two keys."""
    return mixed32(np.uint32(np.uint32(column + row) ^ salted))


@inlined
def unit(bits):  # type: ignore[no-untyped-def]
    """float32, 0 <= x < 1, of the upper 24 bits."""
    return np.float32(np.int32(bits >> np.uint32(8))) * np.float32(2.0**-24)


@inlined
def low_unit(bits):  # type: ignore[no-untyped-def]
    """float32, 0 <= x < 1, of the lower 16 bits."""
    return np.float32(np.int32(bits & np.uint32(0xFFFF))) * np.float32(2.0**-16)


@inlined
def high_unit(bits):  # type: ignore[no-untyped-def]
    """float32, 0 <= x < 1, of the upper 16 bits."""
    return np.float32(np.int32(bits >> np.uint32(16))) * np.float32(2.0**-16)
