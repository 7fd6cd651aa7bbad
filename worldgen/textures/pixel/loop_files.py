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
    table = loop_table((count, 1), (width, height), loop.frame_ms, provenance)
    row = np.concatenate(list(loop.frames), axis=1)
    return {
        f"{stem}.png": png_bytes(row, "srgb", provenance),
        f"{stem}.json": json.dumps({"picture": f"{stem}.png", **table}, indent=1).encode(),
    }


def loop_table(
    cells: tuple[int, int], size: tuple[int, int], frame_ms: int, provenance: Provenance
) -> dict[str, object]:
    """Of a sheet with so many columns and rows of frames, each `size` (width, height) pixels."""
    return {
        "format": "npcgen.loop",
        "version": 1,
        "frames": cells[0] * cells[1],
        "columns": cells[0],
        "rows": cells[1],
        "frame_width": size[0],
        "frame_height": size[1],
        "frame_ms": frame_ms,
        "provenance": asdict(provenance),
    }
