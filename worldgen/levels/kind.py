"""What a kind of level is made by, and what may be asked of it.

The preview tool makes its sliders from it, and `check` refuses what a kind doesn't know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib import import_module

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.level import Value
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Steps
from worldgen.rng import Stream


@dataclass(frozen=True, slots=True)
class Count:
    """Something that can be counted in a level of this kind."""

    description: str
    high: int
    """The most there can be, in a level of any size."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice or a slider. `low` and `high` bound numbers, `choices` texts."""

    description: str
    default: Value
    low: float = 0
    high: float = 1
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindInfo:
    """What may be asked of a kind: all that is to be told of it, and nothing that makes it.

    NOTE: `version` changes whenever the same spec and seed would give something else.
    """

    name: str
    description: str
    version: str
    min_side: int
    max_side: int
    max_floors: int = 1
    themes: tuple[str, ...] = ("",)
    counts: Mapping[str, Count] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(KindInfo):
    """A kind, and what makes it."""

    steps: Callable[[LevelSpec, Stream, Clock], Steps]
    """Yields a step at a time. NOTE: no choice may depend on the clock, only whether it goes on."""

    @property
    def info(self) -> KindInfo:
        """The same without what makes it, which a process that only tells of it needn't import."""
        return KindInfo(**{each.name: getattr(self, each.name) for each in fields(KindInfo)})

    @property
    def called(self) -> str:
        """A level of this kind, in a sentence."""
        return called(self.name)

    def option(self, spec: LevelSpec, name: str) -> Value:
        return spec.options.get(name, self.options[name].default)

    def check(self, spec: LevelSpec) -> None:
        """Raises InvalidSpec, naming the field, for what this kind doesn't make, and Unsatisfiable
        for a cell that is fixed to be two things."""
        for side in ("width", "height"):
            cells = getattr(spec, side)
            if not self.min_side <= cells <= self.max_side:
                raise InvalidSpec.at(
                    side,
                    f"{self.called} has {self.min_side}..{self.max_side} cells, not {cells}",
                )
        if spec.floors > self.max_floors:
            raise InvalidSpec.at(
                "floors", f"{self.called} has at most {self.max_floors}, not {spec.floors}"
            )
        if spec.theme and spec.theme not in self.themes:
            known = ", ".join(filter(None, self.themes)) or "none"
            raise InvalidSpec.at("theme", f"{self.called} has no {spec.theme!r}; it has: {known}")
        self._check_counts(spec)
        self._check_options(spec)
        self._check_fixed(spec)

    def _check_counts(self, spec: LevelSpec) -> None:
        for name, count in spec.counts.items():
            if name not in self.counts:
                raise InvalidSpec.at(
                    f"counts.{name}",
                    f"{self.called} counts no {name!r}; it counts: {_listed(self.counts)}",
                )
            if count.low > self.counts[name].high:
                raise InvalidSpec.at(
                    f"counts.{name}", f"{count.low} is too many; at most {self.counts[name].high}"
                )

    def _check_options(self, spec: LevelSpec) -> None:
        for name, value in spec.options.items():
            if name not in self.options:
                raise InvalidSpec.at(
                    f"options.{name}",
                    f"{self.called} has no option {name!r}; it has: {_listed(self.options)}",
                )
            _check_option(f"options.{name}", self.options[name], value)

    def _check_fixed(self, spec: LevelSpec) -> None:
        first: dict[tuple[int, int, int], int] = {}
        for at, fixed in enumerate(spec.fixed):
            if fixed.x >= spec.width or fixed.y >= spec.height or fixed.floor >= spec.floors:
                raise InvalidSpec.at(
                    f"fixed[{at}]",
                    f"({fixed.x}, {fixed.y}, floor {fixed.floor}) is outside of "
                    f"{spec.width}x{spec.height} cells and {spec.floors} floors, counted from 0",
                )
            before = first.setdefault((fixed.x, fixed.y, fixed.floor), at)
            if spec.fixed[before].tile != fixed.tile:
                raise Unsatisfiable(
                    f"fixed[{before}] and fixed[{at}] put {spec.fixed[before].tile} and "
                    f"{fixed.tile} into one cell; keep one of them",
                    (f"fixed[{before}]", f"fixed[{at}]"),
                )


NAMES: Mapping[str, str] = {
    "dungeon": "worldgen.levels.dungeon",
    "cave": "worldgen.levels.cave",
    "building": "worldgen.levels.building",
    "settlement": "worldgen.levels.settlement",
    "overworld": "worldgen.levels.overworld",
    "example": "worldgen.levels.example",
    "tiles": "worldgen.levels.tiled",
    "rules": "worldgen.levels.rules",
}
"""Where each kind lives; its module has the `KIND`, and is imported when somebody asks for it."""
_CALLED: Mapping[str, str] = {
    "overworld": "an overworld",
    "example": "a map like an example",
    "tiles": "a map of tiles",
    "rules": "a rule room",
}


def kind_of(name: str) -> Kind:
    """Raises InvalidSpec for a kind that there isn't."""
    if name not in NAMES:
        raise InvalidSpec.at("kind", f"there is no kind {name!r}; there are: {_listed(NAMES)}")
    kind = import_module(NAMES[name]).KIND
    assert isinstance(kind, Kind)
    return kind


def _check_option(path: str, option: Option, value: Value) -> None:
    if isinstance(option.default, bool) != isinstance(value, bool) or isinstance(
        option.default, str
    ) != isinstance(value, str):
        wanted = {bool: "true or false", str: "a text"}.get(type(option.default), "a number")
        raise InvalidSpec.at(path, f"{value!r} isn't {wanted}")
    if isinstance(value, str) and option.choices and value not in option.choices:
        raise InvalidSpec.at(path, f"{value!r} is none of: {', '.join(option.choices)}")
    if not isinstance(value, bool | str) and not option.low <= value <= option.high:
        raise InvalidSpec.at(path, f"{value} is outside of {option.low}..{option.high}")


def called(name: str) -> str:
    """A level of that kind, in a sentence."""
    return _CALLED.get(name, f"a {name}")


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names) or "nothing"
