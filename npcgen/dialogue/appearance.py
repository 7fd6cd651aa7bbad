"""How a persona looks, in numbers and words that a game's character creator can be fed with.

Data only. Nothing of it is ever part of a prompt. What isn't given is the game's to choose.
"""

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Body = Literal["", "feminine", "masculine", "neutral"]
HairStyle = Literal["", "shaved", "cropped", "short", "shoulder", "long", "braided", "bun", "curly"]
BODIES: tuple[Body, ...] = get_args(Body)
HAIR_STYLES: tuple[HairStyle, ...] = get_args(HairStyle)
Share = Annotated[
    float, Field(ge=0, le=1, allow_inf_nan=False), AfterValidator(lambda share: round(share, 4))
]
"""NOTE: rounded, for the wire has 32-bit floats, and 0.4 must stay 0.4."""
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Mark = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class Appearance(BaseModel):
    """What is seen of a persona."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: Body = ""
    age_years: Annotated[int, Field(ge=0, le=10_000)] = 0
    """0 where it isn't given."""
    height: Share | None = None
    """From the shortest adult of the game, 0, to the tallest, 1."""
    build: Share | None = None
    """From thin, 0, to heavy, 1."""
    muscle: Share | None = None
    """From soft, 0, to strong, 1."""
    skin_tone: Share | None = None
    """From the lightest, 0, to the darkest, 1."""
    age_look: Share | None = None
    """From the face of a youth, 0, to that of the very old, 1."""
    hair_style: HairStyle = ""
    hair_colour: Word = ""
    eye_colour: Word = ""
    clothing: Word = ""
    """What it wears: "leather apron"."""
    clothing_colours: Annotated[tuple[Mark, ...], Field(max_length=4)] = ()
    """The main colour first."""
    marks: Annotated[tuple[Mark, ...], Field(max_length=8)] = ()
    """What is told at once: "a burn on the left hand"."""


UNSEEN = Appearance()
