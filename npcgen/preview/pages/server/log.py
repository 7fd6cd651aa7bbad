"""What the server logs, as it comes. It never holds what players or characters say."""

from collections import deque
from datetime import datetime

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from npcgen.client import Client, LogRecord

KEPT = 500
"""Lines that the page keeps, and how many it asks for at once."""
SHOWN = 100
_EVERYTHING, _NEWS, _TROUBLE = "everything", "news", "trouble"
_FILTERS = {
    _NEWS: "All but calls that went well",
    _EVERYTHING: "Everything",
    _TROUBLE: "Warnings and errors",
}
_TROUBLES = frozenset({"WARNING", "ERROR", "CRITICAL"})


class Log:
    """The panel; the latest line is its first."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._lines: deque[LogRecord] = deque(maxlen=KEPT)
        self._uptime_s = 0
        self._drawn: list[LogRecord] | None = None
        with ui.element("section").classes("room-panel").props('aria-label="Log"'):
            with ui.element("div").classes("server-head"):
                ui.label("Log").props("role=heading aria-level=2")
                self._filter = ui.select(
                    _FILTERS, label="Show", value=_NEWS, on_change=lambda: self._draw()
                )
                self._words = ui.input("With the words", on_change=lambda: self._draw())
                for each in (self._filter, self._words):
                    each.props("outlined dense options-dense").classes("server-choice")
            ui.label("What players and characters say is never in it.").classes("room-soft")
            self._list = ui.element("div").classes("server-log")
            self._list.props('role=log aria-label="The server\'s log" tabindex=0')
        self._draw()

    async def look(self, uptime_s: int) -> None:
        """Takes in what is new. A server that began anew counts its lines anew."""
        if uptime_s < self._uptime_s:
            self._lines.clear()
        self._uptime_s = uptime_s
        last = self._lines[-1].sequence if self._lines else 0
        if new := await self._client.log_records(last, most=KEPT):
            self._lines.extend(new)
            self._draw()

    def _draw(self) -> None:
        words = str(self._words.value or "").casefold()
        fitting = [
            each
            for each in reversed(self._lines)
            if fits(each, self._filter.value) and words in each.text.casefold()
        ][:SHOWN]
        if fitting == self._drawn:
            return
        self._drawn = fitting
        self._list.clear()
        with self._list:
            for each in fitting:
                _line(each)
            if not fitting:
                ui.label("Nothing yet.").classes("room-soft")


def fits(record: LogRecord, wanted: str) -> bool:
    """Whether a line is one of those that a filter lets through."""
    if wanted == _TROUBLE:
        return record.level in _TROUBLES
    is_call = record.text.startswith("call ") and " code=OK " in record.text
    return wanted == _EVERYTHING or not is_call


def _line(record: LogRecord) -> None:
    trouble = " is-trouble" if record.level in _TROUBLES else ""
    at = datetime.fromtimestamp(record.at_s)
    with ui.element("div").classes(f"server-line{trouble}"):
        TextElement(tag="time", text=f"{at:%H:%M:%S}").props["title"] = f"{at:%d %b %Y}"
        TextElement(tag="span", text=record.level.lower()).classes("server-level")
        TextElement(tag="span", text=record.text).props["title"] = record.source
