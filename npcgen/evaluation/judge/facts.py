"""Whether a reply says a fact: whole, in its own words as far as they mean the same."""

import re
from collections import Counter
from collections.abc import Sequence

from npcgen.evaluation.judge.words import Word, telling_words

_SENTENCE = re.compile(r"(?<=[^\W_])[.!?…]+(?:\s+|$)(?!$)")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St)\.$")
_NEGATION = re.compile(
    r"\b(?:not|never|no|nobody|nothing|none|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_BEFORE = re.compile(r"(?:\b(?:not|never)|n['’]t)(?:\s+(?:a|an|the|in|at|by|on))*\s*$", re.I)
_SLACK = 4
"""Telling words that may stand among those of a fact, besides as many as it has itself."""


def holds(reply: str, fact: str) -> bool:
    """Whether `reply` says all of `fact`: every telling word of each of its sentences, close
    together and neither denied nor affirmed against it.

    Case, articles, end marks, order and endings don't matter; "21" is "twenty-one".
    """
    said = telling_words(reply)
    return all(_says(reply, said, sentence) for sentence in _sentences(fact))


def _says(reply: str, said: Sequence[Word], sentence: str) -> bool:
    wanted = Counter(word.text for word in telling_words(sentence))
    if not wanted:
        return True
    most = 2 * wanted.total() + _SLACK
    is_negated = _NEGATION.search(sentence) is not None
    return any(
        _is_negated(reply, said[first].start, said[last].end) == is_negated
        for first, last in _spans(said, wanted, most)
    )


def _spans(said: Sequence[Word], wanted: Counter[str], most: int) -> list[tuple[int, int]]:
    """The shortest stretches of `said` that hold all of `wanted`, one for each first word."""
    spans = []
    for first, word in enumerate(said):
        if word.text not in wanted:
            continue
        missing = Counter(wanted)
        for last in range(first, min(first + most, len(said))):
            missing -= Counter([said[last].text])
            if not missing:
                spans.append((first, last))
                break
    return spans


def _is_negated(reply: str, start: int, end: int) -> bool:
    inside = _NEGATION.search(reply[start:end]) is not None
    return inside or _BEFORE.search(reply[:start]) is not None


def _sentences(fact: str) -> list[str]:
    """`fact` cut after each sentence; a title with a full stop ends none."""
    pieces, begun = [], 0
    for match in _SENTENCE.finditer(fact):
        if not _TITLED.search(fact[begun : match.end()].rstrip()):
            pieces.append(fact[begun : match.end()])
            begun = match.end()
    return [piece for piece in [*pieces, fact[begun:]] if piece.strip()]
