"""The ways of a quest in words, step by step, and how far each is."""

from collections.abc import Iterable

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from npcgen.preview.pages.quests.rows import reward_text
from npcgen.preview.pages.quests.story import STATUSES, Story
from worldgen.quests.quest import Branch, Step

_KEPT = {"current": "so far", "done": "kept", "closed": "lost"}
"""What the statuses of something mean that is to be kept so."""


def show_outline(story: Story) -> None:
    """Made within a container of its own."""
    with ui.element("div").classes("quests-ways"):
        for branch, steps in story.ways():
            _way(story, branch, steps, story.way_name(branch))
        for extra in story.quest.extras:
            _besides(story, extra)


def _way(story: Story, branch: Branch, steps: Iterable[tuple[Step, str]], name: str) -> None:
    with ui.element("section").classes("quests-way"):
        TextElement(tag="h3", text=name)
        ui.label(f"pays {reward_text(story.world, branch.outcome.reward)}").classes(
            "quests-small room-soft"
        )
        with ui.element("ol"):
            for number, (step, status) in enumerate(steps, 1):
                _line(story.step_text(step), status, f"{number}.")


def _besides(story: Story, extra: Branch) -> None:
    """What may be done besides: steps, or something to be kept so."""
    known = {each.step: each.status for each in story.state.objectives if not each.branch}
    steps = [(step, known.get(step.id, "")) for step in extra.steps]
    name = story.extra_text(extra)
    if steps:
        _way(story, extra, steps, name)
        return
    with ui.element("section").classes("quests-way"):
        TextElement(tag="h3", text="To be kept so")
        ui.label(f"pays {reward_text(story.world, extra.outcome.reward)}").classes(
            "quests-small room-soft"
        )
        with ui.element("ol"):
            status = known.get(extra.id, "")
            _line(name, status, "", _KEPT.get(status, ""))


def _line(text: str, status: str, number: str, meaning: str = "") -> None:
    """With its number until it is known how far it is."""
    mark, usual = STATUSES[status]
    meaning = meaning or usual
    with ui.element("li").classes(f"quests-now-{status}" if status else ""):
        TextElement(tag="span", text=mark or number).classes("quests-mark").props(
            "aria-hidden=true"
        )
        TextElement(tag="span", text=text)
        if meaning:
            TextElement(tag="span", text=f"({meaning})").classes("quests-small room-soft")
