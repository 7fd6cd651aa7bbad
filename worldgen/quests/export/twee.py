"""A quest as a Twine story, in Twee 3: a passage a node, for the story format Harlowe.

Texts are written with HTML's character references, which Harlowe shows as they were meant.
Source: https://github.com/iftechfoundation/twine-specs/blob/master/twee-3-specification.md
"""

import json
import re
import uuid
from collections.abc import Iterator

from worldgen.quests.export.content import Collection, Content
from worldgen.quests.export.sayings import one_line
from worldgen.quests.graph import OFFER, Node
from worldgen.quests.quest import Line

STORY_FORMAT = {"format": "Harlowe", "format-version": "3.3.9"}
_NAMESPACE = uuid.UUID("5f2b1d0a-6a37-5c1e-9d55-8f0f6f1f3c11")
_MARKUP = re.compile(r"[^\w\s.,;?!'\u0080-\U0010ffff-]|_|''|--|^[-!']")
_MEANWHILE = "meanwhile"


def write_twee(given: Collection) -> dict[str, bytes]:
    """A story a quest; Twine and tweego read them."""
    return {
        f"{content.quest.id}.twee": "\n".join(_story(content)).encode() for content in given.quests
    }


def _story(content: Content) -> Iterator[str]:
    graph = content.graph
    yield from (":: StoryTitle", _plain(content.script.title.text), "")
    identity = uuid.uuid5(_NAMESPACE, f"{content.world.id}/{content.quest.id}")
    data = {"ifid": str(identity).upper(), **STORY_FORMAT, "start": OFFER}
    yield from (":: StoryData", json.dumps(data, indent=2), "")
    open_nodes = {node.id for node in graph.open()} if graph.meanwhile else set()
    told_before = {
        name
        for node in graph.nodes.values()
        for name in node.next
        if node.kind == graph.nodes[name].kind == "extra"
    }
    for node in graph.nodes.values():
        if node.id in told_before:
            continue
        yield f":: {node.id} [{node.kind}]"
        yield from _said(content, node)
        yield from _links(content, node)
        if node.id in open_nodes:
            yield _link(content.script.meanwhile, _MEANWHILE)
        yield ""
    if graph.meanwhile:
        yield f":: {_MEANWHILE}"
        yield from (_link(content.script.choices[name], name) for name in graph.meanwhile)
        yield from (_back(content), "")


def _said(content: Content, node: Node) -> Iterator[str]:
    """NOTE: an extra is told in one passage, as the way back from it is one turn long."""
    yield from (escaped(content.spoken(line)) for line in content.script.said[node.id])
    for after in map(content.graph.nodes.__getitem__, node.next):
        if node.kind == after.kind == "extra":
            yield from _said(content, after)


def _links(content: Content, node: Node) -> Iterator[str]:
    if node.kind == "extra" and node.id in content.graph.meanwhile:
        yield _back(content)
        return
    for name in node.next:
        yield _link(content.script.choices[name], name)
    if content.graph.returns(node):
        yield _back(content)


def _link(line: Line, passage: str) -> str:
    return f"[[{escaped(line.text)}->{passage}]]"


def _back(content: Content) -> str:
    """One turn back, wherever that was."""
    return f'(link-undo: "{escaped(content.script.back.text)}")'


def _plain(text: str) -> str:
    """A title is no markup; only what begins a passage is."""
    text = one_line(text)
    return "\\" + text if text.startswith("::") else text


def escaped(text: str) -> str:
    """On one line, with nothing in it that Twine or Harlowe would read as its own."""
    return _MARKUP.sub(lambda found: "".join(f"&#{ord(c)};" for c in found[0]), one_line(text))
