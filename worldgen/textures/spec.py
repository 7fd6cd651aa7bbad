"""What a texture shall be. Frozen; read from YAML, JSON, the wire or a prompt.

The spec that was used comes back with every texture. A model may fill one in; it paints nothing.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from worldgen import sides
from worldgen.documents import read_mapping, refusal
from worldgen.rng import MAX_SEED
from worldgen.textures.maps import Tiling
from worldgen.textures.material import Season, Share
from worldgen.textures.parameters import Name, Setting

MIN_SIDE, MAX_SIDE = 16, 4096
MAX_DEADLINE_MS = 600_000
MAX_MASK_BYTES = 4 * 1024 * 1024
MaskKind = Literal["height", "cracks", "noise", "slope", "even"]
_Signed = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]


class SurfaceSpec(BaseModel):
    """A material with its parameters, and what lies on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    material: Annotated[str, Field(min_length=1, max_length=64)]
    """One of the bundled ones, or of the game's own."""
    params: Annotated[Mapping[Name, Setting], Field(max_length=48)] = Field(default_factory=dict)
    """Those that shall differ from their defaults; out of range is refused."""
    palette: Annotated[str, Field(max_length=40)] = ""
    """One of the material's; colours in `params` win. Empty is the defaults."""
    season: Literal["", Season] = ""
    layers: Annotated[Mapping[Name, Share], Field(max_length=16)] = Field(default_factory=dict)
    """How much of what lies on it, 0..1: {moss: 0.4, wear: 0.2, wetness: 1}."""
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0


class Mixing(BaseModel):
    """A second surface, and where it shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    surface: SurfaceSpec
    mask: MaskKind = "height"
    """In what lies low, in cracks, in patches, where it's flat, or everywhere alike: `even` is what
    lies between the two."""
    amount: Share = 0.5
    """0 is none of the second surface, 1 is nothing else."""
    softness: Share = 0.2
    """How gently one passes into the other."""


class Region(BaseModel):
    """A part of the picture that is of another surface; seamless where the texture is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    surface: SurfaceSpec
    mask: Annotated[Base64Bytes, Field(max_length=MAX_MASK_BYTES)]
    """A grey PNG of any size, stretched over the picture: white is the other surface."""
    feather: Annotated[float, Field(ge=0, le=0.25, allow_inf_nan=False)] = 0.02
    """How far the border between them is blurred, in widths; across the picture's edges too."""


class Style(BaseModel):
    """Sliders for any material. 0 leaves it as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contrast: _Signed = 0.0
    saturation: _Signed = 0.0
    """-1 is grey."""
    hue: _Signed = 0.0
    """In half turns of the colour wheel."""
    brightness: _Signed = 0.0
    roughness: _Signed = 0.0
    """-1 is a mirror, 1 is chalk."""
    depth: _Signed = 0.0
    """-1 is flat, 1 is twice as deep."""


class TextureSpec(SurfaceSpec):
    """A surface, a size, and what else the designer asks for."""

    width: Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE, multiple_of=4)] = 1024
    """Pixels: a multiple of 4, as block compression and occlusion want."""
    height: Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE, multiple_of=4)] = 1024
    tiling: Tiling = "both"
    mixing: Mixing | None = None
    region: Region | None = None
    style: Style = Style()
    deadline_ms: Annotated[int, Field(ge=1, le=MAX_DEADLINE_MS)] = 60_000
    """NOTE: no part of what is made. It only decides whether there is an answer or OutOfTime."""

    @model_validator(mode="before")
    @classmethod
    def _sized(cls, value: Any) -> Any:
        return with_sides(value) if isinstance(value, Mapping) else value


def with_sides(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a spec, `size: 1024` or `512x256` as width and height. Raises InvalidSpec."""
    return sides.with_sides(fields, "such as 1024 or 512x256", square=True)


def read_spec(given: str | Mapping[str, Any]) -> TextureSpec:
    """The spec that YAML or JSON text, or a mapping, states. Raises InvalidSpec with the field.

    NOTE: whether there is such a material, and what its parameters may be, is seen when it's made.
    """
    data = read_mapping(given, "spec") if isinstance(given, str) else given
    try:
        return TextureSpec.model_validate(data)
    except ValidationError as error:
        raise refusal(error, "spec") from None
