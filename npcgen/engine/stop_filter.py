"""Stop strings in streamed text: finds them across piece borders and lets no part of one through.

Knows no tokens: text in, text out.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filtered:
    """Text that may be shown, and whether a stop string came right after it."""

    text: str
    stopped: bool


class StopFilter:
    """Holds back the end of the text for as long as it may be the start of a stop string."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stops)
        self._held = ""

    def feed(self, text: str) -> Filtered:
        """What may be shown now that `text` came. Nothing may be fed once it stopped."""
        if not self._stops:
            return Filtered(text, stopped=False)
        text = self._held + text
        # The first to be complete counts, as if the letters had come one by one.
        found = [(at + len(stop), at) for stop in self._stops if (at := text.find(stop)) >= 0]
        if found:
            self._held = ""
            return Filtered(text[: min(found)[1]], stopped=True)
        keep = len(text) - max(_overlap(text, stop) for stop in self._stops)
        self._held = text[keep:]
        return Filtered(text[:keep], stopped=False)

    def flush(self) -> str:
        """What is still held back: it turned out to be no stop string after all."""
        held, self._held = self._held, ""
        return held


def _overlap(text: str, stop: str) -> int:
    """The length of the longest end of `text` that is a start of `stop`."""
    for length in range(min(len(text), len(stop) - 1), 0, -1):
        if text.endswith(stop[:length]):
            return length
    return 0
