"""Reads the arguments of an obligation, which may come from anybody."""

from collections.abc import Mapping
from typing import NoReturn

from worldgen.levels.proof import Argument


class BadArgument(Exception):
    """An argument that the obligation can't be checked with; its text says why."""


class Arguments:
    """Each getter raises BadArgument for what is missing or of another type."""

    def __init__(self, given: Mapping[str, Argument]) -> None:
        self._given = given

    def number(self, name: str) -> int:
        value = self._value(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._refuse(name, "a whole number")

    def flag(self, name: str, default: bool) -> bool:
        value = self._given.get(name, default)
        return value if isinstance(value, bool) else self._refuse(name, "true or false")

    def text(self, name: str) -> str:
        value = self._value(name)
        return value if isinstance(value, str) else self._refuse(name, "a text")

    def texts(self, name: str) -> tuple[str, ...]:
        """NOTE: an empty list reads the same whatever its type was."""
        value = self._value(name)
        if isinstance(value, tuple | list):
            texts = tuple(text for text in value if isinstance(text, str))
            if len(texts) == len(value):
                return texts
        self._refuse(name, "a list of texts")

    def _value(self, name: str) -> Argument:
        if name not in self._given:
            raise BadArgument(f"it has no argument {name!r}")
        return self._given[name]

    def _refuse(self, name: str, wanted: str) -> NoReturn:
        raise BadArgument(f"its argument {name!r} is {self._given.get(name)!r:.40}, not {wanted}")
