"""Bands of floats to the bytes of a MapSet: the last step of each map.

What lies outside of 0..1 is clamped here: noise and mixes overshoot by rounding.
"""

import numpy as np

from worldgen.kernels import kernel
from worldgen.textures.kernels.hashing import inlined
from worldgen.textures.kernels.srgb import STEPS, TO_SRGB
from worldgen.textures.kernels.view import Floats
from worldgen.textures.maps import Bytes, Heights

_0, _1, _HALF = np.float32(0.0), np.float32(1.0), np.float32(0.5)
_BYTE, _WORD, _STEPS = np.float32(255.0), np.float32(65535.0), np.float32(STEPS)


@kernel
def pack_colour(out: Bytes, red: Floats, green: Floats, blue: Floats) -> None:
    """Fills `out`, uint8 (rows, width, 3), with the sRGB of linear light 0..1."""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column, 0] = TO_SRGB[_scaled(red[row, column], _STEPS)]
            out[row, column, 1] = TO_SRGB[_scaled(green[row, column], _STEPS)]
            out[row, column, 2] = TO_SRGB[_scaled(blue[row, column], _STEPS)]


@kernel
def pack_linear(out: Bytes, red: Floats, green: Floats, blue: Floats) -> None:
    """Fills `out`, uint8 (rows, width, 3): occlusion, roughness and metallic, say."""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column, 0] = np.uint8(_scaled(red[row, column], _BYTE))
            out[row, column, 1] = np.uint8(_scaled(green[row, column], _BYTE))
            out[row, column, 2] = np.uint8(_scaled(blue[row, column], _BYTE))


@kernel
def pack_grey(out: Bytes, values: Floats) -> None:
    """Fills `out`, uint8 (rows, width)."""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = np.uint8(_scaled(values[row, column], _BYTE))


@kernel
def pack_heights(out: Heights, heights: Floats) -> None:
    """Fills `out`, uint16 (rows, width)."""
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            out[row, column] = np.uint16(_scaled(heights[row, column], _WORD))


@inlined
def _scaled(value, scale):  # type: ignore[no-untyped-def]
    """uint32, to the nearest."""
    return np.uint32(np.int32(min(max(value, _0), _1) * scale + _HALF))
