"""Work that takes a while: how far it is in words, and a button that ends it."""

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import ui

from npcgen.preview.parts.told import telling


class Work:
    """One piece of work at a time; what ran before ends when the next begins, or the page closes.

    Made within a page, where its bar shall stand.
    """

    def __init__(self, label: str) -> None:
        self._task: asyncio.Task[None] | None = None
        self._row = ui.row().classes("work").props('role="status"')
        with self._row:
            self._phase = ui.label().classes("work-phase")
            self._bar = ui.linear_progress(0, show_value=False).props(
                f'instant-feedback aria-label="{label}"'
            )
            ui.button("Cancel", on_click=self.cancel).props("flat dense no-caps")
        self._row.visible = False
        ui.context.client.on_delete(self._leave)

    @property
    def runs(self) -> bool:
        return self._task is not None

    def begin(self, work: Callable[[], Awaitable[None]]) -> None:
        """Runs it; its errors are shown."""
        self.cancel()
        self._task = asyncio.create_task(self._run(work))

    def tell(self, phase: str, fraction: float) -> None:
        self._phase.text = phase
        self._bar.value = fraction

    def cancel(self) -> None:
        self._leave()
        self._row.visible = False

    def _leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        with self._row, telling():
            self.tell("asking the server", 0.0)
            self._row.visible = True
            try:
                await work()
            finally:
                if self._task is asyncio.current_task():
                    self._task = None
                    self._row.visible = False
