"""Themes: what each tile of a level looks like in pixels, as data that a game can bring along."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Self

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.textures.parameters import Name, Setting
from worldgen.textures.pixel.palettes import palette
from worldgen.textures.pixel.quantise import Dither
from worldgen.textures.pixel.sprites import sprites
from worldgen.textures.pixel.terrain import Outline
from worldgen.textures.spec import Style

_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def _as_many(given: Any) -> Any:
    return (given,) if isinstance(given, str) else given


_Sprites = Annotated[tuple[str, ...], Field(max_length=16), BeforeValidator(_as_many)]


class Edge(BaseModel):
    """How a patch ends; see terrain.Outline."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    inset: Annotated[float, Field(ge=0, le=0.3)] = 0.12
    wander: Annotated[float, Field(ge=0, le=0.15)] = 0.06
    round: Annotated[float, Field(ge=0, le=0.2)] = 0.1
    rim: Annotated[float, Field(ge=0, le=0.3)] = 0.08
    rim_light: Annotated[float, Field(ge=-1, le=1)] = -0.45
    shadow: Annotated[float, Field(ge=0, le=0.3)] = 0.1

    def outline(self) -> Outline:
        return Outline(self.inset, self.wander, self.round, self.rim, self.rim_light, self.shadow)


class Look(BaseModel):
    """One tile's look: a material, or a sprite on the ground."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    material: str = ""
    params: Mapping[Name, Setting] = Field(default_factory=dict)
    layers: Mapping[Name, _Share] = Field(default_factory=dict)
    palette: str = ""
    """One of the material's; colours in `params` win."""
    style: Style = Style()
    sprite: _Sprites = ()
    """One of data/sprites.yaml, or several that cells get by chance."""
    frames: Annotated[int, Field(ge=1, le=16)] = 1
    """Of a material that moves: pictures of its loop, 1 to 16."""
    frame_ms: Annotated[int, Field(ge=20, le=5000)] = 150
    """How long each is shown."""
    edge: Edge | None = None
    """How it ends against what is beside it; without one it fills its cell."""
    face: _Share = 0.0
    """Of a wall: how much of its cell its front takes, where nothing stands before it."""
    casts: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    """How much of the cells to its south and east lies in its shadow."""
    over: str = ""
    """The tile whose look lies beneath all layers. Default: the theme's ground."""
    bed: str = ""
    """A tile that it lies in, and that goes on under it: deep water in water, crops in soil."""
    joins: bool = False
    """Whether two that touch at a corner alone run into each other, as rivers do."""
    order: int = 0
    """Of two beside each other, the one with more lies on top."""
    like: str = ""
    """A tile that it doesn't end against: planks run on under a door."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if bool(self.material) == bool(self.sprite):
            raise ValueError("a look has either a material or a sprite")
        if self.sprite and self.frames > 1:
            raise ValueError("a sprite doesn't move; leave out `frames`")
        for name in self.sprite:
            if name not in sprites():
                raise ValueError(f"there is no sprite {name!r:.60}")
        return self


class Theme(BaseModel):
    """All looks; tiles that it doesn't name are drawn in their own colour."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: Annotated[str, Field(min_length=1, max_length=300)]
    palette: str
    dither: Dither = "bayer4"
    """How materials are mixed from its colours."""
    ground: Name
    """The tile that lies beneath all others."""
    tiles: Annotated[Mapping[Name, Look], Field(max_length=256)]
    entities: Annotated[Mapping[Name, str], Field(max_length=64)] = Field(default_factory=dict)
    """Sprites, by the kinds of entities."""

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        palette(self.palette)
        looks = self.tiles.values()
        beneath = {self.ground, *(each for look in looks for each in (look.over, look.bed) if each)}
        for name in sorted(beneath):
            if name not in self.tiles or not self.tiles[name].material:
                raise ValueError(f"{name!r:.60} lies beneath others, so it needs a material")
        for name in self.tiles:
            if name in self.beds(name):
                raise ValueError(f"{name!r:.60} lies on itself; leave out one `bed`")
        for kind, sprite in self.entities.items():
            if sprite not in sprites():
                raise ValueError(f"entities.{kind}: there is no sprite {sprite!r:.60}")
        return self

    def beds(self, name: str) -> tuple[str, ...]:
        """What a tile lies on, and what that does; with the tile itself where it's a circle."""
        beds: list[str] = []
        while name in self.tiles and (name := self.tiles[name].bed) and name not in beds:
            beds.append(name)
        return tuple(beds)


def read_theme(written: str | Mapping[str, Any]) -> Theme:
    """The theme that YAML or JSON states. Raises InvalidSpec with the field.

    `extends` names a bundled theme whose looks hold for whatever this one leaves out.
    """
    given = read_mapping(written, "theme") if isinstance(written, str) else written
    try:
        return Theme.model_validate(_extended(given))
    except ValidationError as error:
        raise refusal(error, "theme") from None


def theme(name: str = "") -> Theme:
    """A bundled one; the first where no name is given. Raises InvalidSpec."""
    known = bundled()
    if name and name not in known:
        said = f"there is no theme {name!r:.60}; there are: {', '.join(known)}"
        raise InvalidSpec.at("theme", said)
    return known[name] if name else next(iter(known.values()))


@cache
def bundled() -> Mapping[str, Theme]:
    """The themes of worldgen/data/tile_themes.yaml, by name."""
    return {name: read_theme(written) for name, written in _written().items()}


@cache
def _written() -> Mapping[str, Mapping[str, Any]]:
    text = files("worldgen").joinpath("data/tile_themes.yaml").read_text("utf-8")
    themes: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return themes


def _extended(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """With what the theme that it extends says of tiles and entities; its own looks win."""
    base = given.get("extends")
    if base is None:
        return given
    if base not in _written():
        said = f"there is no theme {base!r:.60}; there are: {', '.join(_written())}"
        raise InvalidSpec.at("theme.extends", said)
    below = _extended(_written()[base])
    whole = {**below, **{name: part for name, part in given.items() if name != "extends"}}
    for part in ("tiles", "entities"):
        if isinstance(given.get(part), Mapping):
            whole[part] = {**below.get(part, {}), **given[part]}
    return whole
