"""The next want, and the first way to it: new in its verbs, as long and as hard as asked for."""

import math
from dataclasses import dataclass

from worldgen.quests.branches import Task, Way, Ways
from worldgen.quests.candidates import Candidates
from worldgen.quests.choosing import Recent
from worldgen.quests.motives import Want
from worldgen.quests.planner import Unreachable
from worldgen.quests.spec import QuestSpec
from worldgen.quests.world import World
from worldgen.rng import Stream

ATTEMPTS = 48
"""Wants that are tried for one quest before it is left out."""
NOVEL_ATTEMPTS = 12
"""Of these: how many are tried for verbs that weren't there lately."""
_COMPANION = 0.25
"""How often two wants become one quest; oftener where the first was offered before."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A want, how often it was offered before, and the first way."""

    want: Want
    variant: int
    task: Task
    way: Way


class Drafting:
    """Remembers first ways, and what was offered."""

    def __init__(self, world: World, spec: QuestSpec, ways: Ways, candidates: Candidates) -> None:
        self._world, self._spec = world, spec
        self._ways, self._candidates = ways, candidates
        self._recent = Recent(spec.avoid)
        self._first: dict[Want, Way | Unreachable] = {}

    def next(self, stream: Stream) -> Draft | None:
        """One whose verbs are new; else the least worn. None where there is nothing new at all."""
        best: tuple[float, Draft] | None = None
        for attempt in range(ATTEMPTS):
            if not self._candidates.all or (best is not None and attempt >= NOVEL_ATTEMPTS):
                break
            draft = self._attempt(stream)
            if draft is None:
                continue
            worn = self._recent.alike(draft.way.skeleton)
            if best is None or worn < best[0]:
                best = worn, draft
            if worn == 0:
                break
        if best is None:
            return None
        self._recent.add(best[1].want, best[1].way)
        return best[1]

    def _attempt(self, stream: Stream) -> Draft | None:
        single = self._recent.next_of(self._candidates.all, stream)
        if isinstance(way := self._first_way(single), Unreachable):
            self._candidates.drop(single, str(way))
            return None
        want, variant = single, self._recent.times(single)
        if stream.chance(1 - (1 - _COMPANION) / (1 + variant)):
            want = self._candidates.with_another(single, stream) or single
            variant = self._recent.times(want)
        task = self._task(want)
        found = self._varied(want, task, stream) if variant else self._first_way(want)
        if isinstance(found, Unreachable) or not self._fits(want, found):
            return None
        return Draft(want, variant, task, found)

    def _task(self, want: Want) -> Task:
        asking = self._candidates.asking(want.giver)
        assert asking is not None, "those who can't be met aren't candidates"
        return Task(self._world.facts, want.goal, asking.keeps, want.thanks)

    def _first_way(self, want: Want) -> Way | Unreachable:
        if want not in self._first:
            self._first[want] = self._ways.first(self._task(want))
        return self._first[want]

    def _varied(self, want: Want, task: Task, stream: Stream) -> Way | Unreachable:
        """Another first way than before: some of what it did is banned."""
        first = self._first_way(want)
        if isinstance(first, Unreachable):
            return first
        banned = stream.sample(first.actions, 1 + stream.below(3))
        return self._ways.first(task, banned, thorough=False)

    def _fits(self, want: Want, way: Way) -> bool:
        """Whether it is as long and as hard as the spec asks for, and may come again."""
        spec = self._spec
        fits = (
            spec.min_steps <= len(way.actions) <= spec.max_steps
            and spec.difficulty in ("any", spec.economy.difficulty(way.danger))
            and self._recent.alike(way.skeleton) < math.inf
            and not self._recent.was(self._world, want, way)
        )
        if not fits:
            self._candidates.refused[f"{want.giver}'s {want.motive} isn't as asked for"] += 1
        return fits
