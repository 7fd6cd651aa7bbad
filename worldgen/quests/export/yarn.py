r"""A quest for Yarn Spinner: a node a node, with line ids, and the strings table of its importer.

Of the language only what version 2 has. Whoever speaks is named by id; what a player chooses is
said by `player`, what nobody says by `narrator`: with no name in front, a text's own colon would
make one. Source: https://docs.yarnspinner.dev/2.5 (escapes: `\` before `\{}<>#/[]`).
"""

import csv
import io
import re
from collections.abc import Iterator

from worldgen.quests.export.content import NARRATOR, Collection, Content
from worldgen.quests.export.sayings import one_line
from worldgen.quests.graph import Node
from worldgen.quests.quest import Line
from worldgen.quests.schema import PLAYER

_MARKUP = re.compile(r"[\\{}<>#/\[\]]")
_COLUMNS = ("language", "id", "text", "file", "node", "lineNumber", "lock", "comment")
LANGUAGE = "en"


def write_yarn(given: Collection) -> dict[str, bytes]:
    """A script a quest, and a table of all their lines, in reading order."""
    files, table = {}, io.StringIO(newline="")
    rows = csv.writer(table)
    rows.writerow(_COLUMNS)
    for content in given.quests:
        name = f"{content.quest.id}.yarn"
        script = _Script(content)
        files[name] = ("\n".join(script.lines()) + "\n").encode()
        for key, text, node, number in script.strings:
            rows.writerow((LANGUAGE, key, text, name, node, number, "", ""))
    return {**files, f"{given.stem}-Strings.csv": table.getvalue().encode()}


class _Script:
    def __init__(self, content: Content) -> None:
        self._content = content
        self._name = f"quest_{content.quest.id.replace('-', '_')}"
        self._times: dict[str, int] = {}
        self._node = ""
        self._number = 0
        self.strings: list[tuple[str, str, str, int]] = []

    def lines(self) -> Iterator[str]:
        for line in self._all():
            self._number += line.count("\n") + 1
            yield line

    def _all(self) -> Iterator[str]:
        graph = self._content.graph
        open_nodes = {node.id for node in graph.open()} if graph.meanwhile else set()
        for node in graph.nodes.values():
            yield from self._headed(node.id)
            if node.kind == "offer":
                yield from self._declared()
            for line in self._content.script.said[node.id]:
                yield self._text(line, line.speaker or NARRATOR)
            if node.id in open_nodes:
                yield f"<<jump {self._title(node.id)}_ways>>"
                yield "==="
                yield from self._headed(f"{node.id}_ways")
                yield f'<<set ${self._name}_at = "{node.id}">>'
            yield from self._ways_on(node, node.id in open_nodes)
            yield "==="
        if graph.meanwhile:
            yield from self._meanwhile()

    def _headed(self, node: str) -> Iterator[str]:
        self._node = self._title(node)
        yield from (f"title: {self._node}", "---")

    def _title(self, node: str) -> str:
        return f"{self._name}_{node}"

    def _declared(self) -> Iterator[str]:
        """NOTE: set too, for a quest that is begun again."""
        yield f'<<declare ${self._name}_at = "">>'
        for name in self._returning():
            yield f"<<declare ${self._name}_{name} = false>>"
            yield f"<<set ${self._name}_{name} = false>>"

    def _returning(self) -> list[str]:
        graph = self._content.graph
        return [name for name in graph.meanwhile if graph.nodes[name].kind != "outcome"]

    def _ways_on(self, node: Node, with_meanwhile: bool) -> Iterator[str]:
        only = self._content.graph.leads_on(node)
        if only and not with_meanwhile:
            yield f"<<jump {self._title(only)}>>"
            return
        for name in node.next:
            yield from self._option(self._content.script.choices[name], name)
        if with_meanwhile:
            yield from self._option(self._content.script.meanwhile, "meanwhile")
        if self._content.graph.returns(node):
            yield f"<<jump {self._title('back')}>>"

    def _meanwhile(self) -> Iterator[str]:
        yield from self._headed("meanwhile")
        returning = self._returning()
        for name in self._content.graph.meanwhile:
            once = f"${self._name}_{name}"
            condition, setting = (f" <<if not {once}>>", once) if name in returning else ("", "")
            yield from self._option(self._content.script.choices[name], name, condition, setting)
        yield from self._option(self._content.script.back, "back")
        yield "==="
        yield from self._headed("back")
        word = "if"
        for node in self._content.graph.open():
            yield f'<<{word} ${self._name}_at == "{node.id}">>'
            yield f"    <<jump {self._title(node.id)}_ways>>"
            word = "elseif"
        yield from ("<<endif>>", "===")

    def _option(
        self, line: Line, node: str, condition: str = "", setting: str = ""
    ) -> Iterator[str]:
        yield f"-> {self._text(line, PLAYER, condition)}"
        if setting:
            yield f"    <<set {setting} = true>>"
        yield f"    <<jump {self._title(node)}>>"

    def _text(self, line: Line, speaker: str, condition: str = "") -> str:
        """NOTE: an id may stand in a project but once; what is said again has another one."""
        times = self._times[line.key] = self._times.get(line.key, 0) + 1
        key = f"line:{line.key}" if times == 1 else f"line:{line.key}-{times}"
        text = f"{speaker}: {escaped(line.text)}"
        self.strings.append((key, text, self._node, self._number + 1))
        return f"{text}{condition} #{key}"


def escaped(text: str) -> str:
    """On one line, with nothing in it that Yarn would read as its own."""
    return _MARKUP.sub(r"\\\g<0>", one_line(text))
