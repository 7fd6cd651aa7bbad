"""A plain table, which says in words what a graph beside it draws."""

from collections.abc import Sequence

from nicegui import ui


def table(caption: str, headings: Sequence[str]) -> ui.element:
    """The table's body; make rows within."""
    whole = ui.element("table").classes("cast-table")
    whole.props["aria-label"] = caption
    with whole:
        with ui.element("thead"), ui.element("tr"):
            for heading in headings:
                with ui.element("th").props("scope=col"):
                    ui.label(heading or "What can be done").classes("" if heading else "sr-only")
        return ui.element("tbody")


def row() -> ui.element:
    return ui.element("tr")


def cell(text: str = "") -> ui.element:
    """A cell that says `text`, or what is made within."""
    made = ui.element("td")
    if text:
        with made:
            ui.label(text)
    return made
