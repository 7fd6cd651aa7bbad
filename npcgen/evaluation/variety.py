"""How varied texts are. Source of distinct-n: Li et al. (2016), A diversity-promoting objective."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SIZES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Variety:
    """Of some texts."""

    replies: int
    distinct: int
    """Texts that none before has the words of."""
    distinct_n: Mapping[int, float]
    """Different runs of so many words, as a share of all of them, 0..1."""


def measure(texts: Sequence[str]) -> Variety:
    """Case and marks don't matter."""
    words = [tuple(_WORD.findall(text.lower())) for text in texts]
    shares = {}
    for size in _SIZES:
        runs = [text[at : at + size] for text in words for at in range(len(text) - size + 1)]
        shares[size] = len(set(runs)) / len(runs) if runs else 0.0
    return Variety(len(texts), len(set(words)), shares)
