"""Which want comes next: those that were offered lately, and plans like them, have to wait."""

import math
from collections import Counter, deque
from collections.abc import Collection, Sequence

from worldgen.quests.motives import Want
from worldgen.rng import Stream

RECENT = 200
"""Quests whose verbs are remembered."""


class Recent:
    """What was offered lately; of bounded size, however many quests are made."""

    def __init__(self, avoid: Collection[str]) -> None:
        self._avoid = frozenset(avoid)
        self._motives: Counter[str] = Counter()
        self._givers: Counter[str] = Counter()
        self._wants: Counter[Want] = Counter()
        self._skeletons: deque[tuple[str, ...]] = deque()
        self._alike: Counter[tuple[str, ...]] = Counter()

    def add(self, want: Want, skeleton: tuple[str, ...]) -> None:
        self._motives[want.motive] += 1
        self._givers[want.giver] += 1
        self._wants[want] += 1
        self._skeletons.append(skeleton)
        self._alike[skeleton] += 1
        if len(self._skeletons) > RECENT:
            oldest = self._skeletons.popleft()
            self._alike[oldest] -= 1
            if not self._alike[oldest]:
                del self._alike[oldest]

    def times(self, want: Want) -> int:
        """How often it was offered."""
        return self._wants[want]

    def alike(self, skeleton: tuple[str, ...]) -> float:
        """How many lately had the same verbs; infinite where it is to be avoided."""
        if " ".join(skeleton) in self._avoid:
            return math.inf
        return self._alike[skeleton]

    def avoids(self, quest_id: str) -> bool:
        return quest_id in self._avoid

    def weight(self, want: Want) -> float:
        """How likely a want comes next: less with each time that it, or one like it, came."""
        worn = (1 + self._motives[want.motive]) * (1 + self._givers[want.giver])
        return want.weight / (worn * math.pow(1 + self._wants[want], 3))

    def next_of(self, wants: Sequence[Want], stream: Stream) -> Want:
        """One of them; there has to be one."""
        return stream.weighted(wants, [self.weight(want) for want in wants])
