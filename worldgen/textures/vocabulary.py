"""A prompt's words, and what the bundled vocabulary knows of them."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_TOKEN = re.compile(r"\d+\s*[x\u00d7]\s*\d+|\d+|[^\W\d_]+(?:['-][^\W\d_]+)*", re.UNICODE)
_MAX_WORDS = 200
_DENIALS = ("no", "without", "not", "non")


class Words:
    """A prompt's words in order, in lower case, and which of them meant something."""

    def __init__(self, prompt: str) -> None:
        self._words = _TOKEN.findall(prompt.lower().replace("\u2019", "'"))[:_MAX_WORDS]
        self._used = [False] * len(self._words)

    def all(self) -> Iterator[tuple[int, str]]:
        return iter(list(enumerate(self._words)))

    def left(self) -> Iterator[tuple[int, str]]:
        """Those that meant nothing so far, with their places."""
        return iter([(at, word) for at, word in self.all() if not self._used[at]])

    def at(self, place: int) -> str:
        """The word there; empty beyond either end."""
        return self._words[place] if 0 <= place < len(self._words) else ""

    def use(self, *places: int) -> None:
        for at in places:
            self._used[at] = True

    def places(self, phrase: str, again: bool = False) -> list[int]:
        """Where the phrase begins, no word of it used yet unless `again`; plurals are by -s."""
        wanted = phrase.lower().split()
        return [
            at
            for at in range(len(self._words) - len(wanted) + 1)
            if (again or not any(self._used[at : at + len(wanted)]))
            and all(_same(self.at(at + step), word) for step, word in enumerate(wanted))
        ]

    def pair(self, place: int) -> tuple[int, int] | None:
        """The numbers of "4x8" there."""
        match = re.fullmatch(r"(\d{1,9})\s*[x\u00d7]\s*(\d{1,9})", self.at(place))
        return (int(match[1]), int(match[2])) if match else None

    def denied(self, place: int) -> bool:
        """Whether "no" or "without" stands before it; then both words are used."""
        if self.at(place - 1) not in _DENIALS:
            return False
        self.use(place - 1, place)
        return True

    def stressed(self, place: int, value: float, usual: float, low: float, high: float) -> float:
        """The value, moved to its end by "heavily" before it, or to the usual by "slightly"."""
        before = self.at(place - 1)
        stronger, weaker = vocabulary()["stronger"], vocabulary()["weaker"]
        if before in stronger:
            self.use(place - 1)
            end = high if value >= usual else low
            return float(value + (end - value) * stronger[before])
        if before in weaker:
            self.use(place - 1)
            return float(usual + (value - usual) * weaker[before])
        return value

    def unused(self) -> tuple[str, ...]:
        """Words that meant nothing, each once, without those that never do."""
        silent = vocabulary()["silent"]
        return tuple(dict.fromkeys(word for _, word in self.left() if word not in silent))


def _same(said: str, word: str) -> bool:
    return said == word or said == f"{word}s" or f"{said}s" == word


@cache
def vocabulary() -> dict[str, Any]:
    """worldgen/data/material_words.yaml, with the silent words as a set."""
    text = files("worldgen").joinpath("data/material_words.yaml").read_text("utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    words["silent"] = frozenset(words["silent"].split())
    return words
