"""A material's maps as they leave the generator; packing them for an engine is `packs`' business.

Colour spaces, axes and channel order follow glTF 2.0, which Godot shares; other engines' orders
are made from these.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Heights: TypeAlias = NDArray[np.uint16]

Tiling = Literal["both", "x", "y", "none"]


@dataclass(frozen=True, slots=True)
class MapSet:
    """What a surface looks like; all maps have one size, rows run from the top.

    `tiling` says which edges meet: both, those left and right (x), top and bottom (y), or none.
    """

    albedo: Bytes
    """(height, width, 3), sRGB, without light or shadow in it."""
    normal: Bytes
    """(height, width, 3), tangent space, green up (OpenGL), 128 is zero."""
    orm: Bytes
    """(height, width, 3), linear: red ambient occlusion, green roughness, blue metallic."""
    height: Heights
    """(height, width), linear: 65535 stands `depth` above 0."""
    depth: float
    """How far apart the lowest and highest heights are, in widths of the texture: 0.001 to 1."""
    tiling: Tiling
    emission: Bytes | None = None
    """(height, width, 3), sRGB; None where nothing glows."""
    opacity: Bytes | None = None
    """(height, width), linear; None where nothing is see-through."""

    @property
    def width(self) -> int:
        return int(self.height.shape[1])

    @property
    def rows(self) -> int:
        return int(self.height.shape[0])

    @property
    def occlusion(self) -> Bytes:
        return self.orm[:, :, 0]

    @property
    def roughness(self) -> Bytes:
        return self.orm[:, :, 1]

    @property
    def metallic(self) -> Bytes:
        return self.orm[:, :, 2]
