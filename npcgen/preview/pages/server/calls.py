"""How fast the server answers: three histograms, and every method that was called."""

from nicegui import ui

from npcgen.preview.pages.server.histograms import Bars
from npcgen.preview.pages.server.metrics import CalledMethod, Measured, duration_told
from npcgen.preview.parts.table import table

_HEADS = ("Call", "Times", "Failed", "Half took at most", "19 of 20 took at most")
_OWN = frozenset(
    f"ModelService/{name}"
    for name in ("GetServerInfo", "GetSettings", "ListModels", "ListLogRecords")
)


class Speed:
    """The panels of what was measured since the server began."""

    def __init__(self) -> None:
        with ui.element("section").classes("room-panel").props('aria-label="Speed"'):
            ui.label("How fast characters answer").props("role=heading aria-level=2")
            ui.label("Since the server began.").classes("room-soft")
            with ui.element("div").classes("server-histograms"):
                told, over = duration_told, "longer than a minute"
                self._ttft = Bars("Until the first word", told, over=over)
                self._queue = Bars("In line before that", told, over=over)
                self._pace = Bars("Tokens a second", _number_told, over="more than 500")
        with ui.element("section").classes("room-panel").props('aria-label="Calls"'):
            ui.label("Calls").props("role=heading aria-level=2")
            self._calls = ui.element("div")
        self._shown: tuple[CalledMethod, ...] | None = None

    def show(self, measured: Measured) -> None:
        self._ttft.show(measured.ttft_s)
        self._queue.show(measured.queue_s)
        self._pace.show(measured.tokens_per_s)
        # What this page asks itself is no news.
        methods = tuple(each for each in measured.methods if each.name not in _OWN)
        if methods == self._shown:
            return
        self._shown = methods
        self._calls.clear()
        with self._calls:
            if methods:
                table("Calls", _HEADS, map(_row, methods))
            else:
                ui.label("No game and no page has called yet.")


def _row(method: CalledMethod) -> tuple[str, ...]:
    return (
        method.name,
        str(method.count),
        str(method.failed),
        duration_told(method.seconds.bound_of(0.5)),
        duration_told(method.seconds.bound_of(0.95)),
    )


def _number_told(value: float) -> str:
    return f"{value:g}"
