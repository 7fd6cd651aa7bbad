"""Pictures in the colours of a palette, mixed from two neighbours by an ordered pattern.

Source: B. Bayer, "An optimum method for two-level rendition of continuous-tone pictures", ICC 1973.
NOTE: whole numbers throughout: a tie or a rounding would otherwise show as a stray pixel.
"""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.kernels import kernel
from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.palettes import Palette

Dither = Literal["none", "bayer2", "bayer4", "bayer8"]
DITHERS: tuple[Dither, ...] = get_args(Dither)
_OPAQUE = 128
"""Opacity from which on a pixel is there at all."""


def quantised(colours: Bytes, palette: Palette, dither: Dither = "bayer4") -> Bytes:
    """uint8 (height, width, 3), of `colours` (the same shape) in the palette's colours alone.

    The pattern repeats every 2, 4 or 8 pixels, so a texture whose sides are multiples of that
    still tiles. Raises InvalidSpec for a pattern that there isn't.
    """
    dither_of(dither)
    allowed = palette.bytes().astype(np.int64)
    indices = np.empty(colours.shape[:2], np.uint8)
    pattern = bayer({"none": 1, "bayer2": 2, "bayer4": 4, "bayer8": 8}[dither])
    _choose(indices, colours.astype(np.int64), allowed, pattern)
    return palette.bytes()[indices]


def dither_of(name: str) -> Dither:
    """The pattern of that name. Raises InvalidSpec."""
    for known in DITHERS:
        if name == known:
            return known
    said = f"there is no pattern {name!r:.40}; there are: {', '.join(DITHERS)}"
    raise InvalidSpec.at("dither", said)


def binary_alpha(opacity: Bytes) -> Bytes:
    """0 or 255: half-transparent pixels have no place in pixel art."""
    return np.where(opacity >= _OPAQUE, 255, 0).astype(np.uint8)


def bayer(side: int) -> NDArray[np.int64]:
    """int64 (side, side), each of 0..side*side-1 once; `side` is a power of two."""
    pattern = np.zeros((1, 1), np.int64)
    while len(pattern) < side:
        pattern = np.block([[4 * pattern, 4 * pattern + 2], [4 * pattern + 3, 4 * pattern + 1]])
    return pattern


@kernel
def _choose(
    indices: Bytes,
    colours: NDArray[np.int64],
    palette: NDArray[np.int64],
    pattern: NDArray[np.int64],
) -> None:
    """The nearest colour, or the one that mixes with it to the pixel's, by the pattern's share.

    Of all second colours the one is taken whose line to the nearest passes closest to the pixel.
    """
    side = pattern.shape[0]
    parts = side * side
    for row in range(colours.shape[0]):
        for column in range(colours.shape[1]):
            pixel = colours[row, column]
            near = _nearest(pixel, palette)
            indices[row, column] = near
            if parts == 1:
                continue
            second, share = _partner(pixel, palette, near, parts)
            if pattern[row % side, column % side] < share:
                indices[row, column] = second


@kernel
def _nearest(pixel: NDArray[np.int64], palette: NDArray[np.int64]) -> int:
    best, at = 2**62, 0
    for index in range(palette.shape[0]):
        gap = _gap(
            pixel[0] - palette[index, 0], pixel[1] - palette[index, 1], pixel[2] - palette[index, 2]
        )
        if gap < best:
            best, at = gap, index
    return at


@kernel
def _partner(
    pixel: NDArray[np.int64], palette: NDArray[np.int64], near: int, parts: int
) -> tuple[int, int]:
    """The second colour's index, and how many of `parts` it gets: at most half."""
    base = palette[near]
    best, second, wanted = _gap(pixel[0] - base[0], pixel[1] - base[1], pixel[2] - base[2]), near, 0
    for index in range(palette.shape[0]):
        across = _gap(
            palette[index, 0] - base[0], palette[index, 1] - base[1], palette[index, 2] - base[2]
        )
        # NOTE: colours far apart make a coarse pattern, so a mix of them has to be worth it.
        for share in range(1, parts // 2 + 1):
            red = pixel[0] * parts - base[0] * (parts - share) - palette[index, 0] * share
            green = pixel[1] * parts - base[1] * (parts - share) - palette[index, 1] * share
            blue = pixel[2] * parts - base[2] * (parts - share) - palette[index, 2] * share
            gap = _gap(red, green, blue) // (parts * parts) + across // 16
            if gap < best:
                best, second, wanted = gap, index, share
    return second, wanted


@kernel
def _gap(red: int, green: int, blue: int) -> int:
    """Of sRGB bytes, by how much the eye cares for each."""
    return 3 * red * red + 6 * green * green + blue * blue
