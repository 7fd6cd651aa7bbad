"""The stages of a quest as boxes that lead to each other; each can be pressed."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from npcgen.preview.pages.quests.story import STATUSES, Story
from worldgen.quests.graph import OFFER, Graph, Node
from worldgen.quests.quest import Outcome
from worldgen.quests.survey.picture import Layout, layout

_BOX = (176, 60)
"""Pixels, across and down; the style sheet says the same."""
_STEP = (192, 88)
"""From one box to the next."""


class QuestGraph:
    """`on_pick` hears of the stage whose box was pressed."""

    def __init__(self, on_pick: Callable[[Node], None]) -> None:
        self._on_pick = on_pick
        self._picked = ""
        self._boxes: dict[str, Element] = {}
        self._root = ui.element("div")

    def show(self, story: Story) -> None:
        graph, refusal = _without_refusal(story.content.graph)
        found = layout(graph)
        self._boxes.clear()
        self._root.clear()
        with self._root:
            with (
                ui.element("div")
                .classes("quests-graph")
                .props('tabindex="0" role="group" aria-label="Graph of the quest"'),
                ui.element("div").classes("quests-sheet").style(_size(found)),
            ):
                _draw_edges(graph, found)
                for name, node in graph.nodes.items():
                    if name in found.at:
                        x, y = _corner(found.at[name])
                        self._box(story, node).style(f"left:{x:.0f}px;top:{y:.0f}px")
            self._meanwhile(story, [refusal, *(graph.nodes[name] for name in graph.meanwhile)])
        self._mark()

    def pick(self, node: Node) -> None:
        self._picked = node.id
        self._mark()
        self._on_pick(node)

    def _meanwhile(self, story: Story, begun: list[Node]) -> None:
        """What may happen whatever stage it has come to."""
        ui.label("At any time").classes("quests-small room-soft")
        with ui.element("div").classes("quests-meanwhile"):
            for node in begun:
                for part in _chain(story, node):
                    self._box(story, part)

    def _box(self, story: Story, node: Node) -> Element:
        status = story.status(node)
        kind = node.part.kind if isinstance(node.part, Outcome) else node.kind
        mark, meaning = STATUSES[status]
        label = story.label(node)
        box = Element("button").classes(f"quests-node quests-is-{kind}")
        if status:
            box.classes(f"quests-now-{status}")
        box.props["type"] = "button"
        box.props["title"] = label
        box.props["aria-label"] = f"{label}, {meaning}" if meaning else label
        box.on("click", lambda: self.pick(node))
        with box:
            if mark:
                TextElement(tag="span", text=mark).classes("quests-mark").props("aria-hidden=true")
            TextElement(tag="span", text=label).classes("quests-label")
        self._boxes[node.id] = box
        return box

    def _mark(self) -> None:
        for name, box in self._boxes.items():
            box.props["aria-pressed"] = "true" if name == self._picked else "false"
            box.update()


def _chain(story: Story, node: Node) -> Iterator[Node]:
    """A stage that may come at any time, and those that only follow it."""
    yield node
    while node.next and node.kind == "extra":
        node = story.content.graph.nodes[node.next[0]]
        yield node


def _without_refusal(graph: Graph) -> tuple[Graph, Node]:
    """The player may say no at any time, not only where the quest is offered."""
    offer = graph.nodes[OFFER]
    accepted, refusal = offer.next
    nodes = {**graph.nodes, OFFER: replace(offer, next=(accepted,))}
    return replace(graph, nodes=nodes), nodes.pop(refusal)


def _draw_edges(graph: Graph, found: Layout) -> None:
    with Element("svg").props('aria-hidden="true" width="100%" height="100%"'):
        for name, place in found.at.items():
            for after in graph.nodes[name].next:
                path = Element("path")
                path.props["d"] = _curve(_corner(place), _corner(found.at[after]))


def _curve(above: tuple[float, float], below: tuple[float, float]) -> str:
    x, y = above[0] + _BOX[0] / 2, above[1] + _BOX[1]
    to_x, to_y = below[0] + _BOX[0] / 2, below[1]
    half = (y + to_y) / 2
    return f"M{x:.0f} {y:.0f}C{x:.0f} {half:.0f} {to_x:.0f} {half:.0f} {to_x:.0f} {to_y:.0f}"


def _corner(place: tuple[float, int]) -> tuple[float, float]:
    return place[0] * _STEP[0] + (_STEP[0] - _BOX[0]) / 2, place[1] * _STEP[1] + 4.0


def _size(found: Layout) -> str:
    width, height = found.columns * _STEP[0], found.rows * _STEP[1] - (_STEP[1] - _BOX[1]) + 8
    return f"width:{width}px;height:{height}px"
