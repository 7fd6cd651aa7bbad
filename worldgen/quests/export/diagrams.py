"""A quest's graph as a picture, for Mermaid and for Graphviz.

Sources: https://mermaid.js.org/syntax/flowchart.html, https://graphviz.org/doc/info/lang.html
"""

import re
import textwrap
from collections.abc import Iterator

from worldgen.quests.export.content import Collection, Content
from worldgen.quests.export.sayings import one_line
from worldgen.quests.graph import Node
from worldgen.quests.quest import Outcome

_LINE = 28
"""Characters a line of a label."""
_LONGEST = 140
_MERMAID = re.compile(r"[^\w\s.,'?!()/:\u0080-\U0010ffff]|_|(?<=\d)\.(?=\s)")
"""NOTE: `1. a` and `_a_` would be Markdown."""
_SHAPES = {
    "offer": ("([", "])", "house"),
    "accepted": ("(", ")", "ellipse"),
    "step": ("[", "]", "box"),
    "extra": ("[/", "/]", "parallelogram"),
    "repair": ("{{", "}}", "hexagon"),
    "outcome": ("([", "])", "doubleoctagon"),
}
"""By kind of node: Mermaid's brackets, and Graphviz' name."""


def write_mermaid(given: Collection) -> dict[str, bytes]:
    return {
        f"{content.quest.id}.mmd": ("\n".join(_mermaid(content)) + "\n").encode()
        for content in given.quests
    }


def write_dot(given: Collection) -> dict[str, bytes]:
    return {
        f"{content.quest.id}.dot": ("\n".join(_dot(content)) + "\n").encode()
        for content in given.quests
    }


def _mermaid(content: Content) -> Iterator[str]:
    yield "flowchart TD"
    for node in content.graph.nodes.values():
        left, right, _ = _SHAPES[node.kind]
        label = "<br/>".join(map(_referenced, _label(content, node)))
        yield f'  {node.id}{left}"{label}"{right}'
    for a, b in _edges(content):
        yield f"  {a} --> {b}"
    for a, b in _meanwhile(content):
        yield f"  {a} -.-> {b}"


def _dot(content: Content) -> Iterator[str]:
    yield f"digraph {_quoted([content.quest.id])} {{"
    yield f"  label={_quoted([one_line(content.script.title.text)])};"
    yield '  node [fontname="sans-serif"];'
    for node in content.graph.nodes.values():
        shape = _SHAPES[node.kind][2]
        yield f"  {node.id} [shape={shape}, label={_quoted(_label(content, node))}];"
    for a, b in _edges(content):
        yield f"  {a} -> {b};"
    for a, b in _meanwhile(content):
        yield f"  {a} -> {b} [style=dashed];"
    yield "}"


def _edges(content: Content) -> Iterator[tuple[str, str]]:
    for node in content.graph.nodes.values():
        yield from ((node.id, name) for name in node.next)


def _meanwhile(content: Content) -> Iterator[tuple[str, str]]:
    """From the acceptance: from there on it may happen at any time."""
    yield from (("accepted", name) for name in content.graph.meanwhile)


def _label(content: Content, node: Node) -> list[str]:
    """What is chosen to come there; for the offer, and for endings, what is said."""
    if node.kind == "offer" or isinstance(node.part, Outcome):
        text = content.spoken(content.script.said[node.id][0])
    else:
        text = content.script.choices[node.id].text
    text = one_line(text)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return textwrap.wrap(text, _LINE, break_on_hyphens=False)


def _referenced(text: str) -> str:
    """With Mermaid's own character references."""
    return _MERMAID.sub(lambda found: f"#{ord(found[0])};", text)


def _quoted(lines: list[str]) -> str:
    r"""A string of Graphviz: `\` begins its escapes, `&` HTML's references."""
    escaped = (
        line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines
    )
    return '"' + "\\n".join(escaped) + '"'
