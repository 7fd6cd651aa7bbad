"""What may be turned on a material: named, ranged and told of, so that sliders can be made of it.

Values are refused where they don't fit, never clamped.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from worldgen.errors import InvalidSpec
from worldgen.textures.expression import COLOUR

Setting: TypeAlias = bool | int | float | str
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=300)]
Word = Annotated[str, Field(min_length=1, max_length=40)]
Kind = Literal["float", "int", "bool", "choice", "colour"]


class Parameter(BaseModel):
    """A slider (float, int), a switch (bool), a list (choice) or a colour."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind = "float"
    default: Setting
    doc: Text
    range: tuple[FiniteFloat, FiniteFloat] | None = None
    """Both ends included; floats are 0 to 1 where nothing is said, ints have to say."""
    step: Annotated[int, Field(ge=1)] = 1
    """Of a whole number: only multiples of it, such as 2 for rows that are shifted in turn."""
    choices: Annotated[tuple[Name, ...], Field(max_length=32)] = ()
    unit: Annotated[str, Field(max_length=40)] = ""
    """Example: "stones across"."""
    words: Annotated[Mapping[Word, Setting], Field(max_length=32)] = Field(default_factory=dict)
    """What a prompt's word sets it to: {cracked: 0.6}."""

    @model_validator(mode="after")
    def _fits_itself(self) -> Self:
        if self.kind == "int" and self.range is None:
            raise ValueError("a whole number needs its `range`, such as [2, 32]")
        if self.kind == "choice" and not self.choices:
            raise ValueError("a choice needs `choices`, such as [smooth, rough]")
        if self.range is not None and self.range[0] >= self.range[1]:
            raise ValueError(f"{list(self.range)} is no range; write [least, most]")
        for where, value in (("default", self.default), *self.words.items()):
            problem = self.problem(value)
            if problem:
                raise ValueError(f"{where}: {problem}")
        return self

    @property
    def low(self) -> float:
        return self.range[0] if self.range else 0.0

    @property
    def high(self) -> float:
        return self.range[1] if self.range else 1.0

    def problem(self, value: object) -> str:
        """Why it can't be this; empty where it can."""
        if self.kind == "bool":
            return "" if isinstance(value, bool) else f"{value!r:.80} is neither true nor false"
        if self.kind == "choice":
            known = ", ".join(self.choices)
            return "" if value in self.choices else f"{value!r:.80} is none of: {known}"
        if self.kind == "colour":
            fits = isinstance(value, str) and COLOUR.fullmatch(value)
            return "" if fits else f'{value!r:.80} is no colour; write such as "#8a7f70"'
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"{value!r:.80} is no number"
        if not self.low <= value <= self.high:
            return f"{value} is outside of {self.low:g}..{self.high:g}"
        if self.kind == "int" and value != int(value):
            return f"{value} is no whole number"
        if self.kind == "int" and value % self.step:
            return f"{value} is no multiple of {self.step}"
        return ""


def colour_of(written: str) -> tuple[float, float, float]:
    """ "#rrggbb" as sRGB, 0..1 each."""
    red, green, blue = (int(written[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def checked_values(
    parameters: Mapping[str, Parameter], values: Mapping[str, Any], owner: str, field: str
) -> dict[str, Setting]:
    """Every parameter's value: as given, or its default. Raises InvalidSpec at `field.name`."""
    for name, value in values.items():
        if name not in parameters:
            said = f"{owner} has no parameter {name[:80]!r}"
            raise InvalidSpec.at(f"{field}.{name[:80]}", f"{said}; {nearest(name, parameters)}")
        problem = parameters[name].problem(value)
        if problem:
            raise InvalidSpec.at(f"{field}.{name}", problem)
    return {name: values.get(name, parameter.default) for name, parameter in parameters.items()}


def nearest(name: str, known: Mapping[str, object] | list[str]) -> str:
    """What might have been meant, in a sentence: "did you mean X? There are: X, Y"."""
    names = sorted(known)
    close = get_close_matches(name[:80], names, 1, 0.5)
    meant = f"did you mean {close[0]!r}? " if close else ""
    return f"{meant}there are: {', '.join(names[:60]) or 'none'}"
