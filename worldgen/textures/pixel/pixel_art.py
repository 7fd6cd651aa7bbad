"""Any material at a low resolution on purpose: few colours, hard edges, nothing half-transparent.

Painted four times finer and averaged, so that a pixel is the mean of what it covers.
"""

from dataclasses import dataclass, replace

import numpy as np

from worldgen.errors import InvalidSpec
from worldgen.textures.generate import generate
from worldgen.textures.library import Library
from worldgen.textures.lighting import lit
from worldgen.textures.maps import Bytes, MapSet
from worldgen.textures.mips import mip_chain
from worldgen.textures.pixel.fills import FINER
from worldgen.textures.pixel.palettes import Palette
from worldgen.textures.pixel.quantise import Dither, binary_alpha, quantised
from worldgen.textures.spec import TextureSpec

SMALLEST, LARGEST = 16, 256
_DIM = 24
"""Light of a channel below which nothing glows."""


@dataclass(frozen=True, slots=True, eq=False)
class PixelArt:
    picture: Bytes
    """(side, side, 4), sRGB under a lamp from the north-west, in the palette's colours; alpha is 0
    or 255."""
    maps: MapSet
    """For engines that light it themselves: albedo and what glows in the palette's colours."""


def pixel_art(
    spec: TextureSpec,
    side: int,
    palette: Palette,
    dither: Dither = "bayer4",
    library: Library | None = None,
) -> PixelArt:
    """The texture, `side` x `side` pixels; the spec's own size doesn't matter.

    It tiles as the texture does, where the pattern's 2, 4 or 8 pixels divide the side. Raises
    InvalidSpec.
    """
    return shrunk(generate(finer(spec, side), library).maps, palette, dither)


def finer(spec: TextureSpec, side: int) -> TextureSpec:
    """What is painted for pixel art of that side. Raises InvalidSpec."""
    if not SMALLEST <= side <= LARGEST:
        raise InvalidSpec.at("side", f"{side} pixels; pixel art has {SMALLEST} to {LARGEST} a side")
    return spec.model_copy(update={"width": side << FINER, "height": side << FINER})


def shrunk(maps: MapSet, palette: Palette, dither: Dither) -> PixelArt:
    """Of what was painted finer."""
    small = mip_chain(maps)[FINER]
    opacity = None if small.opacity is None else binary_alpha(small.opacity)
    alpha = np.full(small.height.shape, 255, np.uint8) if opacity is None else opacity
    picture = np.dstack((quantised(lit(small), palette, dither), alpha))
    picture[alpha == 0] = 0
    maps = replace(
        small,
        albedo=quantised(small.albedo, palette, dither),
        emission=None if small.emission is None else _glow(small.emission, palette, dither),
        opacity=opacity,
    )
    return PixelArt(picture, maps)


def _glow(emission: Bytes, palette: Palette, dither: Dither) -> Bytes:
    """NOTE: black stays black: a palette's darkest colour would make everything glow."""
    glows = emission.max(axis=2, keepdims=True) >= _DIM
    return np.where(glows, quantised(emission, palette, dither), 0).astype(np.uint8)
