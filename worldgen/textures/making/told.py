"""What is told of a texture, an example or a tile set that is being made, and what it ends with.

Plain data that passes between processes: it holds files and small pictures, never maps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from worldgen.provenance import Provenance
from worldgen.textures.diffusion.spec import DiffusionSpec
from worldgen.textures.parameters import Parameter, Setting
from worldgen.textures.spec import TextureSpec


@dataclass(frozen=True, slots=True)
class Sending:
    """How a client wants its files."""

    pack: str
    """Empty: each map as a PNG."""
    stem: str
    """Empty: as what is made is called."""
    previews: bool
    part_bytes: int
    """The most of a file that is told at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    width: int
    rows: int
    png: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """How far it is."""

    phase: str
    """What is being done, for people: "painting"."""
    fraction: float
    """Of all the work, 0..1; never falls."""
    preview: Picture | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Of a file: all parts of one come in order, before those of the next."""

    file: str
    data: bytes
    last: bool

    @property
    def preview(self) -> bytes:
        """NOTE: a worker leaves steps out, but none with a `preview`."""
        return self.data


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """The files, the one to open first, and what they are."""

    files: Mapping[str, bytes]
    provenance: Provenance
    spec: TextureSpec | None = None
    """What a texture was made from."""
    params: Mapping[str, Setting] = field(default_factory=dict)
    """Of the texture's material: every one, as it was used."""
    unused_words: tuple[str, ...] = ()
    """Of the prompt: those that nothing was made of."""
    derived: tuple[str, ...] = ()
    """The maps that were guessed from others."""
    diffusion: DiffusionSpec | None = None
    """What a diffusion model painted it from."""


@dataclass(frozen=True, slots=True)
class MaterialInfo:
    """What may be asked of a material."""

    name: str
    description: str
    version: int
    words: tuple[str, ...]
    """What a prompt may call it, besides its name."""
    tags: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    palettes: tuple[str, ...]
    seasons: tuple[str, ...]
    """Those that it has looks of its own for."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What there is to make textures of; layers, packs, themes and palettes with what they are."""

    materials: Mapping[str, MaterialInfo]
    """Ordered by name."""
    layers: Mapping[str, str]
    packs: Mapping[str, str]
    """The usual one first."""
    themes: Mapping[str, str]
    """The usual one first."""
    palettes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked about a prompt."""

    about: str
    """What may be asked for, in words."""
    schema: Mapping[str, Any]
    """JSON Schema of its answer."""


@dataclass(frozen=True, slots=True)
class Questions:
    which: Question
    """Which material the prompt is about: {"material": name}."""
    of_material: Mapping[str, Question]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model made of a prompt."""

    material: str
    answer: Mapping[str, Any]
