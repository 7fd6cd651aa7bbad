"""A quest's graph as SVG: its ways from top to bottom, side by side from where they part."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from worldgen.quests.export.content import Content
from worldgen.quests.export.sayings import one_line
from worldgen.quests.graph import OFFER, Graph, Node
from worldgen.quests.quest import Outcome, Quest
from worldgen.quests.world import World

_BOX = (198, 50)
_STEP = (214, 72)
"""From one box to the next: across and down."""
_LINE = 27
"""Characters a line."""
_LINES = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each node stands: column (halves between two) and row, from 0."""

    at: Mapping[str, tuple[float, int]]
    columns: int
    rows: int


def picture(world: World, quest: Quest, title: str) -> Markup:
    """What happens in any case from above to below; what may happen at any time isn't in it."""
    content = Content(quest, world)
    graph = content.graph
    found = layout(graph)
    width, height = found.columns * _STEP[0], found.rows * _STEP[1] - (_STEP[1] - _BOX[1]) + 4
    opened = Markup(
        '<svg class="graph" role="img" viewBox="0 0 {0} {1}" style="width:{0}px"><title>{2}</title>'
    ).format(width, height, title)
    parts = [opened, *_edges(graph, found)]
    for name in found.at:
        parts += _box(content, graph.nodes[name], *_corner(found.at[name]))
    return Markup("").join([*parts, Markup("</svg>")])


def layout(graph: Graph) -> Layout:
    """Each node below all that lead to it, and between those which it leads to first."""
    rows = _rows(graph)
    at: dict[str, tuple[float, int]] = {}
    columns = 0

    def place(name: str) -> float:
        nonlocal columns
        below = [after for after in graph.nodes[name].next if after not in at]
        own = [after for after in dict.fromkeys(below) if rows[after] == rows[name] + 1]
        placed = [place(after) for after in own if after not in at]
        if placed:
            column = (placed[0] + placed[-1]) / 2
        else:
            column, columns = float(columns), columns + 1
        at[name] = column, rows[name]
        return column

    place(OFFER)
    for name in rows:
        if name not in at:
            place(name)
    return Layout(at, columns, max(rows.values()) + 1)


def _rows(graph: Graph) -> dict[str, int]:
    """The longest way to each node from the offer. NOTE: what follows stands later in `nodes`."""
    rows = {OFFER: 0}
    for name, node in graph.nodes.items():
        for after in node.next if name in rows else ():
            rows[after] = max(rows.get(after, 0), rows[name] + 1)
    return rows


def _corner(place: tuple[float, int]) -> tuple[float, float]:
    return place[0] * _STEP[0] + (_STEP[0] - _BOX[0]) / 2, place[1] * _STEP[1] + 2.0


def _edges(graph: Graph, found: Layout) -> Iterator[Markup]:
    for name, place in found.at.items():
        x, y = _corner(place)
        for after in graph.nodes[name].next:
            to_x, to_y = _corner(found.at[after])
            start, end = (x + _BOX[0] / 2, y + _BOX[1]), (to_x + _BOX[0] / 2, to_y)
            half = (start[1] + end[1]) / 2
            yield Markup(
                '<path class="edge" d="M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}"/>'
            ).format(*start, start[0], half, end[0], half, *end)


def _box(content: Content, node: Node, x: float, y: float) -> Iterator[Markup]:
    text = _label(content, node)
    kind = node.part.kind if isinstance(node.part, Outcome) else node.kind
    yield Markup(
        '<g class="node {}"><title>{}</title>'
        '<rect x="{:.1f}" y="{:.1f}" width="{}" height="{}" rx="6"/>'
    ).format(kind, text, x, y, *_BOX)
    lines = textwrap.wrap(text, _LINE, max_lines=_LINES, placeholder="\u2026")
    middle = y + _BOX[1] / 2 + 5 - (len(lines) - 1) * 9
    for at, line in enumerate(lines):
        yield Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(
            x + _BOX[0] / 2, middle + 18 * at, line
        )
    yield Markup("</g>")


def _label(content: Content, node: Node) -> str:
    """What is chosen to come there; for the offer, its title; for endings, what is told last."""
    if node.kind == "offer":
        return one_line(content.script.title.text)
    if node.kind == "outcome":
        return one_line(content.script.said[node.id][-1].text)
    return one_line(content.script.choices[node.id].text)
