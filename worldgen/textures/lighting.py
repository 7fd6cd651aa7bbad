"""A material under a lamp, as a flat picture: for previews, contact sheets and pixel art.

Lambert's diffuse light, and a highlight after J. Blinn, "Models of light reflection for computer
synthesized pictures", SIGGRAPH 1977. For looking at; engines light the maps themselves.
"""

import numpy as np

from worldgen.textures.kernels.srgb import STEPS, TO_LINEAR, TO_SRGB
from worldgen.textures.kernels.view import Floats
from worldgen.textures.maps import Bytes, MapSet

LAMP = (-0.5, 0.5, 0.75)
"""Where the light comes from: left, above, and out of the picture. Any length."""
_AMBIENT = 0.3
_SHINE = 5
"""How often a highlight is squared at roughness 0: its power is 2 ** _SHINE."""


def lit(maps: MapSet, lamp: tuple[float, float, float] = LAMP) -> Bytes:
    """(height, width, 3), sRGB: a flat surface gets its albedo back, about."""
    towards = _unit(lamp)
    normal = (maps.normal.astype(np.float32) - np.float32(128)) / np.float32(127)
    facing = np.clip(_dot(normal, towards), 0, 1)
    open_to_sky = maps.occlusion.astype(np.float32) / np.float32(255)
    light = facing / np.float32(towards[2]) * np.float32(1 - _AMBIENT)
    light = (light + np.float32(_AMBIENT)) * (np.float32(0.4) + np.float32(0.6) * open_to_sky)
    colours = TO_LINEAR[maps.albedo] * light[:, :, None]
    colours += _highlight(maps, normal, towards)
    if maps.emission is not None:
        colours += TO_LINEAR[maps.emission]
    codes = np.clip(colours, 0, 1) * np.float32(STEPS) + np.float32(0.5)
    return TO_SRGB[codes.astype(np.int32)]


def _highlight(maps: MapSet, normal: Floats, towards: tuple[float, float, float]) -> Floats:
    """The viewer looks straight down, so half of the way to the lamp is the same everywhere."""
    halfway = _unit((towards[0], towards[1], towards[2] + 1))
    shine = np.clip(_dot(normal, halfway), 0, 1)
    smooth = np.float32(1) - maps.roughness.astype(np.float32) / np.float32(255)
    for _ in range(_SHINE):
        shine *= shine
    metal = (maps.metallic.astype(np.float32) / np.float32(255))[:, :, None]
    tint = np.float32(0.04) * (1 - metal) + TO_LINEAR[maps.albedo] * metal
    strength: Floats = (shine * smooth * smooth * np.float32(4))[:, :, None] * tint
    return strength


def _dot(normal: Floats, direction: tuple[float, float, float]) -> Floats:
    x, y, z = (np.float32(part) for part in direction)
    product: Floats = normal[:, :, 0] * x + normal[:, :, 1] * y + normal[:, :, 2] * z
    return product


def _unit(direction: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = direction
    length = (x * x + y * y + z * z) ** 0.5
    return x / length, y / length, z / length
