"""Whether a value is valid under a JSON Schema; for tests, and written from the standard alone."""

import re
from typing import Any

_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def is_valid(value: Any, schema: Any, root: Any = None) -> bool:
    root = schema if root is None else root
    if isinstance(schema, bool):
        return schema
    if "$ref" in schema:
        return is_valid(value, resolve(schema["$ref"], root), root)
    kinds = schema.get("type", list(_TYPES))
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not any(_is_a(value, kind) for kind in kinds):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "const" in schema and value != schema["const"]:
        return False
    for key in ("anyOf", "oneOf"):
        if key in schema and not any(is_valid(value, part, root) for part in schema[key]):
            return False
    return all(is_valid(value, part, root) for part in schema.get("allOf", ())) and _fits(
        value, schema, root
    )


def resolve(reference: str, root: Any) -> Any:
    for key in reference.split("/")[1:]:
        root = root[key]
    return root


def _is_a(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _fits(value: Any, schema: Any, root: Any) -> bool:
    if isinstance(value, str):
        low, high = schema.get("minLength", 0), schema.get("maxLength", 1e9)
        return low <= len(value) <= high and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int | float):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    if isinstance(value, list):
        fixed = schema.get("prefixItems", [])
        pairs = [*zip(value, fixed, strict=False)]
        pairs += [(each, schema.get("items", True)) for each in value[len(fixed) :]]
        size = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 1e9)
        return size and all(is_valid(each, part, root) for each, part in pairs)
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    return set(schema.get("required", ())) <= set(value) and all(
        is_valid(each, properties.get(name, others), root) for name, each in value.items()
    )
