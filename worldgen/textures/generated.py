"""What a generation ends with."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from worldgen.provenance import Provenance
from worldgen.textures.maps import Bytes, MapSet
from worldgen.textures.parameters import Setting
from worldgen.textures.spec import TextureSpec


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """The maps, the spec they were made from, and what of it takes part in how they look."""

    maps: MapSet
    spec: TextureSpec
    params: Mapping[str, Setting]
    """Every parameter of its material as it was used: to be edited, and sent back."""
    version: str
    """NOTE: it changes whenever the same spec would give something else."""
    recipe_sha256: str
    """Of the spec and of every file of a material that it names."""

    def provenance(self) -> Provenance:
        """Where the maps come from; hashing them takes about 2 ms a megabyte."""
        return Provenance(
            f"worldgen.textures.{self.spec.material}",
            self.version,
            self.spec.seed,
            self.recipe_sha256,
            content_sha256(self.maps),
        )


def content_sha256(maps: MapSet) -> str:
    """SHA-256 of every map's bytes, of its size, depth and tiling, in hexadecimal."""
    digest = hashlib.sha256(f"{maps.width}x{maps.rows} {maps.depth!r} {maps.tiling}".encode())
    each = (maps.albedo, maps.normal, maps.orm, maps.height, maps.emission, maps.opacity)
    for array in each:
        digest.update(b"\0" if array is None else b"\1")
        if array is not None:
            little = array.astype("<u2") if array.dtype == np.uint16 else array
            digest.update(np.ascontiguousarray(little).data)
    return digest.hexdigest()


def picture_sha256(picture: Bytes) -> str:
    """SHA-256 of a picture's shape and bytes, in hexadecimal."""
    return hashlib.sha256(f"{picture.shape}".encode() + picture.tobytes()).hexdigest()
