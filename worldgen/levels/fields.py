"""What several people say of one spec, put together: a text, fields, a prompt."""

from collections.abc import Mapping
from typing import Any

from worldgen.documents import read_mapping
from worldgen.levels.spec import with_sides


def fields_in(written: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a text and fields say of a spec; fields win. Raises InvalidSpec."""
    return together(read_mapping(written, "yaml") if written.strip() else {}, given)


def together(first: Mapping[str, Any], winning: Mapping[str, Any]) -> dict[str, Any]:
    """All fields; of sizes, counts and options each part by itself."""
    parts = [with_sides(fields) for fields in (first, winning)]
    both = {**parts[0], **parts[1]}
    for name in ("counts", "options"):
        found = [fields.get(name) for fields in parts]
        if all(isinstance(part, Mapping) for part in found):
            both[name] = {**parts[0][name], **parts[1][name]}
    return both
