"""A loop as files: its frames in a row, and how long each is shown."""

import json
from dataclasses import asdict

import numpy as np

from worldgen.provenance import Provenance
from worldgen.textures.packs.content import check_stem
from worldgen.textures.packs.png import png_bytes
from worldgen.textures.pixel.loop import Loop


def loop_files(loop: Loop, provenance: Provenance, stem: str = "loop") -> dict[str, bytes]:
    """`<stem>.png`, the frames from left to right, and `<stem>.json`.

    Raises InvalidSpec for a stem that is no file's name.
    """
    check_stem(stem)
    count, height, width = loop.frames.shape[:3]
    table = {
        "format": "npcgen.loop",
        "version": 1,
        "picture": f"{stem}.png",
        "frames": count,
        "frame_width": width,
        "frame_height": height,
        "frame_ms": loop.frame_ms,
        "provenance": asdict(provenance),
    }
    row = np.concatenate(list(loop.frames), axis=1)
    return {
        f"{stem}.png": png_bytes(row, "srgb", provenance),
        f"{stem}.json": json.dumps(table, indent=1).encode(),
    }
