"""Which quests tell what an earlier one told."""

from worldgen.quests.quest import Line, Quest
from worldgen.quests.tally import skeleton_of

ALIKE = 0.9
"""Quests with the same verbs are alike when their texts share so much, 0..1."""
_WORDED = frozenset({"title", "summary", "offer"})
_RUN = 3
"""Words that are compared together."""


class Repeats:
    """Finds the quests that tell what an earlier one told."""

    def __init__(self) -> None:
        self._wordings: dict[tuple[str, ...], list[frozenset[tuple[str, ...]]]] = {}

    def is_new(self, quest: Quest) -> bool:
        """Whether no quest before it has the same verbs and nearly the same texts."""
        before = self._wordings.setdefault(skeleton_of(quest), [])
        wording = _wording(quest.lines)
        if any(_shared(wording, other) >= ALIKE for other in before):
            return False
        before.append(wording)
        return True


def _wording(lines: tuple[Line, ...]) -> frozenset[tuple[str, ...]]:
    """Runs of words of what a player reads first."""
    runs: set[tuple[str, ...]] = set()
    for line in lines:
        if line.role in _WORDED:
            words = line.text.lower().split()
            runs |= {tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    return frozenset(runs)


def _shared(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    both = len(one | other)
    return len(one & other) / both if both else 0.0
