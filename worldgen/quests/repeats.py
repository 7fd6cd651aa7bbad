"""Which quests tell what an earlier one told."""

from array import array
from collections.abc import Iterable
from zlib import crc32

from worldgen.quests.quest import Line, Quest
from worldgen.quests.tally import skeleton_of

ALIKE = 0.9
"""Quests with the same verbs are alike when their texts share so much, 0..1."""
_WORDED = frozenset({"title", "summary", "offer"})
_RUN = 3
"""Words that are compared together."""


class Repeats:
    """Finds the quests that tell what an earlier one told; remembers some 300 bytes of each."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, ...], list[tuple[str, array[int]]]] = {}

    def earlier(self, quest: Quest) -> str:
        """The id of one before it with the same verbs and nearly the same texts; "" for a new one,
        which is remembered."""
        before = self._before.setdefault(skeleton_of(quest), [])
        wording = _wording(quest.lines)
        for ident, other in before:
            if _shared(wording, other) >= ALIKE:
                return ident
        before.append((quest.id, array("I", sorted(wording))))
        return ""


def _wording(lines: Iterable[Line]) -> frozenset[int]:
    """Runs of words of what a player reads first, as 32 bits each."""
    runs: set[int] = set()
    for line in lines:
        if line.role in _WORDED:
            words = line.text.lower().split()
            ends = range(_RUN, max(len(words), _RUN) + 1)
            runs |= {crc32(" ".join(words[end - _RUN : end]).encode()) for end in ends}
    return frozenset(runs)


def _shared(one: frozenset[int], other: "array[int]") -> float:
    """Of what either has, what both have: 0..1. The other's are distinct."""
    if min(len(one), len(other)) < ALIKE * max(len(one), len(other)):
        return 0.0
    both = len(one.intersection(other))
    return both / max(1, len(one) + len(other) - both)
