"""A material as it is written: parameters, a graph of nodes, and what comes out of it.

Layers (moss, wear) and mixtures are written the same way; they take the surfaces below them. See
docs/concepts/materials.md. What it means as a graph is `graph`'s.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from worldgen.documents import read_mapping, refusal
from worldgen.textures.parameters import Name, Parameter, Setting, Text, Word

MAX_NODES = 200
Written = float | str
"""A number, or an expression."""
Tag = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Season = Literal["spring", "summer", "autumn", "winter"]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Outputs(BaseModel):
    """Expressions of nodes and parameters. Values are 0..1; colours are sRGB."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    height: Written
    """0 is the lowest, 1 is `depth` above it."""
    albedo: Written
    roughness: Written
    metallic: Written = 0.0
    emission: Written = 0.0
    opacity: Written = 1.0


class Bounds(BaseModel):
    """What is physically right for it, and tested of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    albedo: tuple[int, int] = (30, 240)
    """sRGB bytes, where it is no metal."""


class Seasonal(BaseModel):
    """What a season makes of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    palette: str = ""
    params: Mapping[Name, Setting] = Field(default_factory=dict)
    layers: Mapping[Name, Share] = Field(default_factory=dict)


class Material(BaseModel):
    """A file of `data/materials`, `data/layers` or a game's own folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    description: Text
    version: Annotated[int, Field(ge=1)] = 1
    """NOTE: it changes whenever the same parameters and seed would give something else."""
    words: Annotated[tuple[Word, ...], Field(max_length=64)] = ()
    """What a prompt may call it."""
    tags: Annotated[tuple[Tag, ...], Field(max_length=16)] = ()
    takes: Annotated[tuple[Literal["below", "above"], ...], Field(max_length=2)] = ()
    """The surfaces it is laid upon; a material takes none."""
    order: int = 0
    """Of a layer: those with less lie further down."""
    parameters: Annotated[Mapping[Name, Parameter], Field(max_length=48)] = Field(
        default_factory=dict
    )
    palettes: Annotated[Mapping[Name, Mapping[Name, str]], Field(max_length=32)] = Field(
        default_factory=dict
    )
    """Values of colour parameters by the palette's name."""
    seasons: Mapping[Season, Seasonal] = Field(default_factory=dict)
    tint: str = ""
    """The colour parameter that a prompt's colour word sets."""
    depth: Written = 0.02
    """How far height 1 is above height 0, in widths of the texture."""
    nodes: Annotated[Mapping[Name, Written | Mapping[Name, Any]], Field(max_length=MAX_NODES)] = (
        Field(default_factory=dict)
    )
    outputs: Outputs
    bounds: Bounds = Bounds()

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        colours = {name for name, each in self.parameters.items() if each.kind == "colour"}
        if self.tint and self.tint not in colours:
            raise ValueError(f"tint: there is no colour parameter {self.tint!r}")
        for palette, values in self.palettes.items():
            for name, value in values.items():
                if name not in colours:
                    raise ValueError(f"palettes.{palette}: there is no colour parameter {name!r}")
                if problem := self.parameters[name].problem(value):
                    raise ValueError(f"palettes.{palette}.{name}: {problem}")
        for season, change in self.seasons.items():
            self._check_season(season, change)
        return self

    def _check_season(self, season: str, change: Seasonal) -> None:
        if change.palette and change.palette not in self.palettes:
            raise ValueError(f"seasons.{season}: there is no palette {change.palette!r}")
        for name, value in change.params.items():
            if name not in self.parameters:
                raise ValueError(f"seasons.{season}: there is no parameter {name!r}")
            if problem := self.parameters[name].problem(value):
                raise ValueError(f"seasons.{season}.{name}: {problem}")


def read_material(written: str | Mapping[str, Any], field: str = "material") -> Material:
    """The material that YAML or JSON states; its graph isn't looked at yet. Raises InvalidSpec."""
    given = read_mapping(written, field) if isinstance(written, str) else dict(written)
    try:
        return Material.model_validate(given)
    except ValidationError as error:
        raise refusal(error, field) from None
