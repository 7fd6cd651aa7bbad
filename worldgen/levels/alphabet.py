"""The game's own tiles, as a spec states them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from unicodedata import combining

from pydantic import BaseModel, ConfigDict, Field, field_validator

from worldgen.levels.level import Toward
from worldgen.levels.tiles import Tile, TileSet, Trait, bundled

EdgeLabel = Annotated[str, Field(min_length=1, max_length=64)]


class TileSpec(BaseModel):
    """A tile of the game. Written as its glyph alone, or in full."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    glyph: Annotated[str, Field(min_length=1, max_length=1)]
    """What it is in samples, patterns and drawn maps; no two tiles share one."""
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#808080"
    traits: Annotated[tuple[Trait, ...], Field(max_length=8)] = ()
    stands_for: Annotated[str, Field(max_length=64, alias="is")] = ""
    """The kind of entity that stands in every cell of this tile: spawn, exit, key, lock, ..."""
    key: Annotated[str, Field(max_length=64)] = ""
    """Which key it is, or which key opens it; a level with one key needs no name for it."""
    toward: Toward | None = None
    """Where a one_way leads: north, east, south or west."""
    weight: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 1.0
    """How often it is chosen, beside the others."""
    edges: Annotated[tuple[EdgeLabel, ...], Field(max_length=4)] = ()
    """For tile sets: what its sides are, north, east, south, west, or one for all: tiles fit where
    the labels that meet are the same. Each is read clockwise, so `grass/rock` fits `rock/grass`."""
    symmetry: Literal["", "X", "I", "T", "L", "\\", "F"] = ""
    """For tile sets: which letter it has the symmetry of, and so how many turns of it there are:
    X 1, I and \\ 2, T and L 4, F 8 (also mirrored). Empty: as drawn only."""
    turned: Annotated[str, Field(max_length=7)] = ""
    """The glyphs of those turns, after its own: "|" for a road drawn "-"."""
    beside: Annotated[tuple[str, ...], Field(max_length=256)] = ()
    """For tile sets: the tiles that may stand beside it on any side, whatever the edges say."""

    @field_validator("glyph", "turned")
    @classmethod
    def _can_be_drawn(cls, glyphs: str) -> str:
        for glyph in glyphs:
            if not glyph.isprintable() or combining(glyph):
                raise ValueError(f"{glyph!r} can't be drawn by itself; use another character")
        return glyphs

    @field_validator("edges", mode="before")
    @classmethod
    def _labels(cls, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value


def with_defaults(value: Any) -> Any:
    """What a spec writes for its tiles, each in full: `wall: "#"` knows that walls are solid."""
    if not isinstance(value, Mapping):
        return value
    return {name: _in_full(str(name), given) for name, given in value.items()}


def tile_set(tiles: Mapping[str, TileSpec]) -> TileSet:
    """The tiles, in the spec's order."""
    return TileSet(
        tuple(
            Tile(name, tile.glyph, tile.colour, frozenset(tile.traits))
            for name, tile in tiles.items()
        )
    )


_KNOWN_KINDS = {
    "spawn": "spawn",
    "start": "spawn",
    "exit": "exit",
    "goal": "exit",
    "key": "key",
} | {
    "lock": "lock",
    "crate": "crate",
    "target": "target",
    "enemy": "enemy",
    "loot": "loot",
}


def _in_full(name: str, given: Any) -> Any:
    if isinstance(given, str):
        given = {"glyph": given}
    if not isinstance(given, Mapping):
        return given
    known: dict[str, Any] = {}
    if name in bundled():
        tile = bundled()[name]
        known = {"colour": tile.colour, "traits": sorted(tile.traits)}
    if name in _KNOWN_KINDS and "stands_for" not in given:
        known["is"] = _KNOWN_KINDS[name]
    return {**known, **given}
