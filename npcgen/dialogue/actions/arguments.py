"""The arguments of an action: the game's JSON Schema, narrowed to what can be chosen now. Pure.

A text with `"format": "object_id"` (and, if wanted, `"kind": "key"`) or `"character_id"` becomes
one of the ids that exist. To every other validator these are ordinary annotations, so what is
chosen satisfies the game's schema as the game wrote it. The narrowed schema is never wider than
that: texts and lists get a longest length, and nothing is left that has no end.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from npcgen.dialogue.actions.declared import Character, GameObject
from npcgen.engine.base import Grammar
from npcgen.engine.grammars import check_grammar
from npcgen.errors import InvalidArgument

MAX_DEPTH = 6
MAX_PARTS = 256
"""Of all the schemas of a declaration together."""
MAX_TEXT = 120
MAX_ITEMS = 8
_NOTES = {"title", "description", "default", "examples", "$comment", "$schema", "$id"}
_NOTES |= {"$defs", "definitions"}
_TAKEN = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "minItems", "maxItems"},
    "string": {"minLength", "maxLength", "format", "kind"},
    "integer": {"minimum", "maximum"},
    "number": {"minimum"},
    "boolean": set[str](),
    "null": set[str](),
}
_GRAMMAR_PROBLEM = re.compile(r"the JSON Schema at #(\S*) (.*)", re.DOTALL)
_ANY = ["string", "number", "boolean", "null"]
_IDS = ("object_id", "character_id")
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids that may be chosen."""

    objects: Sequence[GameObject]
    characters: Sequence[Character]

    def of(self, schema: Mapping[str, Any]) -> list[str]:
        """Those that a text with a format of ours may be."""
        if schema["format"] == "character_id":
            return [character.id for character in self.characters]
        kind = schema.get("kind", "")
        return [each.id for each in self.objects if kind in ("", each.kind)]


def arguments_schema(text: str, ids: Ids, path: str) -> Schema | None:
    """The narrowed schema of one action alone. See `Narrowing.arguments`."""
    return Narrowing(ids).arguments(text, path)


