"""Every type of node as a page: docs/reference/material_nodes.md is what this writes.

python -m worldgen.textures.reference > docs/reference/material_nodes.md
"""

import sys
from collections.abc import Iterator

from worldgen.textures.nodes import NODES
from worldgen.textures.nodes.kind import NodeType, Port, Setting

_TOP = """# Nodes

What a material's graph can be made of; [Materials](../concepts/materials.md) says how. Inputs
change from pixel to pixel: expressions of nodes, or numbers. Settings are the same for all pixels:
expressions of parameters. A node's bare name is the first of what it makes.

This page is written by `python -m worldgen.textures.reference`.
"""


def page() -> str:
    """The page, as Markdown."""
    return "\n".join([_TOP, *(line for node in NODES.values() for line in _node(node))])


def _node(node: NodeType) -> Iterator[str]:
    yield f"## {node.name}\n\n{node.doc}\n"
    yield "| | name | default | range | |\n|-|-|-|-|-|"
    for name, port in node.ports.items():
        sort = "colour" if port.colour else ""
        yield f"| input | `{name}` | {_default(port)} | {sort} | {port.doc} |"
    for name, setting in node.settings.items():
        yield f"| setting | `{name}` | {_default(setting)} | {setting.said} | {setting.doc} |"
    for name, doc in node.makes.items():
        yield f"| makes | `{name}` | | | {doc} |"
    yield ""


def _default(part: Port | Setting) -> str:
    if part.default is None:
        return "needed"
    return part.default if isinstance(part.default, str) else f"{part.default:g}"


if __name__ == "__main__":
    sys.stdout.write(page())
