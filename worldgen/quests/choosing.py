"""Which want comes next: those that were offered lately, and plans like them, have to wait."""

import math
from collections import Counter, deque
from collections.abc import Collection, Sequence

from worldgen.quests.assembling import quest_id
from worldgen.quests.branches import Way
from worldgen.quests.motives import Want
from worldgen.quests.world import World
from worldgen.rng import Stream, seed_of

RECENT = 200
"""Quests whose verbs are remembered."""


class Recent:
    """What was offered; but for eight bytes a quest, of bounded size."""

    def __init__(self, avoid: Collection[str]) -> None:
        self._avoid = frozenset(avoid)
        self._motives: Counter[str] = Counter()
        self._givers: Counter[str] = Counter()
        self._wants: Counter[Want] = Counter()
        self._skeletons: deque[tuple[str, ...]] = deque()
        self._alike: Counter[tuple[str, ...]] = Counter()
        self._offered: set[int] = set()

    def add(self, want: Want, way: Way) -> None:
        skeleton = way.skeleton
        self._offered.add(_deed(want, way))
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

    def was(self, world: World, want: Want, way: Way) -> bool:
        """Whether it was offered, in this generation or lately."""
        ident = quest_id(world, want, self._wants[want])
        return ident in self._avoid or _deed(want, way) in self._offered

    def next_of(self, wants: Sequence[Want], stream: Stream) -> Want:
        """One of them: a motive first, then who has it; less likely with each time it came."""
        heaviest: dict[str, float] = {}
        for want in wants:
            heaviest[want.motive] = max(heaviest.get(want.motive, 0.0), want.weight)
        motives = list(heaviest)
        motive = stream.weighted(
            motives, [heaviest[each] / (1 + self._motives[each]) ** 2 for each in motives]
        )
        having = [want for want in wants if want.motive == motive]
        return stream.weighted(having, [self._weight(want) for want in having])

    def _weight(self, want: Want) -> float:
        return want.weight / ((1 + self._givers[want.giver]) * (1 + self._wants[want]) ** 2)


def _deed(want: Want, way: Way) -> int:
    """Who has the player do what: quests in which it is the same are the same."""
    return seed_of(want.giver, *map(str, way.actions))
