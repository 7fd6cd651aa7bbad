"""The words of `data/level_words.yaml`, and what a word of size comes to."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from worldgen.levels.kind import KindInfo

SCALES = ("tiny", "small", "large", "huge")
"""The words of size that differ from each other and from saying nothing."""


@cache
def level_words() -> Mapping[str, Any]:
    """All of them as they are written there."""
    text = files("worldgen").joinpath("data/level_words.yaml").read_text("utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def has_scale(kind: KindInfo) -> bool:
    """Whether such a level has a usual size, which a word may scale."""
    return kind.name in level_words()["sizes"]


def scaled_sides(kind: KindInfo, word: str) -> dict[str, int]:
    """Width and height that a word of size means for a kind that has a usual one, in cells.

    They stay within what the kind can be.
    """
    factor = level_words()["scales"][word]
    usual = level_words()["sizes"][kind.name]
    sides = [min(kind.max_side, max(kind.min_side, round(side * factor))) for side in usual]
    return {"width": sides[0], "height": sides[1]}
