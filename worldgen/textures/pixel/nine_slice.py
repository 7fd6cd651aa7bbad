"""Panels and frames whose corners stay as they are while edges and middle repeat.

The middle part of each edge, and the inside, are one period of a material: repeated, they meet.
"""

from dataclasses import dataclass

import numpy as np

from worldgen.errors import InvalidSpec
from worldgen.godot_text import Call, resource
from worldgen.provenance import Provenance
from worldgen.textures.maps import Bytes
from worldgen.textures.packs.content import check_stem
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.pixel.fills import Fill, fill
from worldgen.textures.pixel.palettes import Palette

SMALLEST_MIDDLE, LARGEST_SIDE = 8, 256
_LIT, _SHADED, _LINE = 1.25, 0.7, 0.35
"""Of the bevel's upper and lower sides, and of the lines along it."""


@dataclass(frozen=True, slots=True, eq=False)
class NineSlice:
    picture: Bytes
    """(side, side, 3), sRGB."""
    border: int
    """Pixels of each edge that aren't stretched."""


def nine_slice(
    frame: Fill, inside: Fill, palette: Palette, side: int = 48, border: int = 12
) -> NineSlice:
    """A panel of `inside` in a bevelled frame of `frame`.

    Raises InvalidSpec where the border leaves too little of the middle.
    """
    middle = middle_of(side, border)
    return panel(fill(frame, middle, palette, 1), fill(inside, middle, palette, 1), border)


def middle_of(side: int, border: int) -> int:
    """How many pixels of a side repeat. Raises InvalidSpec where those are too few."""
    middle = side - 2 * border
    if not (border >= 2 and middle >= SMALLEST_MIDDLE and side <= LARGEST_SIDE and middle % 4 == 0):
        raise InvalidSpec.at(
            "border",
            f"{border} pixels of {side} leave {middle}; leave a multiple of 4, {SMALLEST_MIDDLE} "
            f"at least, with a side of {LARGEST_SIDE} at most",
        )
    return middle


def panel(frame: Bytes, inside: Bytes, border: int) -> NineSlice:
    """Of one period of each: uint8 (middle, middle, 3), sRGB."""
    middle = len(inside)
    side = middle + 2 * border
    # NOTE: begun `border` pixels before the middle, so that a period starts where it starts.
    start = -border % middle
    whole = np.roll(frame, (-start, -start), axis=(0, 1))
    repeats = -(-side // middle)
    picture = np.tile(whole, (repeats, repeats, 1))[:side, :side].copy()
    _bevel(picture, border)
    picture[border:-border, border:-border] = inside
    return NineSlice(picture, border)


def nine_slice_files(made: NineSlice, provenance: Provenance, stem: str) -> dict[str, bytes]:
    """`<stem>.png` and Godot's `<stem>.tres`, a StyleBoxTexture that repeats."""
    check_stem(stem)
    properties: dict[str, object] = {"texture": Call.of("ExtResource", "1")}
    for name in ("left", "top", "right", "bottom"):
        properties[f"texture_margin_{name}"] = float(made.border)
    properties |= {"axis_stretch_horizontal": 1, "axis_stretch_vertical": 1}
    style_box = resource("StyleBoxTexture", {"1": f"{stem}.png"}, properties)
    picture = png_bytes(made.picture, "srgb", provenance)
    return {f"{stem}.png": picture, f"{stem}.tres": style_box.encode()}


def _bevel(picture: Bytes, border: int) -> None:
    """Light from the north-west, with a line on either side of the frame."""
    side = len(picture)
    y, x = np.mgrid[0:side, 0:side]
    from_edge = np.minimum(np.minimum(x, y), np.minimum(side - 1 - x, side - 1 - y))
    upper = np.minimum(x, y) < np.minimum(side - 1 - x, side - 1 - y)
    light = np.ones((side, side))
    slope = (from_edge >= 1) & (from_edge < 1 + max(1, border // 4))
    light[slope] = np.where(upper, _LIT, _SHADED)[slope]
    light[(from_edge == 0) | (from_edge == border - 1)] = _LINE
    lit = np.minimum(np.floor(picture * light[:, :, None] + 0.5), 255)
    picture[:] = lit.astype(np.uint8)
