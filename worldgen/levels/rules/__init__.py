"""Puzzle and platform rooms from rules: the game's own tiles, and what must hold of them.

`making.py` is the file to read first; `programs/` are the rules, as answer sets for clingo.
"""

from worldgen.levels.kind import Kind
from worldgen.levels.rules.making import OPTIONS, redo, steps
from worldgen.levels.rules.room import VERSION

__all__ = ["KIND", "redo"]

KIND = Kind(
    name="rules",
    description="A puzzle or platform room that holds any rules of counts, ways and patterns.",
    version=VERSION,
    steps=steps,
    min_side=1,
    max_side=40,
    options=OPTIONS,
)
