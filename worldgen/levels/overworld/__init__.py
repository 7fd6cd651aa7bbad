"""Overworlds: land that rain has carved, rivers, roads, settlements and places worth a walk.

`making.py` is the file to read first; `relief.py` makes the land, `chunks.py` land without an end.
"""

from worldgen.levels.kind import Kind
from worldgen.levels.overworld.making import VERSION, steps
from worldgen.levels.overworld.redo import redo
from worldgen.levels.overworld.themes import THEMES
from worldgen.levels.overworld.wishes import COUNTS, MAX_SIDE, MIN_SIDE, OPTIONS

__all__ = ["KIND", "redo"]

KIND = Kind(
    name="overworld",
    description="A wide land: mountains, rivers that run downhill, roads, settlements, ruins.",
    version=VERSION,
    steps=steps,
    min_side=MIN_SIDE,
    max_side=MAX_SIDE,
    themes=tuple(THEMES),
    counts=COUNTS,
    options=OPTIONS,
)
