"""Which entries' keys stand in a line: many thousand keys, found by their first words.

A key is one word or several in a row, whole words, without case, plural or not. A regular
expression is looked for as in `cards/keys.py`, within the same bounds.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from npcgen.dialogue.cards.keys import Key, Scanned, SearchTime, is_pattern, pattern_key
from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.words import terms_of

REGEX_S = 0.02
"""For all regular expressions of a line."""
Mask = NDArray[np.bool_]
_Terms = tuple[str, ...]


class KeyIndex:
    """The keys of a world's entries. Entries are named by their place in the list."""

    def __init__(self, entries: Sequence[LoreEntry]) -> None:
        self._by_first: defaultdict[str, list[tuple[_Terms, int, str]]] = defaultdict(list)
        self._patterns: list[tuple[Key, int]] = []
        self._secondary: dict[int, KeyIndex] = {}
        for at, entry in enumerate(entries):
            for key in entry.keys:
                self._add(key, at)
            if entry.secondary_keys:
                self._secondary[at] = KeyIndex([entry.model_copy(update=_only_secondary(entry))])

    def found_in(self, line: str, allowed: Mask) -> dict[int, str]:
        """The allowed entries whose keys stand in the line, and the key that does: the longest."""
        return self._found(terms_of(line), line, allowed)

    def _found(self, terms: Sequence[str], line: str, allowed: Mask) -> dict[int, str]:
        found: dict[int, str] = {}
        for start, first in enumerate(terms):
            for key, at, written in self._by_first.get(first, ()):
                if allowed[at] and tuple(terms[start : start + len(key)]) == key:
                    found[at] = max(found.get(at, ""), written, key=len)
        self._find_patterns(line, allowed, found)
        return {at: key for at, key in found.items() if self._secondary_agrees(at, terms, line)}

    def _find_patterns(self, line: str, allowed: Mask, found: dict[int, str]) -> None:
        scanned, budget = Scanned(line), SearchTime(REGEX_S)
        for key, at in self._patterns:
            if allowed[at] and at not in found and key.matches(scanned, budget):
                found[at] = key.written

    def _secondary_agrees(self, at: int, terms: Sequence[str], line: str) -> bool:
        second = self._secondary.get(at)
        return second is None or bool(second._found(terms, line, np.ones(1, np.bool_)))

    def _add(self, written: str, at: int) -> None:
        if is_pattern(written):
            if pattern := pattern_key(written, case_sensitive=False):
                self._patterns.append((pattern, at))
        elif terms := tuple(terms_of(written)):
            self._by_first[terms[0]].append((terms, at, written))


def _only_secondary(entry: LoreEntry) -> dict[str, tuple[str, ...]]:
    return {"keys": entry.secondary_keys, "secondary_keys": ()}
