"""Histograms of replies as bars with their bounds, and what they come to in words."""

import math
from collections.abc import Callable

from nicegui import ui

from npcgen.preview.pages.server.metrics import Histogram

_HALF, _MOST = 0.5, 0.95


class Bars:
    """One histogram; drawn again only when there is something new."""

    def __init__(self, title: str, told: Callable[[float], str], *, over: str) -> None:
        """`told` says a bound in words; `over` what is above the last one."""
        self._told = told
        self._over = over
        self._shown: Histogram | None = None
        with ui.element("div").classes("server-histogram").props("data-testid=histogram"):
            ui.label(title).props("role=heading aria-level=3").classes("server-title")
            self._bars = ui.element("div").classes("server-bars").props('aria-hidden="true"')
            self._words = ui.label().classes("room-soft")

    def show(self, histogram: Histogram) -> None:
        if histogram == self._shown:
            return
        self._shown = histogram
        self._words.text = self.words(histogram)
        self._bars.clear()
        most = max(histogram.counts, default=0)
        with self._bars:
            for bound, count in zip(histogram.bounds, histogram.counts, strict=True):
                self._bar(bound, count, most)

    def words(self, histogram: Histogram) -> str:
        """Such as "Half of 12 replies: at most 25 ms; 19 of 20: at most 0.1 s."."""
        if not histogram.total:
            return "No replies yet."
        half = self._at_most(histogram.bound_of(_HALF))
        most = self._at_most(histogram.bound_of(_MOST))
        counted = "1 reply" if histogram.total == 1 else f"{histogram.total} replies"
        return f"{counted}: half {half}, 19 of 20 {most}."

    def _at_most(self, bound: float) -> str:
        return self._over if math.isinf(bound) else f"at most {self._told(bound)}"

    def _bar(self, bound: float, count: int, most: int) -> None:
        with ui.element("div").classes("server-bucket"):
            ui.label(str(count) if count else "").classes("server-count")
            height = 100 * count / most if most else 0
            ui.element("div").classes("server-bar").style(f"height: {height:.1f}%")
            ui.label("more" if math.isinf(bound) else self._told(bound)).classes("server-bound")
