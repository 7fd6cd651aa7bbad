"""A JSON Schema as GBNF: every text of the grammar is valid under the schema.

Not the other way round: properties come in the schema's order, no others come unless it says of
what kind, and white space is one space at most. What the grammar can't promise is refused by its
keyword, but for oneOf, which is taken as anyOf. Source: JSON Schema 2020-12.

llama-cpp-python's converter isn't used: it writes escapes that make no JSON, breaks off at a
recursive $ref, and passes over what it doesn't know.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from npcgen.engine.grammars.characters import Range, gbnf_class, gbnf_literal, without
from npcgen.engine.grammars.gbnf import wrong
from npcgen.engine.grammars.regex import regex_body
from npcgen.errors import InvalidArgument

_MAX_DEPTH = 32
_MAX_SCHEMAS = 1_000
_MAX_VALUES = 2_000
_CHARACTER = (
    r'[^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" ([0-9a-cefA-CEF] [0-9a-fA-F]{3}'
    r" | [dD] [0-7] [0-9a-fA-F]{2}))"
)
_WHOLE = '("0" | [1-9] [0-9]{0,14})'
_BASICS = {
    "value": "object | array | string | number | boolean | null",
    "object": '"{" (string ":" space value ("," space string ":" space value)*)? "}"',
    "array": '"[" (value ("," space value)*)? "]"',
    "string": r'"\"" character* "\""',
    "character": _CHARACTER,
    "number": f'"-"? {_WHOLE} ("." [0-9]{{1,15}})? ([eE] [-+]? [0-9]{{1,2}})?',
    "integer": f'"-"? {_WHOLE}',
    "boolean": '"true" | "false"',
    "null": '"null"',
    "space": '" "?',
}
_NOTES = {"title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"}
_NOTES |= {"$schema", "$id", "$comment", "$defs", "definitions"}
_KEYWORDS = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "prefixItems", "minItems", "maxItems"},
    "string": {"minLength", "maxLength", "pattern"},
    "integer": {"minimum", "maximum"},
    "number": {"minimum"},
    "boolean": set[str](),
    "null": set[str](),
}
_UNWRITABLE: tuple[Range, ...] = ((0x00, 0x1F), (0x22, 0x22), (0x5C, 0x5C), (0x7F, 0x7F))
_COMMA = ' "," space '
Schema = Mapping[str, Any]


def schema_to_gbnf(text: str) -> str:
    """The grammar of a schema in JSON. Raises InvalidArgument for what isn't taken."""
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise wrong(f"the JSON Schema is no JSON: {error}") from None
    try:
        return _Writer(schema).write()
    except RecursionError:
        raise wrong("the JSON Schema is nested too deeply") from None


