"""A plain portrait for a card that came without a picture: a silhouette, drawn here."""

import hashlib
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from npcgen.dialogue.cards.png import SIGNATURE, chunk_bytes

WIDTH, HEIGHT = 256, 384
_TRUECOLOUR = 2


def portrait(name: str) -> bytes:
    """A PNG of WIDTH x HEIGHT pixels; the same name, the same bytes."""
    rows = np.zeros((HEIGHT, 1 + WIDTH * 3), np.uint8)
    rows[:, 1:] = _picture(name).reshape(HEIGHT, -1)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, _TRUECOLOUR, 0, 0, 0)
    return b"".join(
        (
            SIGNATURE,
            chunk_bytes(b"IHDR", header),
            chunk_bytes(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            chunk_bytes(b"IEND", b""),
        )
    )


def _picture(name: str) -> NDArray[np.uint8]:
    """Head and shoulders before a wall whose colour is the name's: (HEIGHT, WIDTH, 3)."""
    digest = hashlib.sha256(name.encode("utf-8", "replace")).digest()
    colour = 60 + np.frombuffer(digest[:3], np.uint8).astype(np.int32) * 120 // 255
    y, x = np.ogrid[0:HEIGHT, 0:WIDTH]
    wall = (colour + 40 - (y[..., None] * 60) // HEIGHT).astype(np.uint8)
    picture = np.repeat(wall, WIDTH, axis=1)
    head = ((x - WIDTH // 2) * 5) ** 2 + ((y - 150) * 4) ** 2 < 300**2
    shoulders = ((x - WIDTH // 2) * 3) ** 2 + ((y - HEIGHT) * 2) ** 2 < 300**2
    picture[head | shoulders] = colour // 3
    return picture
