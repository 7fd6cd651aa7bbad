"""Chunks of endless worlds: which kinds have them."""

from importlib import import_module

from worldgen.errors import InvalidSpec
from worldgen.levels.kind import kind_of
from worldgen.levels.level import Level
from worldgen.levels.spec import LevelSpec

SIDES = range(8, 257)
REACH = 1_000_000
"""Chunks from the world's middle, in each direction."""
_MODULES = {
    "overworld": "worldgen.levels.overworld.chunks",
    "tiles": "worldgen.levels.wfc.chunks",
}


def chunk_of(spec: LevelSpec, x: int, y: int) -> Level:
    """The chunk (x, y) of the world that the spec and its seed are; its size is the spec's.

    Raises InvalidSpec for a kind without chunks, a size or a place that there isn't.
    """
    if spec.kind not in _MODULES:
        raise InvalidSpec.at(
            "kind", f"a {kind_of(spec.kind).name} has no chunks; {', '.join(_MODULES)} have"
        )
    for field, cells in (("width", spec.width), ("height", spec.height)):
        if cells not in SIDES:
            raise InvalidSpec.at(
                field, f"a chunk has {SIDES.start}..{SIDES.stop - 1} cells, not {cells}"
            )
    for field, at in (("x", x), ("y", y)):
        if abs(at) > REACH:
            raise InvalidSpec.at(field, f"{at} is too far out; {-REACH}..{REACH} can be made")
    level = import_module(_MODULES[spec.kind]).chunk(spec, x, y)
    assert isinstance(level, Level)
    return level
