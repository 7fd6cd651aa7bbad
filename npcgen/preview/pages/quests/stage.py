"""One stage of a quest: who says what there, what it needs, and what it changes."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from npcgen.preview.pages.quests.deeds import Deed, deed_of
from npcgen.preview.pages.quests.play import Play
from npcgen.preview.pages.quests.story import STATUSES, Story
from worldgen.quests.facts import Literal
from worldgen.quests.graph import Node
from worldgen.quests.quest import Line, Outcome, Repair, Step

_ROLES = {
    "besides": "asks besides",
    "agree": "says yes",
    "decline": "says no",
    "accept": "once it is agreed",
    "refuse": "once it is declined",
    "remind": "while it isn't done",
    "said": "at this step",
    "stand_in": "asks instead",
    "extra": "done besides",
}


def role_name(role: str) -> str:
    return _ROLES.get(role, role.replace("_", " "))


class StagePanel:
    def __init__(self, happen: Callable[[Deed], Awaitable[None]]) -> None:
        self._happen = happen
        self._root = ui.element("div").classes("quests-stage")

    def show(self, story: Story, node: Node | None, play: Play) -> None:
        self._root.clear()
        with self._root:
            if node is None:
                ui.label("Press a stage of the graph to see its lines.").classes("room-soft")
                return
            TextElement(tag="h3", text=story.label(node))
            if meaning := STATUSES[story.status(node)][1]:
                ui.label(meaning).classes("quests-small room-soft")
            show_lines(story, story.lines(node))
            if isinstance(node.part, Step):
                self._step(story, node.part, play)
            elif isinstance(node.part, Outcome | Repair):
                _conditions(story, node.part)

    def _step(self, story: Story, step: Step, play: Play) -> None:
        missing = [each for each in step.needs if (each.fact in play.facts) != each.holds]
        if play.state.status == "open":
            deed = deed_of(story, step)
            button = ui.button("This happens now", on_click=partial(self._happen, deed))
            button.props("outline no-caps")
            if missing:
                ui.label(f"Not so yet: {story.so(missing)}.").classes("quests-small room-soft")
        _facts(story, "Has to be so before", step.needs)
        _facts(story, "Is so afterwards", step.does)


def show_lines(story: Story, lines: Iterable[Line]) -> None:
    """Each with who says it, and when."""
    with ui.element("dl").classes("quests-lines"):
        for line in lines:
            who = story.name(line.speaker) if line.speaker else "Told"
            with ui.element("dt"):
                TextElement(tag="span", text=who).classes("quests-speaker")
                TextElement(tag="span", text=role_name(line.role)).classes("quests-small room-soft")
            TextElement(tag="dd", text=line.text)


def _conditions(story: Story, part: Outcome | Repair) -> None:
    _facts(story, "It comes as soon as", part.when)
    if isinstance(part, Repair):
        _facts(story, "From then on", part.grants)
    else:
        _facts(story, "Is so afterwards", part.effects)


def _facts(story: Story, head: str, literals: tuple[Literal, ...]) -> None:
    if not literals:
        return
    ui.label(head).classes("quests-small room-soft")
    with ui.element("ul"):
        for literal in literals:
            TextElement(tag="li", text=story.so([literal]))
