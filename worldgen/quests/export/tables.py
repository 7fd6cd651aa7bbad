"""Every line for translators: comma-separated values, in reading order.

Source: RFC 4180. NOTE: texts are written as they are; a spreadsheet may take one that begins with
`=` for a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from worldgen.quests.export.content import Collection, Content
from worldgen.quests.export.sayings import action_text, literals_text
from worldgen.quests.graph import Node
from worldgen.quests.quest import Line, Outcome, Repair, Step

COLUMNS = ("key", "role", "speaker", "text", "context")


def write_csv(given: Collection) -> dict[str, bytes]:
    """One table of all quests."""
    rows = (
        (line.key, line.role, content.speaker(line), line.text, context)
        for content in given.quests
        for line, context in lines_of(content)
    )
    return {f"{given.stem}.csv": table(COLUMNS, rows)}


def lines_of(content: Content) -> Iterator[tuple[Line, str]]:
    """Every line once, in reading order, with what a translator should know."""
    for node, line in content.script.in_reading_order():
        told = _context(content, content.graph.nodes[node]) if node else ""
        yield line, f"{content.quest.id}: {told}" if told else content.quest.id


def table(names: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()


def _context(content: Content, node: Node) -> str:
    match node.part:
        case Step():
            return action_text(content.world, node.part)
        case Outcome():
            return ": ".join(filter(None, (node.part.kind, _means(content, node))))
        case Repair():
            return f"{node.part.kind}: {literals_text(content.world, node.part.when)}"
    return node.kind


def _means(content: Content, node: Node) -> str:
    """How one came there: "trade" or "force, stealth"."""
    branches = (branch for branch in content.quest.branches if branch.id in node.branches)
    return ", ".join(dict.fromkeys(means for branch in branches for means in branch.means))
