"""Counts of quests, one by one, whatever their number."""

from collections import Counter
from dataclasses import dataclass, field

from worldgen.quests.quest import Quest


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of quests, by what is counted."""

    quests: int = 0
    skeletons: int = 0
    """Different sequences of verbs, of first branches."""
    givers: int = 0
    motives: dict[str, int] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)
    """By the length of the first branch."""
    branches: dict[int, int] = field(default_factory=dict)


class Counted:
    """Counts quests as they come."""

    def __init__(self) -> None:
        self.quests = 0
        self._skeletons: set[tuple[str, ...]] = set()
        self._givers: set[str] = set()
        self._motives: Counter[str] = Counter()
        self._steps: Counter[int] = Counter()
        self._branches: Counter[int] = Counter()

    def add(self, quest: Quest) -> None:
        self.quests += 1
        skeleton = skeleton_of(quest)
        self._skeletons.add(skeleton)
        self._givers.add(quest.giver)
        self._motives[quest.motive] += 1
        self._steps[len(skeleton)] += 1
        self._branches[len(quest.branches)] += 1

    def tally(self) -> Tally:
        """Of those that were added."""
        return Tally(
            self.quests,
            len(self._skeletons),
            len(self._givers),
            dict(sorted(self._motives.items())),
            dict(sorted(self._steps.items())),
            dict(sorted(self._branches.items())),
        )


def skeleton_of(quest: Quest) -> tuple[str, ...]:
    """The verbs of its first branch."""
    return quest.branches[0].skeleton if quest.branches else ()
