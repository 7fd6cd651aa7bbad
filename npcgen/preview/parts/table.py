"""A plain table, which screen readers walk and whose cells are text whatever they hold."""

from collections.abc import Iterable, Sequence

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement


def table(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> ui.element:
    """Under its heads; the first cell of a row names it. `name` is read out, not shown."""
    # A table that scrolls has to be reached by the keyboard.
    scrolled = f'tabindex="0" role="region" aria-label="{name}"'
    with (
        ui.element("div").classes("room-scrolled").props(scrolled),
        ui.element("table").classes("room-table") as made,
    ):
        with ui.element("thead"), ui.element("tr"):
            for head in heads:
                TextElement(tag="th", text=head).props("scope=col")
        with ui.element("tbody"):
            for first, *rest in rows:
                _row(first, rest)
    return made


def _row(first: str, rest: Sequence[str]) -> None:
    with ui.element("tr"):
        TextElement(tag="th", text=first).props("scope=row")
        for cell in rest:
            TextElement(tag="td", text=cell)
