"""What several people say of one spec, put together: a text, fields, a prompt."""

from collections.abc import Mapping
from typing import Any

from worldgen.documents import read_mapping
from worldgen.textures.spec import with_sides

_IN_PARTS = ("params", "layers", "style")
_OF_A_MATERIAL = ("params", "palette")


def fields_in(written: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a text and fields say of a spec; fields win. Raises InvalidSpec."""
    return together(read_mapping(written, "yaml") if written.strip() else {}, given)


def together(first: Mapping[str, Any], winning: Mapping[str, Any]) -> dict[str, Any]:
    """All fields; of params, layers and style each part by itself.

    Where the winning one names another material, the first one's params are of no use to it.
    """
    parts = [with_sides(fields) for fields in (first, winning)]
    names = [fields.get("material") for fields in parts]
    if all(names) and names[0] != names[1]:
        parts[0] = {name: each for name, each in parts[0].items() if name not in _OF_A_MATERIAL}
    both = {**parts[0], **parts[1]}
    for name in _IN_PARTS:
        found = [fields.get(name) for fields in parts]
        if all(isinstance(part, Mapping) for part in found):
            both[name] = {**parts[0][name], **parts[1][name]}
    return both
