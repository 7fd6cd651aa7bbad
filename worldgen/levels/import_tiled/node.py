"""A Tiled file as nodes that know their path, so that what is wrong with one can be named."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.levels.import_tiled.markup import from_xml
from worldgen.levels.level import Value

MAX_BYTES = 64 * 1024 * 1024
_MISSING = object()
_INT_END = 2**31
_EXACT_END = 2**53


@dataclass(frozen=True, slots=True)
class Node:
    """NOTE: numbers may be texts: in XML everything is."""

    raw: dict[str, Any]
    path: str = ""

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        number = self.number(name, default)
        if number != math.floor(number) or not low <= number <= high:
            raise self.wrong(name, f"{number:g} is no whole number of {low}..{high}")
        return int(number)

    def number(self, name: str, default: float | None = None) -> float:
        given = self.raw.get(name, _MISSING)
        if given is _MISSING and default is not None:
            return default
        if given is _MISSING:
            raise self.wrong(name, "this is missing; save the file with Tiled again")
        try:
            number = float(given) if isinstance(given, int | float | str) else math.nan
        except (ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise self.wrong(name, f"{given!r:.40} is no number")
        return number

    def text(self, name: str, default: str = "") -> str:
        given = self.raw.get(name, default)
        if not isinstance(given, str):
            raise self.wrong(name, f"{given!r:.40} is no text")
        return given

    def children(self, name: str) -> list["Node"]:
        """The nodes of a list; none where there is no such list."""
        given = self.raw.get(name, [])
        if not isinstance(given, list):
            raise self.wrong(name, "this is no list")
        nodes = [Node(child, f"{self._at(name)}[{at}]") for at, child in enumerate(given)]
        for node in nodes:
            if not isinstance(node.raw, dict):
                raise InvalidSpec.at(node.path, f"{node.raw!r:.40} is no object with fields")
        return nodes

    def properties(self) -> dict[str, Value]:
        return dict(_property(each) for each in self.children("properties"))

    def wrong(self, name: str, description: str) -> InvalidSpec:
        return InvalidSpec.at(self._at(name), description)

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def parsed(data: bytes, path: str = "") -> Node:
    """A file of either kind: what begins with `<` is XML, all else JSON."""
    if len(data) > MAX_BYTES:
        raise InvalidSpec.at(path or "map", f"{len(data)} bytes; at most {MAX_BYTES} are read")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return Node(from_xml(data, path or "map"), path)
    try:
        raw = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        what = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise InvalidSpec.at(path or "map", f"this is neither TMJ nor TMX: {what}") from None
    if not isinstance(raw, dict):
        raise InvalidSpec.at(path or "map", "this is no map of Tiled; save one as TMJ or TMX")
    return Node(raw, path)


def _property(node: Node) -> tuple[str, Value]:
    given = node.raw.get("value", "")
    match node.text("type", "string"):
        case "bool" if given in (True, False, "true", "false"):
            return node.text("name"), given in (True, "true")
        case "int" | "object":
            return node.text("name"), node.whole("value", -(2**53), 2**53, 0)
        case "float":
            return node.text("name"), _float(node.number("value", 0.0))
        case "class":
            return node.text("name"), json.dumps(given)
    return node.text("name"), node.text("value")


def _float(number: float) -> Value:
    """NOTE: our exports write whole numbers beyond 32 bits as floats; they are whole again."""
    is_large_int = _INT_END <= abs(number) <= _EXACT_END and number == math.floor(number)
    return int(number) if is_large_int else float(number)


def _no_constant(name: str) -> Iterator[None]:
    raise ValueError(f"{name} is no number")
