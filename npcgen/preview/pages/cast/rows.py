"""A list in a form: rows that can be added and removed."""

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

Read = Callable[[], Any]
"""What stands in a row; None for nothing."""


class Rows:
    """Rows that `make` builds from a value; each gives back what reads it."""

    def __init__(
        self,
        what: str,
        make: Callable[[Any], Read],
        values: Sequence[Any],
        changed: Callable[[], None],
        *,
        editable: bool,
    ) -> None:
        """`what` is one of them, for the buttons' names: "secret"."""
        self._what, self._make, self._changed = what, make, changed
        self._editable = editable
        self._reads: dict[int, Read] = {}
        self._box = ui.element("div").classes("cast-rows")
        for value in values:
            self._add(value)
        if editable:
            article = "an" if what[0] in "aeiou" else "a"
            ui.button(f"Add {article} {what}", icon="add", on_click=lambda: self._add(None)).props(
                "flat dense no-caps"
            ).classes("cast-add")

    def values(self) -> list[Any]:
        return [value for read in self._reads.values() if (value := read()) is not None]

    def _add(self, value: Any) -> None:
        with self._box, ui.element("div").classes("cast-row") as row:
            with ui.element("div").classes("cast-row-fields"):
                self._reads[row.id] = self._make(value)
            if self._editable:
                ui.button(icon="close", on_click=lambda: self._remove(row)).props(
                    f'flat round dense aria-label="Remove this {self._what}"'
                )

    def _remove(self, row: ui.element) -> None:
        del self._reads[row.id]
        self._box.remove(row)
        self._changed()
