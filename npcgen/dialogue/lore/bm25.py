"""Finds entries by the words of their texts: BM25 over the entries that may be known, no others.

Robertson and Zaragoza, The Probabilistic Relevance Framework (2009). How rare a word is and how
long entries are on average is counted inside the mask, so that what is outside leaves no trace in
the scores. The full-text search of the store can't do that: it is asked before the gate.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.keys import Mask
from npcgen.dialogue.lore.words import COMMON, telling_terms, terms_of

MOST_FOUND = 16
MOST_TERMS = 24
"""Words of a line that are looked for: the rarest tell the most, but the first ones are taken."""
_K1, _B = 1.2, 0.75
_TITLE_WEIGHT = 2
_SHARE = 0.34
"""Of what the line's words tell, an entry has to hold at least this, or two of the words."""


@dataclass(frozen=True, slots=True)
class _Postings:
    """The entries that hold a word, and how often."""

    entries: NDArray[np.int32]
    counts: NDArray[np.float32]


class TextIndex:
    """The words of a world's entries. Entries are named by their place in the list."""

    def __init__(self, entries: Sequence[LoreEntry]) -> None:
        rows: defaultdict[str, tuple[array[int], array[int]]] = defaultdict(
            lambda: (array("i"), array("i"))
        )
        lengths = []
        for at, entry in enumerate(entries):
            counts = _counts(entry)
            lengths.append(counts.total())
            for term, count in counts.items():
                rows[term][0].append(at)
                rows[term][1].append(count)
        self._lengths = np.array(lengths, np.float32)
        self._postings = {
            term: _Postings(np.array(ats, np.int32), np.array(counts, np.float32))
            for term, (ats, counts) in rows.items()
        }

    def found_in(self, line: str, allowed: Mask) -> dict[int, tuple[str, ...]]:
        """The allowed entries that hold what the line is about, the best first, at most
        MOST_FOUND; each with the words that it holds.
        """
        known = int(allowed.sum())
        asked = telling_terms(line)[:MOST_TERMS]
        if not known or not asked:
            return {}
        length = self._lengths / max(1.0, float(self._lengths[allowed].mean()))
        scores, told = np.zeros(len(allowed)), np.zeros(len(allowed))
        hits = np.zeros(len(allowed), np.int32)
        holders: dict[str, NDArray[np.int32]] = {}
        total = 0.0
        for term in asked:
            entries, counts = self._inside(term, allowed)
            rarity = float(np.log(1 + (known - len(entries) + 0.5) / (len(entries) + 0.5)))
            total += rarity
            holders[term] = entries
            share = counts + _K1 * (1 - _B + _B * length[entries])
            scores[entries] += rarity * counts * (_K1 + 1) / share
            told[entries] += rarity
            hits[entries] += 1
        enough = np.flatnonzero((told >= _SHARE * total) & (hits > 0) | (hits > 1))
        best = enough[np.lexsort((enough, -scores[enough]))][:MOST_FOUND]
        return {int(at): tuple(term for term in asked if at in holders[term]) for at in best}

    def _inside(self, term: str, allowed: Mask) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        found = self._postings.get(term)
        if found is None:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        inside = allowed[found.entries]
        return found.entries[inside], found.counts[inside]


def _counts(entry: LoreEntry) -> Counter[str]:
    """NOTE: a title's words count twice, and what everybody says isn't kept."""
    counts = Counter(terms_of(entry.text))
    for term in terms_of(entry.title):
        counts[term] += _TITLE_WEIGHT
    return Counter({term: count for term, count in counts.items() if term not in COMMON})
