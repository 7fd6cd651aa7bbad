"""What personas are drawn from: trades, traits, names, lives, looks, styles. Data, read once.

The files are `npcgen/data/generation/*.yaml`; all of their words are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from npcgen.dialogue.appearance import Body, HairStyle, Share
from npcgen.dialogue.authored_file import parse_authored
from npcgen.dialogue.feelings.axes import Axis, Temperament
from npcgen.dialogue.persona import Example, Line, Name
from npcgen.dialogue.relation import RelationKind
from npcgen.dialogue.world import Era

Words = tuple[Line, ...]
Read = TypeVar("Read", bound=BaseModel)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Role(_Data):
    """A trade, in an era."""

    name: Name
    era: Era
    weight: Annotated[int, Field(ge=1)]
    words: Words
    """What else a prompt calls it."""
    places: Words
    past: Line
    knows: Words
    goals: Words
    busy: Line
    refuses: Line
    secret: Line
    hint: Line
    styles: Words
    factions: Words
    """Words of the names of factions that such people belong to."""
    wears: Annotated[str, Field(max_length=40)]


class Trait(_Data):
    name: Line
    words: Words
    moves: Mapping[Axis, int]
    """What it adds to how it sees strangers, in eighths: those are exact in 32-bit floats."""
    styles: Words = ()
    temperament: Temperament = ""


class Style(_Data):
    """A way to speak that the pocket model was trained on."""

    name: Line
    lines: Words
    greetings: Words
    fallback: Words
    deflections: Words
    examples: tuple[Example, ...]


class Culture(_Data):
    """Syllables that make its names."""

    id: Line
    eras: tuple[Era, ...]
    first: Words
    middle: tuple[str, ...]
    feminine: Words
    masculine: Words
    neutral: Words
    surname_first: Words
    surname_last: Words


class GeneralSecret(_Data):
    text: Line
    hint: Line


class Lives(_Data):
    origins: Mapping[Era, Words]
    turns: Mapping[str, Words]
    fears: Words
    goals: Words
    secrets: tuple[GeneralSecret, ...]
    relations: Mapping[RelationKind, Words]
    """Why somebody is that to somebody."""


class Look(_Data):
    """What a word of a prompt says of the looks."""

    hair_colour: str = ""
    hair_style: HairStyle = ""
    eye_colour: str = ""
    height: Share | None = None
    build: Share | None = None
    muscle: Share | None = None
    mark: str = ""


class Looks(_Data):
    hair_colours: Words
    old_hair_colours: Words
    eye_colours: Words
    clothing_colours: Mapping[Era, Words]
    marks: Words
    prompt: Mapping[str, Look]


class RelationWord(_Data):
    kind: RelationKind
    body: Body = ""


class PromptWords(_Data):
    ages: Mapping[str, tuple[int, int]]
    bodies: Mapping[str, Body]
    eras: Mapping[str, Era]
    relations: Mapping[str, RelationWord]
    fillers: frozenset[str]


class _Roles(_Data):
    roles: tuple[Role, ...]


class _Traits(_Data):
    pairs: tuple[tuple[Trait, Trait], ...]


class _Styles(_Data):
    styles: tuple[Style, ...]


class _Names(_Data):
    cultures: tuple[Culture, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    roles: tuple[Role, ...]
    pairs: tuple[tuple[Trait, Trait], ...]
    styles: tuple[Style, ...]
    cultures: tuple[Culture, ...]
    lives: Lives
    looks: Looks
    words: PromptWords


@cache
def bundled_catalogue() -> Catalogue:
    """The one that npcgen brings along."""
    return Catalogue(
        _read("roles", _Roles).roles,
        _read("traits", _Traits).pairs,
        _read("styles", _Styles).styles,
        _read("names", _Names).cultures,
        _read("lives", Lives),
        _read("looks", Looks),
        _read("words", PromptWords),
    )


def _read(name: str, model: type[Read]) -> Read:
    file = f"{name}.yaml"
    data = (resources.files("npcgen") / "data" / "generation" / file).read_bytes()
    return parse_authored(data, model, file)
