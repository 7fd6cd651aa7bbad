"""Heights as OpenEXR, for displacement that 8 bits would turn into stairs."""

from dataclasses import asdict

import numpy as np

from worldgen.exr import exr_bytes
from worldgen.textures.packs.content import Content

_HIGHEST = 65_535


def write_exr(content: Content) -> dict[str, bytes]:
    """One channel `Y` of floats, in widths of the texture: 0 to the material's depth."""
    shares = content.maps.height.astype(np.float64) / _HIGHEST
    widths = (shares * content.maps.depth).astype(np.float32)
    said = {name: str(value) for name, value in asdict(content.provenance).items()}
    return {f"{content.stem}_height.exr": exr_bytes(widths, said)}
