"""OpenEXR files of one channel, for heights that 8 bits would turn into stairs.

Source: https://openexr.com/en/latest/OpenEXRFileLayout.html
"""

import io
import struct
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def exr_bytes(channel: NDArray[np.float32], said: Mapping[str, str]) -> bytes:
    """`channel`, (height, width), as `Y` of 32-bit floats, uncompressed; `said` as attributes."""
    height, width = channel.shape
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    every_pixel = struct.pack("<iB3xii", 2, 0, 1, 1)
    attributes = [
        ("channels", "chlist", b"Y\0" + every_pixel + b"\0"),
        ("compression", "compression", b"\0"),
        ("dataWindow", "box2i", window),
        ("displayWindow", "box2i", window),
        ("lineOrder", "lineOrder", b"\0"),
        ("pixelAspectRatio", "float", struct.pack("<f", 1)),
        ("screenWindowCenter", "v2f", struct.pack("<2f", 0, 0)),
        ("screenWindowWidth", "float", struct.pack("<f", 1)),
        *((name[:31], "string", value.encode()) for name, value in said.items()),
    ]
    file = io.BytesIO()
    file.write(struct.pack("<ii", 20_000_630, 2))
    for name, kind, value in attributes:
        file.write(name.encode() + b"\0" + kind.encode() + b"\0")
        file.write(struct.pack("<i", len(value)) + value)
    file.write(b"\0")
    line = 8 + 4 * width
    first = file.tell() + 8 * height
    file.write((first + line * np.arange(height, dtype="<u8")).astype("<u8").tobytes())
    for y, row in enumerate(channel.astype("<f4")):
        file.write(struct.pack("<ii", y, 4 * width) + row.tobytes())
    return file.getvalue()
