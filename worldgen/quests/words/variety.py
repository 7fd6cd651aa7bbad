"""How much alike the texts of many quests are."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
SHINGLE = 4
"""Words."""
ALIKE = 0.8
"""Jaccard similarity of shingles from which two texts are near duplicates."""


@dataclass(frozen=True, slots=True)
class Variety:
    """Of the texts of one role."""

    texts: int
    distinct: int
    """Different texts."""
    distinct_2: float
    """Different pairs of words, of all pairs: 0..1 (Li et al. 2016)."""
    distinct_3: float
    near_duplicates: int
    """Texts that are alike, or the same, as one before them."""


def variety_of(texts: Iterable[tuple[str, str]]) -> Mapping[str, Variety]:
    """Of (role, text) pairs, by role."""
    by_role: dict[str, list[list[str]]] = defaultdict(list)
    for role, text in texts:
        by_role[role].append(_WORD.findall(text.lower()))
    return {role: _variety(words) for role, words in sorted(by_role.items())}


def _variety(texts: list[list[str]]) -> Variety:
    distinct = len({tuple(words) for words in texts})
    return Variety(
        len(texts), distinct, _distinct(texts, 2), _distinct(texts, 3), _near_duplicates(texts)
    )


def _grams(words: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]


def _distinct(texts: list[list[str]], size: int) -> float:
    counted = Counter(gram for words in texts for gram in _grams(words, size))
    return len(counted) / max(1, counted.total())


def _near_duplicates(texts: list[list[str]]) -> int:
    """Candidates share a shingle; memory grows with the texts."""
    with_shingle: dict[tuple[str, ...], list[int]] = defaultdict(list)
    seen: list[frozenset[tuple[str, ...]]] = []
    alike = 0
    for words in texts:
        shingles = frozenset(_grams(words, SHINGLE))
        shared = Counter(at for shingle in shingles for at in with_shingle[shingle])
        alike += any(
            count >= ALIKE * (len(shingles) + len(seen[at]) - count) for at, count in shared.items()
        )
        for shingle in shingles:
            with_shingle[shingle].append(len(seen))
        seen.append(shingles)
    return alike
