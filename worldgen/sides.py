"""How specs say a size in one word: `48x32`."""

import re
from collections.abc import Mapping
from typing import Any

from worldgen.errors import InvalidSpec

_SIZE = re.compile(r"\s*(\d{1,9})\s*(?:x\s*(\d{1,9})\s*)?")


def with_sides(fields: Mapping[str, Any], looks: str, *, square: bool = False) -> dict[str, Any]:
    """The fields of a spec, `size` as width and height. Raises InvalidSpec.

    `looks` says how a size is written; with `square` one number stands for both.
    """
    if "size" not in fields:
        return dict(fields)
    match = _SIZE.fullmatch(str(fields["size"]))
    if match is None or not (match[2] or square):
        raise InvalidSpec.at("size", f"{fields['size']!r:.80} isn't {looks}")
    if "width" in fields or "height" in fields:
        raise InvalidSpec.at("size", "give either size, or width and height")
    rest = {name: value for name, value in fields.items() if name != "size"}
    return {**rest, "width": int(match[1]), "height": int(match[2] or match[1])}
