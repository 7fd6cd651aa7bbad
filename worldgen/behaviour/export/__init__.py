"""Behaviours in the formats of other programs. Each is told how a node ticks by its own words:
where a stock node ticks in another way than ours, a node of our own stands in, and says so.
"""

from collections.abc import Callable, Mapping

from worldgen.behaviour.document import Behaviour, as_json
from worldgen.behaviour.export.behavior3 import behavior3_json
from worldgen.behaviour.export.behavior_tree_cpp import behavior_tree_cpp_xml
from worldgen.behaviour.export.limboai import limboai_tres
from worldgen.errors import InvalidSpec

FORMATS: Mapping[str, tuple[str, Callable[[Behaviour], bytes]]] = {
    "json": ("json", as_json),
    "behavior_tree_cpp": ("xml", behavior_tree_cpp_xml),
    "behavior3": ("b3.json", behavior3_json),
    "limboai": ("tres", limboai_tres),
}
"""By name: the ending of the file, and what writes it."""


def export(behaviour: Behaviour, format: str) -> dict[str, bytes]:
    """Files by name: `{"brannoch.xml": b"..."}`. Raises InvalidSpec for another format."""
    if format not in FORMATS:
        raise InvalidSpec.at(
            "format", f"there is no format {format!r}; there are: {', '.join(FORMATS)}"
        )
    ending, write = FORMATS[format]
    return {f"{behaviour.character}.{ending}": write(behaviour)}
