"""The other maps, guessed from a picture alone, for pictures that bring none along.

Bright is taken for high, once the light that falls on the whole is taken away. That is a guess:
what was derived is named, so that it can be told from what was made or measured.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from worldgen.textures.kernels.blur import box_blur
from worldgen.textures.kernels.occlusion import occlusion, surroundings
from worldgen.textures.kernels.pack import pack_heights, pack_linear
from worldgen.textures.kernels.relief import normals
from worldgen.textures.kernels.view import Floats, whole
from worldgen.textures.maps import Bytes, Heights, MapSet, Tiling

DEPTH = 0.02
"""Of a surface whose depth nobody knows, in widths of the texture."""
_ROUGHNESS = 0.85
_FALLOFF = 8
"""Light that changes over more than this part of the picture isn't relief."""
_TAIL = 0.01
"""Of the pixels at each end that heights are not stretched to."""
_LUMA = (0.2126, 0.7152, 0.0722)
"""ITU-R BT.709."""


@dataclass(frozen=True, slots=True, eq=False)
class Derived:
    maps: MapSet
    names: tuple[str, ...]
    """Of the maps that were guessed."""


def derive(
    albedo: Bytes,
    known: Mapping[str, Bytes | Heights] | None = None,
    *,
    tiling: Tiling = "both",
    depth: float = DEPTH,
) -> Derived:
    """A whole set from an albedo, (height, width, 3) sRGB, with sides that are multiples of 4.

    `known` are maps by the names of MapSet's fields, which are kept as they are.
    """
    known = dict(known or {})
    wraps = (tiling in ("both", "x"), tiling in ("both", "y"))
    guessed = [name for name in ("height", "normal", "orm") if name not in known]
    relief = _relief(albedo, wraps) if "height" not in known else _shares(known["height"])
    made: dict[str, Callable[[], Bytes | Heights]] = {
        "height": lambda: _heights(relief),
        "normal": lambda: _normals(relief, wraps, depth),
        "orm": lambda: _surface(relief, wraps, depth),
    }
    whole_set = {**known, **{name: made[name]() for name in guessed}}
    maps = MapSet(albedo=albedo, depth=depth, tiling=tiling, **whole_set)  # type: ignore[arg-type]
    return Derived(maps, tuple(guessed))


def _relief(albedo: Bytes, wraps: tuple[bool, bool]) -> Floats:
    """0..1: how bright each pixel is beside its wider surroundings."""
    shares = albedo.astype(np.float32) / np.float32(255)
    red, green, blue = (np.float32(part) for part in _LUMA)
    luma = shares[:, :, 0] * red + shares[:, :, 1] * green + shares[:, :, 2] * blue
    wide = np.empty_like(luma)
    reach = [max(1, side // _FALLOFF) for side in (albedo.shape[1], albedo.shape[0])]
    box_blur(wide, luma, reach[0], reach[1], 3, *wraps)
    return _stretched(luma - wide)


def _stretched(values: Floats) -> Floats:
    ordered = np.sort(values, axis=None)
    tail = int(len(ordered) * _TAIL)
    low, high = ordered[tail], ordered[len(ordered) - 1 - tail]
    if low == high:
        return np.full_like(values, 0.5)
    stretched: Floats = np.clip((values - low) / (high - low), 0, 1)
    return stretched


def _shares(heights: Bytes | Heights) -> Floats:
    return heights.astype(np.float32) / np.float32(65_535)


def _heights(relief: Floats) -> Heights:
    heights = np.empty(relief.shape, np.uint16)
    pack_heights(heights, relief)
    return heights


def _normals(relief: Floats, wraps: tuple[bool, bool], depth: float) -> Bytes:
    packed = np.empty((*relief.shape, 3), np.uint8)
    normals(packed, relief, whole(relief.shape[1], relief.shape[0], *wraps), depth)
    return packed


def _surface(relief: Floats, wraps: tuple[bool, bool], depth: float) -> Bytes:
    """Occlusion from the relief; no metal, and as rough as most things are."""
    open_to_sky = np.empty_like(relief)
    view = whole(relief.shape[1], relief.shape[0], *wraps)
    occlusion(open_to_sky, relief, surroundings(relief, *wraps), view, depth, 1.0)
    packed = np.empty((*relief.shape, 3), np.uint8)
    rough = np.full_like(relief, _ROUGHNESS)
    pack_linear(packed, open_to_sky, rough, np.zeros_like(relief))
    return packed
