"""Chunks of endless worlds: of land, of tiles that fit together, or of an example."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.levels.kind import kind_of
from worldgen.levels.level import Level
from worldgen.levels.overworld.chunks import chunk as chunk_of_land
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.wfc.chunks import CHUNK, World, world_of

SIDE = CHUNK
"""Cells of a chunk where nothing is said."""
REACH = 1_000_000
"""Chunks from the world's middle, in each direction."""
_TILED = ("tiles", "example")


def chunk_of(fields: dict[str, Any], x: int, y: int) -> Level:
    """The chunk (x, y) of the world that the fields of a spec state; its size is the chunk's.

    Raises InvalidSpec for a kind without chunks, a size or a place that there isn't, Unsatisfiable
    where tiles never close, and OutOfTime.
    """
    sized = fields if "size" in fields else {"width": SIDE, "height": SIDE, **fields}
    spec = read_spec(sized)
    for field, at in (("x", x), ("y", y)):
        if abs(at) > REACH:
            raise InvalidSpec.at(field, f"{at} is too far out; {-REACH}..{REACH} can be made")
    if spec.kind == "overworld":
        return chunk_of_land(spec, x, y)
    if spec.kind in _TILED:
        return _tiled(spec, x, y)
    known = ", ".join(("overworld", *_TILED))
    raise InvalidSpec.at("kind", f"{kind_of(spec.kind).called} has no chunks; these have: {known}")


def _tiled(spec: LevelSpec, x: int, y: int) -> Level:
    if (spec.width, spec.height) != (CHUNK, CHUNK):
        raise InvalidSpec.at(
            "size", f"chunks of tiles have {CHUNK}x{CHUNK} cells, not {spec.width}x{spec.height}"
        )
    clock = Clock.ending_in(spec.deadline_ms)
    world = _world(spec.model_copy(update={"deadline_ms": 1}).model_dump_json(by_alias=True))
    level = world.plan.level(world.chunk(x, y, clock))
    return replace(level, properties={"chunk_x": x, "chunk_y": y})


@lru_cache(maxsize=4)
def _world(spec: str) -> World:
    """NOTE: kept, for neighbouring chunks are made of the same blocks; that changes no cell."""
    return world_of(read_spec(spec))
