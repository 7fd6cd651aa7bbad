"""What fills tiles: materials as small pictures in few colours, several tiles wide.

A picture that is one tile wide shows its repetition at once; four are enough for the eye.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from worldgen.rng import seed_of
from worldgen.textures.generate import generate
from worldgen.textures.kernels.fbm import fbm
from worldgen.textures.kernels.view import NO_WARP, whole
from worldgen.textures.lighting import lit
from worldgen.textures.maps import Bytes
from worldgen.textures.mips import mip_chain
from worldgen.textures.parameters import Setting
from worldgen.textures.pixel.palettes import Palette
from worldgen.textures.pixel.quantise import Dither, quantised
from worldgen.textures.pixel.terrain import Shares
from worldgen.textures.spec import Style, TextureSpec

ACROSS = 4
"""Tiles that a picture is wide and high."""
FINER = 2
"""Mips between what is painted and what is shown: each pixel is the mean of sixteen."""
_FBM = 0
PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Fill:
    material: str
    params: Mapping[str, Setting]
    layers: Mapping[str, float]
    seed: int
    palette: str = ""
    style: Style = PLAIN


def fill(
    asked: Fill, side: int, palette: Palette, across: int = ACROSS, dither: Dither = "bayer4"
) -> Bytes:
    """uint8 (across * side, across * side, 3): it tiles, in the palette's colours."""
    small = mip_chain(generate(spec_of(asked, across * side)).maps)[FINER]
    return quantised(lit(small), palette, dither)


def spec_of(asked: Fill, size: int) -> TextureSpec:
    """What is painted for a picture of `size` pixels a side: finer, to be shrunk."""
    return TextureSpec(
        material=asked.material,
        params=asked.params,
        layers=asked.layers,
        seed=asked.seed,
        palette=asked.palette,
        style=asked.style,
        width=size << FINER,
        height=size << FINER,
    )


def wander(side: int, seed: int) -> Shares:
    """(side, side) in -1..1, which tiles: how an outline wanders."""
    noise = np.empty((side, side), np.float32)
    salted = seed_of("wander", seed)
    fbm(noise, whole(side, side), NO_WARP, NO_WARP, 3, 3, 2, 0.5, _FBM, salted)
    return np.clip(noise.astype(np.float64) * 2, -1, 1)
