"""Linear light and sRGB (IEC 61966-2-1), by tables that any machine builds alike.

NOTE: x^2.4 is x^2 times the square of x's fifth root, which Newton finds with + - * / alone; a
library's `pow` differs from one processor to the next.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.textures.kernels.view import Floats

STEPS = 16384
"""Entries in TO_SRGB: a step of it is at most a fifth of a step of sRGB."""


def _decoded(code: float) -> float:
    """0..1 sRGB -> 0..1 linear."""
    if code <= 0.04045:
        return code / 12.92
    base = (code + 0.055) / 1.055
    root = 1.0
    for _ in range(12):
        root -= (root - base / (root * root * root * root)) / 5.0
    return base * base * root * root


def _encoder() -> NDArray[np.uint8]:
    """uint8 (STEPS + 1,), the code nearest in sRGB to each step."""
    edges = [_decoded((code + 0.5) / 255.0) for code in range(255)]
    table = np.searchsorted(np.array(edges), np.arange(STEPS + 1) / STEPS, side="right")
    return table.astype(np.uint8)


TO_LINEAR: Floats = np.array([_decoded(code / 255.0) for code in range(256)], np.float32)
"""float32 (256,)."""
TO_SRGB: NDArray[np.uint8] = _encoder()
"""uint8 (STEPS + 1,), by linear light in steps of 1 / STEPS."""
