"""What a level shall be. Frozen; read from YAML, JSON, the wire or a prompt.

The spec that was used comes back with every level. A model may fill one in; it places no tile.
"""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from worldgen import sides
from worldgen.documents import read_mapping, refusal
from worldgen.levels.alphabet import TileSpec, with_defaults
from worldgen.levels.constraints import Constraints
from worldgen.levels.movement import MovementSpec
from worldgen.levels.ranges import Range
from worldgen.rng import MAX_SEED

MAX_SIDE = 2048
"""Cells. A kind may take less; `Kind` says what."""
MAX_DEADLINE_MS = 600_000
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Name = Annotated[str, Field(min_length=1, max_length=64)]
Row = Annotated[str, Field(min_length=1, max_length=256)]


class FixedTile(BaseModel):
    """A cell that holds this tile, whatever else happens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    x: Annotated[int, Field(ge=0, lt=MAX_SIDE)]
    y: Annotated[int, Field(ge=0, lt=MAX_SIDE)]
    floor: Annotated[int, Field(ge=0, le=31)] = 0
    tile: Name


class LevelSpec(BaseModel):
    """A kind, a size, a seed, and what else the designer asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Name
    """dungeon, cave, building, settlement, overworld, example, tiles or rules."""
    width: Annotated[int, Field(ge=1, le=MAX_SIDE)] = 48
    """Cells."""
    height: Annotated[int, Field(ge=1, le=MAX_SIDE)] = 32
    floors: Annotated[int, Field(ge=1, le=16)] = 1
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    theme: Annotated[str, Field(max_length=64)] = ""
    """One of the kind's themes; empty is its first."""
    difficulty: Annotated[tuple[Share, ...], Field(min_length=1, max_length=16)] = (0.1, 0.8)
    """A curve along the critical path: values at even distances, joined by straight lines."""
    counts: Annotated[Mapping[Name, Range], Field(max_length=64)] = Field(default_factory=dict)
    """How many of what; the kind says which names it knows: {rooms: 8..12, keys: 2}."""
    options: Annotated[Mapping[Name, bool | int | float | str], Field(max_length=64)] = Field(
        default_factory=dict
    )
    """What only this kind knows; see its `Kind`."""
    tiles: Annotated[Mapping[Name, TileSpec], Field(max_length=256)] = Field(default_factory=dict)
    """The game's own, for rules, samples and tile sets: {wall: "#", floor: "."}."""
    movement: MovementSpec = MovementSpec()
    """How one gets about in a rule room: walk4, walk8, platform or push."""
    constraints: Constraints = Constraints()
    sample: Annotated[tuple[Row, ...], Field(max_length=256)] = ()
    """Rows of glyphs to learn from, for an example."""
    fixed: Annotated[tuple[FixedTile, ...], Field(max_length=65_536)] = ()
    deadline_ms: Annotated[int, Field(ge=1, le=MAX_DEADLINE_MS)] = 10_000
    """NOTE: no part of what is made. It only decides whether there is an answer or OutOfTime."""

    @field_validator("tiles", mode="before")
    @classmethod
    def _tiles_in_full(cls, value: Any) -> Any:
        return with_defaults(value)

    @field_validator("sample", mode="before")
    @classmethod
    def _rows(cls, value: Any) -> Any:
        return value.strip("\n").split("\n") if isinstance(value, str) else value

    @model_validator(mode="before")
    @classmethod
    def _sized(cls, value: Any) -> Any:
        return with_sides(value) if isinstance(value, Mapping) else value


def with_sides(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a spec, `size: 48x32` as width and height. Raises InvalidSpec."""
    return sides.with_sides(fields, "WIDTHxHEIGHT, such as 48x32")


def read_spec(given: str | Mapping[str, Any]) -> LevelSpec:
    """The spec that YAML or JSON text, or a mapping, states. Raises InvalidSpec with the field."""
    data = read_mapping(given, "spec") if isinstance(given, str) else given
    try:
        return LevelSpec.model_validate(data)
    except ValidationError as error:
        raise refusal(error, "spec") from None


def spec_sha256(spec: LevelSpec) -> str:
    """SHA-256 of all that shapes the level, in hexadecimal; the deadline doesn't."""
    text = spec.model_dump_json(exclude={"deadline_ms"})
    return hashlib.sha256(text.encode()).hexdigest()
