"""Palettes: the few colours that a picture may have."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import yaml

from worldgen.errors import InvalidSpec
from worldgen.textures.maps import Bytes

MOST_COLOURS = 256
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Palette:
    name: str
    """Empty for one of the user's own."""
    colours: tuple[str, ...]
    """#rrggbb, 2 to 256, no two alike."""

    def bytes(self) -> Bytes:
        """uint8 (colours, 3), sRGB."""
        flat = b"".join(bytes.fromhex(colour[1:]) for colour in self.colours)
        return np.frombuffer(flat, np.uint8).reshape(-1, 3)


def palette(asked: str | Sequence[str]) -> Palette:
    """A bundled palette by its name, or one of the colours given. Raises InvalidSpec."""
    if isinstance(asked, str):
        if asked not in bundled():
            known = ", ".join(bundled())
            raise InvalidSpec.at(
                "palette", f"there is no palette {asked!r:.60}; there are: {known}, or give colours"
            )
        return bundled()[asked]
    colours = tuple(colour.lower() for colour in asked)
    for at, colour in enumerate(colours):
        if not _COLOUR.fullmatch(colour):
            raise InvalidSpec.at(f"palette[{at}]", f"{colour!r:.40} is no colour such as #8a5f42")
    if not 2 <= len(set(colours)) <= MOST_COLOURS:
        raise InvalidSpec.at(
            "palette", f"{len(set(colours))} different colours; give 2 to {MOST_COLOURS}"
        )
    return Palette("", tuple(dict.fromkeys(colours)))


@cache
def bundled() -> Mapping[str, Palette]:
    """The palettes of worldgen/data/palettes.yaml, by name."""
    text = files("worldgen").joinpath("data/palettes.yaml").read_text("utf-8")
    return {name: Palette(name, tuple(colours)) for name, colours in yaml.safe_load(text).items()}
