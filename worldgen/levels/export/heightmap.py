"""A level's heights for terrain tools: 16-bit PNG, raw 16-bit, and OpenEXR.

Row 0 is the north, as in the level. Unity's raw importer counts rows from the south: flip it there.
"""

import json
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from worldgen.errors import InvalidSpec
from worldgen.exr import exr_bytes
from worldgen.levels.export.atlas import png_bytes
from worldgen.levels.export.content import Content

HIGHEST = 65_535


def write_png16(content: Content) -> dict[str, bytes]:
    """Greyscale, 16 bits: 0 is the lowest there can be."""
    heights = heights_of(content)
    return {f"{content.stem}.height.png": png_bytes(Image.fromarray(heights), content)}


def write_r16(content: Content) -> dict[str, bytes]:
    """Raw little-endian 16 bits, row by row, and what the raw file can't say beside it."""
    heights = heights_of(content)
    said = {
        "width": content.level.width,
        "height": content.level.height,
        "bits": 16,
        "byte_order": "little",
        "sea_level": content.level.sea_level,
        "provenance": asdict(content.provenance),
    }
    return {
        f"{content.stem}.r16": heights.astype("<u2").tobytes(),
        f"{content.stem}.r16.json": json.dumps(said, indent=1).encode(),
    }


def write_exr(content: Content) -> dict[str, bytes]:
    """One channel `Y` of 32-bit floats, 0..1, uncompressed."""
    heights = heights_of(content)
    said = {name: str(value) for name, value in content.about().items()}
    shares = (heights / np.float64(HIGHEST)).astype("<f4")
    return {f"{content.stem}.exr": exr_bytes(shares, said)}


def heights_of(content: Content) -> NDArray[np.uint16]:
    """Raises InvalidSpec where the level has none."""
    if content.level.heights is None:
        raise InvalidSpec.at(
            "format",
            f"a level of kind {content.level.kind!r:.40} has no heights to write; an overworld has",
        )
    return content.level.heights