class _Writer:
    def __init__(self, schema: Any) -> None:
        self._whole = schema
        self._rules: dict[str, str] = {}
        self._references: dict[str, str] = {}
        self._schemas = 0

    def write(self) -> str:
        root = self._visit(self._whole, "#", 0)
        lines = [f"root ::= {root}"]
        for name, rule in {**_BASICS, **self._rules}.items():
            lines.append(f"{name} ::= {rule}")
        return "\n".join(lines)

    def _visit(self, schema: Any, path: str, depth: int) -> str:
        """The name of the rule for a schema, or something that stands for one."""
        self._schemas += 1
        if depth > _MAX_DEPTH or self._schemas > _MAX_SCHEMAS:
            raise _refused(path, f"is nested deeper than {_MAX_DEPTH} or has too many parts")
        if schema is True:
            return "value"
        if not isinstance(schema, dict):
            raise _refused(path, "is no schema that a value could satisfy")
        asked = {key for key in schema if key not in _NOTES}
        for keyword, visit in _APPLICATORS.items():
            if keyword in asked:
                _refuse_others(path, asked - {keyword, "type"})
                return self._add(visit(self, schema[keyword], path, depth))
        return self._typed(schema, asked, path, depth)

    def _typed(self, schema: Schema, asked: set[str], path: str, depth: int) -> str:
        kinds = schema.get("type", _guess(asked))
        if isinstance(kinds, list) and kinds:
            alternatives = []
            for kind in kinds:
                keys = {k for k in asked if k in _KEYWORDS.get(str(kind), ())}
                part = {key: schema[key] for key in keys} | {"type": kind}
                alternatives.append(self._visit(part, path, depth + 1))
            known = set().union(*(_KEYWORDS.get(str(kind), set()) for kind in kinds))
            _refuse_others(path, asked - known - {"type"})
            return self._add(" | ".join(alternatives))
        if kinds is None and not asked:
            return "value"
        if kinds is None:
            _refuse_others(path, asked - set[str]().union(*_KEYWORDS.values()))
            raise _refused(path, "needs a type")
        if not isinstance(kinds, str) or kinds not in _KEYWORDS:
            raise _refused(path, f"has the type {kinds!r}, which isn't known")
        _refuse_others(path, asked - _KEYWORDS[kinds] - {"type"})
        if not asked - {"type"}:
            return kinds
        return self._add(_TYPES[kinds](self, schema, path, depth))

    def _object(self, schema: Schema, path: str, depth: int) -> str:
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        if not isinstance(properties, dict) or not isinstance(required, list):
            raise _refused(path, "has properties or required of the wrong kind")
        missing = [str(name) for name in required if name not in properties]
        if missing:
            raise _refused(path, f"requires what isn't in properties: {', '.join(missing)}")
        others = schema.get("additionalProperties", False)
        if not properties and others is not False:
            value = self._visit(others, f"{path}/additionalProperties", depth + 1)
            pair = f'string ":" space {value}'
            return f'"{{" ({pair} ("," space {pair})*)? "}}"'
        pairs = []
        for name, part in properties.items():
            value = self._visit(part, f"{path}/properties/{name}", depth + 1)
            pairs.append((f'{_literal(name)} ":" space {value}', name in required))
        return f'"{{" {self._members(pairs)} "}}"'

    def _members(self, pairs: list[tuple[str, bool]]) -> str:
        """Each required pair and any of the others, in order, with commas between them."""
        begun = fresh = '""'
        for pair, is_required in reversed(pairs):
            first, later = f"{pair} {begun}", f'"," space {pair} {begun}'
            if is_required:
                begun, fresh = self._add(later), self._add(first)
            else:
                begun, fresh = self._add(f"{later} | {begun}"), self._add(f"{first} | {fresh}")
        return fresh

    def _array(self, schema: Schema, path: str, depth: int) -> str:
        fixed = schema.get("prefixItems", [])
        low, high = _sizes(schema, path, "minItems", "maxItems")
        if fixed:
            if schema.get("items", False) is not False or {"minItems", "maxItems"} & set(schema):
                raise _refused(path, "has prefixItems and other items, which isn't taken")
            values = [
                self._visit(part, f"{path}/prefixItems/{index}", depth + 1)
                for index, part in enumerate(fixed)
            ]
            return f'"[" {_COMMA.join(values)} "]"'
        value = self._visit(schema.get("items", True), f"{path}/items", depth + 1)
        if high == 0:
            return '"[]"'
        more = f'("," space {value}){{{max(low - 1, 0)},{"" if high is None else high - 1}}}'
        return f'"[" {value} {more} "]"' if low else f'"[" ({value} {more})? "]"'

    def _string(self, schema: Schema, path: str, depth: int) -> str:
        pattern = schema.get("pattern")
        if pattern is None:
            low, high = _sizes(schema, path, "minLength", "maxLength")
            return f'"\\"" character{{{low},{"" if high is None else high}}} "\\""'
        if len({"minLength", "maxLength", "pattern"} & set(schema)) > 1:
            raise _refused(path, "has a pattern and a length; put the length into the pattern")
        if not isinstance(pattern, str) or not (pattern.startswith("^") and pattern.endswith("$")):
            raise _refused(path, "has a pattern that isn't for the whole text; write ^...$")
        return f'"\\"" ({regex_body(pattern, _in_string)}) "\\""'

    def _integer(self, schema: Schema, path: str, depth: int) -> str:
        low, high = (_whole(schema.get(key), path, key) for key in ("minimum", "maximum"))
        if low is not None and high is not None:
            if not 0 <= high - low < _MAX_VALUES:
                raise _refused(
                    path, f"allows {high - low + 1} whole numbers; 1 to {_MAX_VALUES} are taken"
                )
            return self._one_of(str(number) for number in range(low, high + 1))
        if high is None and low in (0, 1):
            return _WHOLE if low == 0 else "[1-9] [0-9]{0,14}"
        raise _refused(
            path, "has only one of minimum and maximum; a minimum of 0 or 1 may be alone"
        )

    def _number(self, schema: Schema, path: str, depth: int) -> str:
        if schema["minimum"] != 0 or isinstance(schema["minimum"], bool):
            raise _refused(path, "has a minimum other than 0, which isn't taken for numbers")
        return f'{_WHOLE} ("." [0-9]{{1,15}})?'

    def _enum(self, values: Any, path: str, depth: int) -> str:
        if not isinstance(values, list) or not 1 <= len(values) <= _MAX_VALUES:
            raise _refused(path, f"needs an enum of 1 to {_MAX_VALUES} values")
        return self._one_of(_json(value) for value in values)

    def _const(self, value: Any, path: str, depth: int) -> str:
        return gbnf_literal(_json(value))

    def _any_of(self, parts: Any, path: str, depth: int) -> str:
        if not isinstance(parts, list) or not parts:
            raise _refused(path, "needs a list of schemas to choose from")
        names = [self._visit(part, f"{path}/{n}", depth + 1) for n, part in enumerate(parts)]
        return " | ".join(dict.fromkeys(names))

    def _all_of(self, parts: Any, path: str, depth: int) -> str:
        if not isinstance(parts, list) or len(parts) != 1:
            raise _refused(path, "has allOf with more than one schema, which isn't taken")
        return self._visit(parts[0], f"{path}/allOf/0", depth + 1)

    def _reference(self, reference: Any, path: str, depth: int) -> str:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise _refused(
                path, f"refers to {reference!r}; only places in the schema itself are taken"
            )
        if reference not in self._references:
            self._references[reference] = name = f"ref-{len(self._references)}"
            self._rules[name] = self._visit(self._find(reference, path), reference, depth + 1)
        return self._references[reference]

    def _find(self, reference: str, path: str) -> Any:
        found = self._whole
        for key in reference.split("/")[1:]:
            key = key.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or key not in found:
                raise _refused(path, f"refers to {reference}, which isn't there")
            found = found[key]
        return found

    def _one_of(self, texts: Iterable[str]) -> str:
        """The texts with their common beginnings shared, so that few readings stay open."""
        tree: dict[str, Any] = {}
        for text in texts:
            node = tree
            for letter in text:
                node = node.setdefault(letter, {})
            node[""] = {}
        return self._branches(tree)

    def _branches(self, tree: Mapping[str, Any]) -> str:
        alternatives = []
        for letter, node in tree.items():
            text = letter
            while len(node) == 1 and "" not in node:
                ((letter, node),) = node.items()
                text += letter
            follow = "" if not text or set(node) == {""} else f" {self._add(self._branches(node))}"
            alternatives.append(gbnf_literal(text) + follow)
        return " | ".join(alternatives)

    def _add(self, rule: str) -> str:
        name = f"rule-{len(self._rules)}"
        self._rules[name] = rule
        return name


