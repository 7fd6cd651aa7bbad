r"""A quest as an Ink story: a knot a node, a choice for each way on.

What may happen at any time stands among the choices until the game sets `meanwhile` to false and
goes there itself, with ChoosePathString; `back` is where it goes on from there. Tags name the node,
the line's key and who says it.
Source: https://github.com/inkle/ink/blob/master/Documentation/WritingWithInk.md; `\` takes its
meaning from any character.
"""

import re
from collections.abc import Iterator

from worldgen.quests.export.content import Collection, Content
from worldgen.quests.export.sayings import one_line
from worldgen.quests.graph import ACCEPTED, OFFER, Node
from worldgen.quests.quest import Line, Outcome

_MARKUP = re.compile(r"[\\{}|#~\[\]<>/*]")
_AT_START = re.compile(r"[+=\-(]|(?:INCLUDE|VAR|CONST|LIST|EXTERNAL|TODO)\b")
MEANWHILE = "in_the_meantime"


def write_ink(given: Collection) -> dict[str, bytes]:
    """A story a quest; compile them with inklecate, inkjs or the engine's plugin."""
    return {
        f"{content.quest.id}.ink": ("\n".join(_story(content)) + "\n").encode()
        for content in given.quests
    }


def _story(content: Content) -> Iterator[str]:
    quest, graph = content.quest, content.graph
    yield f"# title: {escaped(content.script.title.text)}"
    yield f"# quest: {quest.id}"
    yield "VAR meanwhile = true"
    if graph.meanwhile:
        yield f"VAR back = -> {ACCEPTED}.ways"
    yield f"-> {OFFER}"
    open_nodes = {node.id for node in graph.open()} if graph.meanwhile else set()
    for node in graph.nodes.values():
        yield from ("", f"=== {node.id} ===")
        yield from _said(content, node)
        if node.id in open_nodes:
            yield from _among_others(content, node)
        else:
            yield from _ways_on(content, node)
    if graph.meanwhile:
        yield from ("", f"=== {MEANWHILE} ===")
        for name in graph.meanwhile:
            yield _happening(content, graph.nodes[name])


def _said(content: Content, node: Node) -> Iterator[str]:
    for at, line in enumerate(content.script.said[node.id]):
        tags = f"#key: {line.key}"
        if line.speaker:
            tags += f" #speaker: {line.speaker}"
        if at == 0:
            tags = f"#node: {node.id} {tags}"
            if isinstance(node.part, Outcome):
                tags += f" #outcome: {node.part.kind}"
        yield f"{escaped(content.spoken(line))} {tags}"


def _ways_on(content: Content, node: Node) -> Iterator[str]:
    if only := content.graph.leads_on(node):
        yield f"-> {only}"
    elif node.next:
        yield from (_choice("+", content.script.choices[name], name) for name in node.next)
    elif content.graph.returns(node):
        yield "-> back"
    else:
        yield "-> END"


def _among_others(content: Content, node: Node) -> Iterator[str]:
    """NOTE: in a thread, or its choices would come before the node's own."""
    yield f"-> {node.id}.ways"
    yield "= ways"
    yield f"~ back = -> {node.id}.ways"
    yield f"<- {node.id}.own"
    yield f"<- {MEANWHILE}"
    yield "-> DONE"
    yield "= own"
    for name in node.next:
        yield _choice("+", content.script.choices[name], name)


def _happening(content: Content, node: Node) -> str:
    bullet = "+" if node.kind == "outcome" else "*"
    return _choice(f"{bullet} {{meanwhile}}", content.script.choices[node.id], node.id)


def _choice(bullet: str, line: Line, target: str) -> str:
    return f"{bullet} [{escaped(one_line(line.text))} #key: {line.key}] -> {target}"


def escaped(text: str) -> str:
    """On one line, with nothing in it that Ink would read as its own."""
    text = _MARKUP.sub(r"\\\g<0>", one_line(text))
    return "\\" + text if _AT_START.match(text) else text
