"""What the panels of /levels have in common."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nicegui import ui

from npcgen.preview.parts.told import telling
from worldgen.errors import WorldgenError
from worldgen.levels.level import Cell


def heading(text: str) -> None:
    with ui.element("h2").classes("levels-heading"):
        ui.label(text)


def place_button(text: str, cell: Cell, go: Callable[[Cell], object]) -> None:
    """Shows a place on the map when it is clicked."""
    ui.button(text, on_click=lambda: go(cell)).props("flat dense no-caps").classes("levels-place")


@contextmanager
def telling_of_specs() -> Iterator[None]:
    """Shows what is wrong with a spec, a link or a level, and ends there."""
    with telling():
        try:
            yield
        except WorldgenError as error:
            raise ValueError(str(error)) from None
