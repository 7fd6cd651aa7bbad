"""What must hold of a level, as a designer states it, and the obligations that follow from it.

A rule room is made to hold them; any other level is checked, and made again where it doesn't.
Tiles go by the name of the topmost one in a cell; places by an entity's id or kind, or by the name
of a tile that stands in one cell only.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from worldgen.levels.proof import Argument, Obligation
from worldgen.levels.ranges import Range

Name = Annotated[str, Field(min_length=1, max_length=64)]
Symmetry = Literal["vertical", "horizontal", "both", "rotation"]
Row = Annotated[str, Field(min_length=1, max_length=64)]
_Arguments = dict[str, Argument]
_FROZEN = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Connected(BaseModel):
    """The cells of these tiles form one region. Written as a list of tiles."""

    model_config = _FROZEN

    tiles: Annotated[tuple[Name, ...], Field(min_length=1, max_length=64)]
    neighbours: Literal[4, 8] = 4

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, value: Any) -> Any:
        return {"tiles": value} if isinstance(value, list | tuple) else value


class Path(BaseModel):
    """How many moves the shortest way takes, under the level's movement."""

    model_config = _FROZEN

    start: Name = Field(alias="from")
    to: Name
    length: Range = Range(low=1)
    """Moves: two neighbours are 1 apart."""
    locks: Literal["open", "closed"] = "open"
    """Whether locks may be walked through without their keys."""


class Reach(BaseModel):
    """Whether one can get from one place to another with only these keys in hand."""

    model_config = _FROZEN

    start: Name = Field(alias="from")
    to: Name
    keys: Annotated[tuple[Name, ...], Field(max_length=16)] = ()
    """Names of keys. Keys that lie on the way aren't picked up."""
    possible: bool = True


class Pattern(BaseModel):
    """Rows of glyphs; `?` is any tile. Written as a text with one row a line, or a list of rows."""

    model_config = _FROZEN

    rows: Annotated[tuple[Row, ...], Field(min_length=1, max_length=16)]
    count: Range = Range(low=1)
    """How often it stands in the level; patterns may overlap. Always 0 for a forbidden one."""

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, value: Any) -> Any:
        if isinstance(value, str | list | tuple):
            value = {"rows": value}
        if isinstance(value, Mapping) and isinstance(value.get("rows"), str):
            value = {**value, "rows": value["rows"].strip("\n").split("\n")}
        return value

    @field_validator("rows")
    @classmethod
    def _is_a_rectangle(cls, rows: tuple[str, ...]) -> tuple[str, ...]:
        if len({len(row) for row in rows}) > 1:
            raise ValueError("all rows of a pattern have the same length")
        return rows


class Constraints(BaseModel):
    """All of them, by name; the name is what a clash is reported by: `paths[0]`."""

    model_config = _FROZEN

    tiles: Annotated[Mapping[Name, Range], Field(max_length=256)] = Field(default_factory=dict)
    """Cells of each tile, or entities of each kind: {floor: 20..40, key: 1}."""
    connected: Annotated[tuple[Connected, ...], Field(max_length=16)] = ()
    paths: Annotated[tuple[Path, ...], Field(max_length=16)] = ()
    reach: Annotated[tuple[Reach, ...], Field(max_length=16)] = ()
    forbid: Annotated[tuple[Pattern, ...], Field(max_length=64)] = ()
    require: Annotated[tuple[Pattern, ...], Field(max_length=64)] = ()
    border: Annotated[tuple[Name, ...], Field(max_length=64)] = ()
    """The outermost cells hold only these."""
    symmetry: Symmetry | None = None
    """vertical: left mirrors right; horizontal: top mirrors bottom; rotation: by half a turn."""

    @field_validator("border", mode="before")
    @classmethod
    def _one_tile(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value


def obligations(constraints: Constraints) -> tuple[Obligation, ...]:
    """What `verify` checks for them."""
    return tuple(_obligations(constraints))


def _obligations(asked: Constraints) -> Iterator[Obligation]:
    for name, count in asked.tiles.items():
        counted: _Arguments = {"what": name, "low": count.low, "high": count.high}
        yield Obligation("count", counted, f"tiles.{name}")
    for at, region in enumerate(asked.connected):
        together: _Arguments = {"tiles": region.tiles, "neighbours": region.neighbours}
        yield Obligation("connected", together, f"connected[{at}]")
    for at, path in enumerate(asked.paths):
        ends: _Arguments = {"from": path.start, "to": path.to, "locks": path.locks}
        lengths: _Arguments = {"low": path.length.low, "high": path.length.high}
        yield Obligation("path_length", {**ends, **lengths}, f"paths[{at}]")
    for at, reach in enumerate(asked.reach):
        way: _Arguments = {"from": reach.start, "to": reach.to, "keys": reach.keys}
        yield Obligation("reach", {**way, "possible": reach.possible}, f"reach[{at}]")
    for at, pattern in enumerate(asked.forbid):
        never: _Arguments = {"rows": pattern.rows, "low": 0, "high": 0}
        yield Obligation("pattern", never, f"forbid[{at}]")
    for at, pattern in enumerate(asked.require):
        often: _Arguments = {
            "rows": pattern.rows,
            "low": pattern.count.low,
            "high": pattern.count.high,
        }
        yield Obligation("pattern", often, f"require[{at}]")
    if asked.border:
        yield Obligation("border", {"tiles": asked.border}, "border")
    if asked.symmetry:
        yield Obligation("symmetry", {"axis": asked.symmetry}, "symmetry")
