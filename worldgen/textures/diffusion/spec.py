"""What a diffusion model shall paint. Frozen; read from YAML, JSON or the wire."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError, model_validator

from worldgen.documents import read_mapping, refusal
from worldgen.rng import MAX_SEED
from worldgen.textures.maps import Tiling
from worldgen.textures.spec import MAX_MASK_BYTES, with_sides

MIN_SIDE, MAX_SIDE = 16, 2048
MAX_DEADLINE_MS = 24 * 60 * 60_000
MAX_IMAGE_BYTES = 32 * 1024 * 1024
SchedulerName = Literal[
    "ddim",
    "ddpm",
    "deis",
    "dpm",
    "euler",
    "euler-ancestral",
    "heun",
    "lcm",
    "lms",
    "pndm",
    "unipc",
]


class DiffusionSpec(BaseModel):
    """Words, a size, and how they are painted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Annotated[str, Field(min_length=1, max_length=2000)]
    """At most as many tokens as the model reads, mostly 75; more are refused, not cut."""
    negative_prompt: Annotated[str, Field(max_length=2000)] = ""
    """What shall not be seen. It needs guidance above 1."""
    width: Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE, multiple_of=4)] = 512
    """Pixels: a multiple of what the model asks for, mostly 64."""
    height: Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE, multiple_of=4)] = 512
    tiling: Tiling = "both"
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    steps: Annotated[int, Field(ge=1, le=200)] | None = None
    """None: 6 with the scheduler `lcm`, else 25."""
    guidance: Annotated[float, Field(ge=1, le=30, allow_inf_nan=False)] | None = None
    """How closely the prompt is followed; 1 is without guidance, in half the time. None: 1 with the
    scheduler `lcm`, else 7."""
    scheduler: SchedulerName | None = None
    """None: the folder's own."""
    loras: Annotated[Mapping[str, Annotated[float, Field(ge=-2, le=2)]], Field(max_length=8)] = (
        Field(default_factory=dict)
    )
    """How much of each, by the stem of its file: {moss: 0.8}."""
    image: Annotated[Base64Bytes, Field(max_length=MAX_IMAGE_BYTES)] | None = None
    """A picture of the same size to start from."""
    strength: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 0.6
    """How much of the image is painted anew; 1 keeps nothing of it. Unused without an image."""
    mask: Annotated[Base64Bytes, Field(max_length=MAX_MASK_BYTES)] | None = None
    """A grey PNG, stretched over the image: only what is white is painted anew."""
    feather: Annotated[float, Field(ge=0, le=0.25, allow_inf_nan=False)] = 0.02
    """How far the border of the mask is blurred, in widths; across the picture's edges too."""
    depth: Annotated[float, Field(ge=0.001, le=1, allow_inf_nan=False)] = 0.02
    """How far apart the lowest and highest of the guessed heights are, in widths."""
    deadline_ms: Annotated[int, Field(ge=1, le=MAX_DEADLINE_MS)] = 3_600_000
    """NOTE: no part of what is made. It only decides whether there is an answer or OutOfTime."""

    @model_validator(mode="before")
    @classmethod
    def _sized(cls, value: Any) -> Any:
        return with_sides(value) if isinstance(value, Mapping) else value

    @model_validator(mode="after")
    def _whole(self) -> "DiffusionSpec":
        if self.mask is not None and self.image is None:
            raise ValueError("a mask needs an image that it belongs to; give both, or neither")
        return self


def read_diffusion_spec(given: str | Mapping[str, Any]) -> DiffusionSpec:
    """The spec that YAML or JSON text, or a mapping, states. Raises InvalidSpec with the field."""
    data = read_mapping(given, "spec") if isinstance(given, str) else given
    try:
        return DiffusionSpec.model_validate(data)
    except ValidationError as error:
        raise refusal(error, "spec") from None
