"""The keys of lorebook entries, and whether a text holds one.

Regular expressions come from strangers: their length, the time of each search and the time of all
of them together are bounded. A key that is bad or slow doesn't match, and is reported.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import regex

from npcgen.dialogue.cards.limits import MAX_PATTERN_CHARS

SEARCH_S = 0.05
"""For one regular expression."""
_FLAGS = {"i": regex.IGNORECASE, "m": regex.MULTILINE, "s": regex.DOTALL}
_IGNORED_FLAGS = "guy"
_BRACES = re.compile(r"(?<!\\[A-Za-z])\{([^}]*)\}")
_COUNTS = re.compile(r"\d{0,4},?\d{0,4}", re.ASCII)
_MAX_COPIES = 10_000


@dataclass(frozen=True)
class Scanned:
    """A text that keys are looked for in."""

    text: str

    @cached_property
    def folded(self) -> str:
        """For keys in any case."""
        return self.text.casefold()


@dataclass
class SearchTime:
    """What is left of the time for slow kinds of keys, and which ones were given up."""

    left_s: float
    clock: Callable[[], float] = time.perf_counter
    slow: list[str] = field(default_factory=list)

    def is_over_for(self, key: str) -> bool:
        """Whether nothing is left, which the key is then noted for."""
        if self.left_s <= 0:
            self.slow.append(key)
        return self.left_s <= 0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Takes from what is left as long as the block takes."""
        started = self.clock()
        try:
            yield
        finally:
            self.left_s -= self.clock() - started


class Key(Protocol):
    """Something to look for."""

    @property
    def written(self) -> str:
        """As its author wrote it."""
        ...

    def matches(self, scanned: Scanned, budget: SearchTime) -> bool: ...


@dataclass(frozen=True, slots=True)
class PlainKey:
    """A word or some words."""

    written: str
    case_sensitive: bool = False
    whole_words: bool = False

    def matches(self, scanned: Scanned, budget: SearchTime) -> bool:
        text = scanned.text if self.case_sensitive else scanned.folded
        key = self.written if self.case_sensitive else self.written.casefold()
        if not self.whole_words:
            return key in text
        if budget.is_over_for(self.written):
            return False
        with budget.spending():
            return _has_words(text, key)


@dataclass(frozen=True, slots=True)
class PatternKey:
    """A regular expression."""

    written: str
    pattern: "regex.Pattern[str]"

    def matches(self, scanned: Scanned, budget: SearchTime) -> bool:
        if budget.is_over_for(self.written):
            return False
        timeout_s = min(SEARCH_S, budget.left_s)
        try:
            with budget.spending():
                return self.pattern.search(scanned.text, timeout=timeout_s) is not None
        except (TimeoutError, MemoryError, RecursionError):
            budget.slow.append(self.written)
            return False


def pattern_key(written: str, *, case_sensitive: bool) -> PatternKey | None:
    """The key for a pattern, bare or as "/pattern/flags"; None for a bad one."""
    body, flags = _split(written)
    if body is None or len(body) > MAX_PATTERN_CHARS or not _is_small(body):
        return None
    options = regex.VERSION0 | (regex.IGNORECASE if not case_sensitive and not flags else 0)
    for flag in flags:
        options |= _FLAGS.get(flag, 0)
    try:
        return PatternKey(written, regex.compile(body, options, cache_pattern=False))
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError, TypeError):
        return None
    except (IndexError, KeyError, AttributeError):  # NOTE: its parser's own, for some patterns
        return None


def _split(written: str) -> tuple[str | None, str]:
    """The pattern and its flags; no pattern where a flag is unknown."""
    if not written.startswith("/") or written.rfind("/") == 0:
        return written, ""
    body, _, flags = written[1:].rpartition("/")
    if any(flag not in _FLAGS and flag not in _IGNORED_FLAGS for flag in flags):
        return (written, "") if not flags.isalpha() else (None, "")
    return body, flags or "g"


def _is_small(body: str) -> bool:
    """Whether its counts, "{9}", multiply to little.

    NOTE: the library copies what is counted when it compiles: "a{99999999}" takes all memory.
    Braces that hold no counts ask it for fuzzy matching, which no other tool means by them.
    """
    copies = 1
    for inner in _BRACES.findall(body):
        if not _COUNTS.fullmatch(inner):
            return False
        copies *= max(1, 1, *(int(count) for count in inner.split(",") if count))
    return copies <= _MAX_COPIES


def is_pattern(written: str) -> bool:
    """Whether a key of world info is a pattern: "/.../" with flags or without."""
    found = regex.fullmatch(r"/.+/[a-z]*", written, regex.DOTALL, timeout=SEARCH_S)
    return found is not None


def _has_words(text: str, key: str) -> bool:
    at = text.find(key)
    while at >= 0:
        if not _in_word(text, at - 1) and not _in_word(text, at + len(key)):
            return True
        at = text.find(key, at + 1)
    return False


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")
