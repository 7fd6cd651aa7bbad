"""Small things drawn by hand, sixteen pixels a side: a character a pixel, '.' where nothing is."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import yaml

from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.palettes import Palette
from worldgen.textures.pixel.quantise import quantised

SIDE = 16
NOTHING = "."


def sprite(name: str, palette: Palette, side: int = SIDE) -> Bytes:
    """uint8 (side, side, 4) in the palette's colours; other sides than 16 double or drop pixels."""
    drawn = sprites()[name]
    at = np.arange(side) * SIDE // side
    large = drawn[np.ix_(at, at)]
    coloured = np.dstack((quantised(large[:, :, :3], palette, "none"), large[:, :, 3]))
    coloured[large[:, :, 3] == 0] = 0
    return coloured


@cache
def sprites() -> Mapping[str, Bytes]:
    """The sprites of worldgen/data/sprites.yaml, uint8 (16, 16, 4), by name."""
    text = files("worldgen").joinpath("data/sprites.yaml").read_text("utf-8")
    read = yaml.safe_load(text)
    inks = {ink: bytes.fromhex(colour[1:]) + b"\xff" for ink, colour in read["inks"].items()}
    inks[NOTHING] = bytes(4)
    return {name: _pixels(rows.split(), inks) for name, rows in read["sprites"].items()}


def _pixels(rows: list[str], inks: Mapping[str, bytes]) -> Bytes:
    flat = b"".join(inks[ink] for row in rows for ink in row)
    return np.frombuffer(flat, np.uint8).reshape(len(rows), -1, 4)
