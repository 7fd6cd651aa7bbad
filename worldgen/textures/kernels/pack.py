"""Bands of floats to the bytes of a MapSet: the last step of each map.

What lies outside of 0..1 is clamped here: noise and mixes overshoot by rounding.
"""

import numpy as np

from worldgen.kernels import bare_kernel, kernel
from worldgen.textures.kernels.hashing import inlined
from worldgen.textures.kernels.srgb import STEPS, TO_SRGB
from worldgen.textures.kernels.view import Floats
from worldgen.textures.maps import Bytes, Heights

_0, _1, _HALF = np.float32(0.0), np.float32(1.0), np.float32(0.5)
_BYTE, _WORD, _STEPS = np.float32(255.0), np.float32(65535.0), np.float32(STEPS)


@kernel
def pack_colour(out: Bytes, red: Floats, green: Floats, blue: Floats) -> None:
    """Fills `out`, uint8 (rows, width, 3), with the sRGB of linear light 0..1."""
    planes = np.empty((3, out.shape[1]), np.uint8)
    for row in range(out.shape[0]):
        _encode(planes[0], red[row])
        _encode(planes[1], green[row])
        _encode(planes[2], blue[row])
        interleave(out[row], planes)


@kernel
def pack_linear(out: Bytes, red: Floats, green: Floats, blue: Floats) -> None:
    """Fills `out`, uint8 (rows, width, 3): occlusion, roughness and metallic, say."""
    planes = np.empty((3, out.shape[1]), np.uint8)
    for row in range(out.shape[0]):
        _quantise(planes[0], red[row])
        _quantise(planes[1], green[row])
        _quantise(planes[2], blue[row])
        interleave(out[row], planes)


@kernel
def pack_grey(out: Bytes, values: Floats) -> None:
    """Fills `out`, uint8 (rows, width)."""
    for row in range(out.shape[0]):
        _quantise(out[row], values[row])


@kernel
def pack_heights(out: Heights, heights: Floats) -> None:
    """Fills `out`, uint16 (rows, width)."""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = np.uint16(_scaled(heights[row, column], _WORD))


@bare_kernel
def interleave(out, planes):  # type: ignore[no-untyped-def]
    """uint8 (3, width) to (width, 3): a pass of its own, so that what fills planes is in lanes."""
    for column in range(planes.shape[1]):
        out[column, 0] = planes[0, column]
        out[column, 1] = planes[1, column]
        out[column, 2] = planes[2, column]


@bare_kernel
def _encode(out, values):  # type: ignore[no-untyped-def]
    for column in range(values.size):
        out[column] = TO_SRGB[_scaled(values[column], _STEPS)]


@bare_kernel
def _quantise(out, values):  # type: ignore[no-untyped-def]
    for column in range(values.size):
        out[column] = np.uint8(_scaled(values[column], _BYTE))


@inlined
def _scaled(value, scale):  # type: ignore[no-untyped-def]
    """uint32, to the nearest."""
    return np.uint32(np.int32(min(max(value, _0), _1) * scale + _HALF))
