"""YAML and JSON from strangers: bounded, without aliases, and never code."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from worldgen.errors import InvalidSpec

MAX_CHARACTERS = 256 * 1024
_MAX_DEPTH = 64
_SENTENCES = {
    "extra_forbidden": "there is no field of that name here; see to its spelling, or leave it out",
    "missing": "this is missing; write it",
    "string_too_long": "this is too long; at most {max_length} characters",
    "string_too_short": "this is empty; write at least {min_length} characters",
    "too_long": "these are too many; at most {max_length}",
    "too_short": "these are too few; at least {min_length}",
    "greater_than_equal": "{input} is too small; {ge} is the least",
    "less_than_equal": "{input} is too large; {le} is the most",
    "less_than": "{input} is too large; it has to be below {lt}",
    "greater_than": "{input} is too small; it has to be above {gt}",
    "multiple_of": "{input} is no multiple of {multiple_of}",
    "literal_error": "{input} is none of: {expected}",
    "string_pattern_mismatch": "{input} doesn't look like {pattern}",
    "finite_number": "{input} isn't finite; write a number",
    "string_unicode": "this is no valid Unicode text; see to its escapes",
}
"""By pydantic's names of what can be wrong; for the others its own words do."""
_EXPECTED = {
    "int": "{input} is no whole number",
    "float": "{input} is no number",
    "bool": "{input} is neither true nor false",
    "string": "{input} is no text; write it in quotes",
    "tuple": "{input} is no list; write it as [a, b]",
    "list": "{input} is no list; write it as [a, b]",
    "dict": "{input} is no mapping; write it as {{name: value}}",
    "mapping": "{input} is no mapping; write it as {{name: value}}",
    "model": "{input} is no mapping; write it as {{name: value}}",
}
"""By the first word of pydantic's names, where something is of another type."""
_SCALARS = ("bool", "int", "float", "str")
"""What pydantic adds to the path of what may be any of them."""


def read_mapping(text: str, field: str) -> dict[str, Any]:
    """The mapping that YAML or JSON text states. Raises InvalidSpec for `field`."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidSpec.at(
            field, f"this has {len(text)} characters; at most {MAX_CHARACTERS} are read"
        )
    try:
        _check_events(text, field)
        data = yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError) as error:
        said = " ".join(str(error).split())
        raise InvalidSpec.at(field, f"this is neither YAML nor JSON: {said}") from None
    if not isinstance(data, dict):
        raise InvalidSpec.at(field, "this is no mapping; write it as `name: value` lines")
    return {str(name): value for name, value in data.items()}


def refusal(error: ValidationError, whole: str) -> InvalidSpec:
    """The first thing that is wrong, at its path, and the way out; `whole` is what has no path."""
    first = error.errors(include_url=False)[0]
    sentence, location = _sentence(first["type"]), first["loc"]
    if location and location[-1] in _SCALARS:
        sentence, location = "{input} is no number, no text, and not true or false", location[:-1]
    if sentence is None:
        said = first["msg"].removeprefix("Value error, ")
    else:
        shown = repr(first["input"])
        said = sentence.format(**{"input": shown[:80], **first.get("ctx", {})})
    return InvalidSpec.at(_path(location) or whole, said)


def _sentence(kind: str) -> str | None:
    if kind.endswith(("_type", "_parsing", "_from_float")):
        return _EXPECTED.get(kind.partition("_")[0])
    return _SENTENCES.get(kind)


def object_schema(properties: Mapping[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    """The JSON Schema of an object with these properties and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        if part == "[key]":  # pydantic's: it is the name that is wrong, which stands before it
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def _check_events(text: str, field: str) -> None:
    """Aliases make small texts large, and depth ends the interpreter's stack: neither is read."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.AliasEvent):
            raise InvalidSpec.at(field, "aliases (*name) aren't read; write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise InvalidSpec.at(field, f"this is nested more than {_MAX_DEPTH} deep")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's safe one, which also refuses a key that is written twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            raise ValueError(f"a name is given twice in the mapping at {node.start_mark}")
        return mapping
