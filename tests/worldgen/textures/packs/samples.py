"""Materials for the tests of packs, drawn with numpy alone."""

import numpy as np

from worldgen.provenance import Provenance
from worldgen.textures.maps import MapSet, Tiling
from worldgen.textures.packs import Content

PROVENANCE = Provenance("worldgen.textures", "1", 7, "ab" * 32, "cd" * 32)


def waves(
    width: int = 64,
    rows: int = 64,
    *,
    glowing: bool = False,
    holed: bool = False,
    tiling: Tiling = "both",
) -> MapSet:
    """Smooth, periodic in both axes, no map like another, no channel like another."""
    v, u = np.mgrid[0:rows, 0:width]
    across, down = 2 * np.pi * u / width, 2 * np.pi * v / rows
    height = 0.5 + 0.25 * np.sin(across) + 0.25 * np.cos(2 * down)
    slopes = np.dstack((-np.cos(across), 2 * np.sin(2 * down), np.full((rows, width), 4.0)))
    normal = slopes / np.linalg.norm(slopes, axis=2, keepdims=True)
    return MapSet(
        albedo=_bytes(np.dstack((0.7 * height, 0.3 + 0.2 * height, 0.2 + 0 * height))),
        normal=np.round(normal * 127 + 128).astype(np.uint8),
        orm=_bytes(np.dstack((0.5 + 0.5 * height, 0.9 - 0.5 * height, 0.1 * height))),
        height=np.round(height * 65_535).astype(np.uint16),
        depth=0.05,
        tiling=tiling,
        emission=_bytes(np.dstack((height, 0 * height, 1 - height))) if glowing else None,
        opacity=np.where(height > 0.3, 255, 0).astype(np.uint8) if holed else None,
    )


def content(maps: MapSet | None = None, stem: str = "wall") -> Content:
    return Content(maps or waves(), PROVENANCE, stem, "A wall: wet & old")


def _bytes(shares: np.ndarray) -> np.ndarray:
    return np.round(shares * 255).astype(np.uint8)
