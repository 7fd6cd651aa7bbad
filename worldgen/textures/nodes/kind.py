"""What a type of node is: what flows into it, what is set on it, and what it makes of both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from worldgen.errors import InvalidSpec
from worldgen.textures.plan import Builder, Colour, Field, Grey, Value

Stops: TypeAlias = tuple[tuple[float, Value], ...]
SettingValue: TypeAlias = float | str | Stops


@dataclass(frozen=True, slots=True)
class Port:
    """Something that flows in: a grey, or a colour. Without a default it has to be given."""

    doc: str
    default: float | None = None
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A number or a choice that is the same for every pixel; `stops` are pairs of both."""

    doc: str
    default: float | str | None
    low: float = 0.0
    high: float = 1.0
    kind: Literal["float", "int", "choice", "stops"] = "float"
    choices: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What it may be, in a few words."""
        if self.kind == "choice":
            return " or ".join(self.choices)
        if self.kind == "stops":
            return "pairs of position and value"
        whole = "whole, " if self.kind == "int" else ""
        return f"{whole}{self.low:g}..{self.high:g}"


@dataclass(frozen=True, slots=True)
class Given:
    """What one node was given, all of it checked."""

    builder: Builder
    ports: Mapping[str, Value]
    settings: Mapping[str, SettingValue]
    seed: int
    field: str
    """Where the node stands, for errors."""

    def grey(self, port: str) -> Grey:
        value = self.ports[port]
        assert not isinstance(value, str | tuple)
        return value

    def stream(self, port: str) -> Field:
        """The port as a field, whatever it is."""
        return self.builder.field(self.grey(port))

    def colour(self, port: str) -> Colour:
        value = self.ports[port]
        assert not isinstance(value, str)
        return value if isinstance(value, tuple) else (value, value, value)

    def number(self, setting: str) -> float:
        value = self.settings[setting]
        assert isinstance(value, float)
        return value

    def whole(self, setting: str) -> int:
        return int(self.number(setting))

    def choice(self, setting: str) -> str:
        return str(self.settings[setting])

    def stops(self, setting: str) -> Stops:
        value = self.settings[setting]
        assert isinstance(value, tuple)
        return value

    def refuse(self, setting: str, description: str) -> InvalidSpec:
        return InvalidSpec.at(f"{self.field}.{setting}", description)


@dataclass(frozen=True, slots=True)
class NodeType:
    """`makes` are what it gives, the first also under the node's bare name."""

    name: str
    doc: str
    build: Callable[[Given], Mapping[str, Value]]
    ports: Mapping[str, Port] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    makes: Mapping[str, str] = field(default_factory=dict)
    """By name, what each is and its range."""


CELLS = Setting("Across the texture; as many down as make them square.", 8.0, 1, 512, "int")
WARP = {
    "warp_x": Port("Moves the look-up to the right, in widths of the texture.", 0.0),
    "warp_y": Port("The same, down.", 0.0),
}


def number(doc: str, default: float, low: float = 0.0, high: float = 1.0) -> Setting:
    return Setting(doc, default, low, high)


def whole(doc: str, default: int, low: int, high: int) -> Setting:
    return Setting(doc, float(default), low, high, "int")


def choice(doc: str, *choices: str) -> Setting:
    """The first is the default."""
    return Setting(doc, choices[0], kind="choice", choices=choices)