def _parsed(text: str, path: str) -> Schema:
    try:
        whole = json.loads(text, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as error:
        raise _wrong(path, f"is no JSON: {str(error)[:100]}") from None
    if not isinstance(whole, dict):
        raise _wrong(path, "must be a JSON Schema: an object")
    return whole


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no finite number")
    return number


def _others(schema: Schema) -> set[str]:
    return set(schema) - _NOTES - {"type", "additionalProperties"}


def _check_as_grammar(schema: Schema, path: str) -> None:
    try:
        check_grammar(Grammar("json_schema", json.dumps(schema)))
    except InvalidArgument as error:
        problem = error.violations[0].description
        if found := _GRAMMAR_PROBLEM.fullmatch(problem):
            path, problem = path + found[1].replace("/", "."), found[2]
        raise _wrong(path, problem[:200]) from None


class Narrowing:
    """Narrows the schemas of one declaration."""

    def __init__(self, ids: Ids) -> None:
        self._whole: Schema = {}
        self._ids = ids
        self._parts = 0

    def arguments(self, text: str, path: str) -> Schema | None:
        """The narrowed schema; None when nothing that exists could be its arguments.

        `path` is the field that `text` came in, such as "actions[2].schema". Raises
        InvalidArgument that names the place in it: "actions[2].schema.properties.item".
        """
        self._whole = whole = _parsed(text or '{"type": "object"}', path)
        is_object = whole.get("type", "object") == "object"
        if not is_object or ("properties" not in whole and _others(whole)):
            raise _wrong(path, "must be an object with properties; each argument is one of them")
        narrowed = self.narrowed({"type": "object", **whole}, path, 0)
        if narrowed is not None:
            _check_as_grammar(narrowed, path)
        return narrowed

    def narrowed(self, schema: Any, path: str, depth: int) -> Schema | None:
        self._parts += 1
        if depth > MAX_DEPTH or self._parts > MAX_PARTS:
            raise _wrong(
                path,
                f"is nested deeper than {MAX_DEPTH}, refers to itself, or is one part more than "
                f"the {MAX_PARTS} that all schemas together may have",
            )
        if not isinstance(schema, dict):
            raise _wrong(path, "is no schema that says what the argument is")
        for keyword in ("$ref", "enum", "const", "anyOf", "oneOf"):
            if keyword in schema:
                _refuse_others(schema, {keyword, "type"}, path)
                return self._chosen(keyword, schema, path, depth)
        return self._typed(schema, path, depth)

    def _chosen(self, keyword: str, schema: Schema, path: str, depth: int) -> Schema | None:
        value = schema[keyword]
        if keyword == "$ref":
            return self.narrowed(self._found(value, path), path, depth + 1)
        if keyword == "const":
            return _one_of([value], schema, path)
        if keyword == "oneOf":
            raise _wrong(f"{path}.oneOf", "isn't taken; write anyOf")
        if not isinstance(value, list) or not value:
            raise _wrong(f"{path}.{keyword}", "must be a list with something in it")
        if keyword == "enum":
            return _one_of(value, schema, path)
        parts = [
            self.narrowed(part, f"{path}.anyOf[{index}]", depth + 1)
            for index, part in enumerate(value)
        ]
        possible = [part for part in parts if part is not None]
        return {"anyOf": possible} if possible else None

    def _typed(self, schema: Schema, path: str, depth: int) -> Schema | None:
        kind = schema.get("type", "string" if schema.get("format") in _IDS else None)
        if not isinstance(kind, str) or kind not in _TAKEN:
            raise _wrong(f"{path}.type", f"is {kind!r}; choose one of {', '.join(_TAKEN)}")
        _refuse_others(schema, _TAKEN[kind] | {"type"}, path)
        if kind == "object":
            return self._object(schema, path, depth)
        if kind == "array":
            return self._array(schema, path, depth)
        if kind == "string":
            return self._text(schema, path)
        return {key: schema[key] for key in _TAKEN[kind] & set(schema)} | {"type": kind}

    def _object(self, schema: Schema, path: str, depth: int) -> Schema | None:
        properties, required = schema.get("properties", {}), schema.get("required", [])
        if not isinstance(properties, dict):
            raise _wrong(f"{path}.properties", "must be an object of schemas")
        if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
            raise _wrong(f"{path}.required", "must be a list of names")
        if not isinstance(schema.get("additionalProperties", False), bool):
            raise _wrong(f"{path}.additionalProperties", "isn't taken; name the properties")
        if missing := [name for name in required if name not in properties]:
            raise _wrong(f"{path}.required", f"names '{missing[0][:64]}', which has no schema")
        possible: Schema = {}
        for name, part in properties.items():
            narrowed = self.narrowed(part, f"{path}.properties.{name[:64]}", depth + 1)
            if narrowed is not None:
                possible[name] = narrowed
            elif name in required:
                return None
        return {
            "type": "object",
            "properties": possible,
            "required": required,
            "additionalProperties": False,
        }

    def _array(self, schema: Schema, path: str, depth: int) -> Schema | None:
        least, most = schema.get("minItems", 0), schema.get("maxItems", MAX_ITEMS)
        for name, size in (("minItems", least), ("maxItems", most)):
            if type(size) is not int or not 0 <= size <= MAX_ITEMS:
                raise _wrong(f"{path}.{name}", f"is {size!r}; choose 0 to {MAX_ITEMS}")
        if least > most:
            raise _wrong(f"{path}.minItems", f"is {least}, and maxItems {most}")
        if "items" not in schema:
            raise _wrong(f"{path}.items", "is missing; say what the items are")
        items = self.narrowed(schema["items"], f"{path}.items", depth + 1)
        if items is None:
            return {"const": []} if least == 0 else None
        return {"type": "array", "items": items, "minItems": least, "maxItems": most}

    def _text(self, schema: Schema, path: str) -> Schema | None:
        if "format" in schema:
            if schema["format"] not in _IDS:
                raise _wrong(f"{path}.format", f"isn't taken; only {' and '.join(_IDS)} are")
            _refuse_others(schema, {"type", "format", "kind"}, path)
            ids = self._ids.of(schema)
            return {"enum": ids} if ids else None
        if "kind" in schema:
            raise _wrong(f"{path}.kind", 'needs "format": "object_id"')
        least, most = schema.get("minLength", 0), schema.get("maxLength", MAX_TEXT)
        for name, size in (("minLength", least), ("maxLength", most)):
            if type(size) is not int or not 0 <= size <= MAX_TEXT:
                raise _wrong(f"{path}.{name}", f"is {size!r}; choose 0 to {MAX_TEXT}")
        return {"type": "string", "minLength": least, "maxLength": most}

    def _found(self, reference: Any, path: str) -> Any:
        if not isinstance(reference, str) or not reference.startswith("#/"):
            raise _wrong(f"{path}.$ref", "must name a place in this schema, such as #/$defs/item")
        found: Any = self._whole
        for key in reference.split("/")[1:]:
            if not isinstance(found, dict) or key not in found:
                raise _wrong(f"{path}.$ref", f"refers to {reference[:64]}, which isn't there")
            found = found[key]
        return found


def _one_of(values: Sequence[Any], schema: Schema, path: str) -> Schema:
    for value in values:
        if not isinstance(value, str | int | float | bool | None):
            raise _wrong(
                path, "allows a list or an object; only texts, numbers and so on are taken"
            )
        if not Draft202012Validator({"type": schema.get("type", _ANY)}).is_valid(value):
            raise _wrong(path, f"allows {json.dumps(value)[:64]}, which isn't of its type")
    return {"enum": list(values)}


def _refuse_others(schema: Schema, taken: set[str], path: str) -> None:
    if others := sorted(set(schema) - taken - _NOTES):
        raise _wrong(f"{path}.{others[0][:64]}", "isn't taken here")


def _wrong(path: str, problem: str) -> InvalidArgument:
    return InvalidArgument.at(path, problem, reason="ACTION_INVALID")
