"""A part of the settings that opens and closes. What is in it is built once it is opened."""

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui


class Section:
    """Made where it shall stand."""

    def __init__(self, title: str, build: Callable[[], None]) -> None:
        self._build = build
        self._is_built = False
        self._root = ui.element("details").classes("material-settings-section")
        with self._root, ui.element("summary").on("click", self._fill):
            ui.label(title).props("role=heading aria-level=2")

    def open(self) -> None:
        """Nobody has to press it."""
        if not self._is_built:
            self._root.props("open")
            self._fill()

    def _fill(self) -> None:
        if not self._is_built:
            self._is_built = True
            with self._root:
                self._build()


def select(
    title: str, options: Mapping[str, str], value: str, told: Callable[[Any], None]
) -> ui.select:
    """A list to choose one from; `told` gets the event."""
    return (
        ui.select(dict(options), label=title, value=value, on_change=told)
        .props("dense outlined options-dense")
        .classes("w-full")
    )
