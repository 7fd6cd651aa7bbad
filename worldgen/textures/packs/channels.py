"""The channels that engines share out among their pictures."""

import numpy as np

from worldgen.textures.maps import Bytes, MapSet

_FULL = 255


def down_green(normal: Bytes) -> Bytes:
    """For engines in whose normal maps green points down (DirectX).

    NOTE: 255 - green, as everybody flips it; a flat 128 turns into 127, a tilt of half a percent.
    """
    flipped = normal.copy()
    flipped[:, :, 1] = _FULL - flipped[:, :, 1]
    return flipped


def with_opacity(maps: MapSet) -> Bytes:
    """Albedo, with opacity as its alpha where there is any."""
    if maps.opacity is None:
        return maps.albedo
    return np.dstack((maps.albedo, maps.opacity))


def metallic_smoothness(maps: MapSet) -> Bytes:
    """Unity's universal pipeline: metallic in all colours, smoothness as alpha."""
    metallic = maps.metallic
    return np.dstack((metallic, metallic, metallic, _FULL - maps.roughness))


def mask_map(maps: MapSet) -> Bytes:
    """Unity's high-definition pipeline: metallic, occlusion, detail mask (all), smoothness."""
    detail = np.full_like(maps.metallic, _FULL)
    return np.dstack((maps.metallic, maps.occlusion, detail, _FULL - maps.roughness))