_APPLICATORS = {
    "$ref": _Writer._reference,
    "enum": _Writer._enum,
    "const": _Writer._const,
    "anyOf": _Writer._any_of,
    "oneOf": _Writer._any_of,
    "allOf": _Writer._all_of,
}
_TYPES = {
    "object": _Writer._object,
    "array": _Writer._array,
    "string": _Writer._string,
    "integer": _Writer._integer,
    "number": _Writer._number,
}


def _guess(asked: set[str]) -> str | None:
    """The type that the keywords of a schema without one speak of."""
    kinds = [kind for kind, keywords in _KEYWORDS.items() if asked & keywords and kind != "number"]
    return kinds[0] if len(kinds) == 1 else None


def _sizes(schema: Schema, path: str, least: str, most: str) -> tuple[int, int | None]:
    low = _whole(schema.get(least), path, least) or 0
    high = _whole(schema.get(most), path, most)
    if low < 0 or (high is not None and high < low):
        raise _refused(path, f"asks for at least {low} and at most {high}")
    return low, high


def _whole(value: Any, path: str, keyword: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise _refused(path, f"has {keyword} {value!r}, which is no whole number")
    return int(value)


def _in_string(ranges: tuple[Range, ...]) -> str:
    """One character of a set, as it is written within a JSON string."""
    plain = without(ranges, _UNWRITABLE)
    ways = [gbnf_class(plain)] if plain else []
    for letter, escape in (('"', '\\"'), ("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t")):
        if any(low <= ord(letter) <= high for low, high in ranges):
            ways.append(gbnf_literal(escape))
    if not ways:
        raise wrong("the JSON Schema has a pattern with a control character")
    return ways[0] if len(ways) == 1 else f"({' | '.join(ways)})"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _literal(name: str) -> str:
    """A property's name as GBNF."""
    return gbnf_literal(_json(name))


def _refuse_others(path: str, keywords: set[str]) -> None:
    if keywords:
        raise _refused(path, f"uses {', '.join(sorted(keywords))}, which isn't taken here")


def _refused(path: str, problem: str) -> InvalidArgument:
    return wrong(f"the JSON Schema at {path} {problem}")
