"""From a world to its quests: the file to read first.

World -> ground -> wants, by motive -> choose one -> plan -> branches -> rewards -> Quest

One quest after the other, in memory that doesn't grow with their number.
"""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field

from worldgen.clock import Clock
from worldgen.errors import NobodyAsks, OutOfReach
from worldgen.quests.assembling import Origin, assembled, finished, quest_id
from worldgen.quests.branches import Way, Ways
from worldgen.quests.canonical import sha256, world_sha256
from worldgen.quests.choosing import Recent
from worldgen.quests.grounding import ground
from worldgen.quests.motives import (
    Motives,
    Want,
    bundled_motives,
    places_of,
    wants,
)
from worldgen.quests.patterns import FactIndex
from worldgen.quests.planner import Unreachable
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec, asked_goal, check
from worldgen.quests.states import holds
from worldgen.quests.world import World
from worldgen.rng import Stream

ATTEMPTS = 48
"""Wants that are tried for one quest before it is left out."""
NOVEL_ATTEMPTS = 8
"""Of these: how many are tried for verbs that weren't there lately."""


@dataclass(slots=True)
class Report:
    """What became of a spec: how many quests, and why wants came to nothing."""

    made: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(reason for reason, _ in self.refused.most_common())


def generate(
    world: World, spec: QuestSpec, motives: Motives | None = None
) -> Generator[Quest, None, Report]:
    """Quests, one at a time; fewer than asked for where the world has no more.

    Raises InvalidSpec, NobodyAsks where there would be none, OutOfReach for a goal that can't be
    reached, and OutOfTime.
    """
    clock = Clock.ending_in(spec.deadline_ms)
    motives = motives or bundled_motives()
    check(spec, world, motives)
    making = _Making(world, spec, motives)
    for number in range(spec.count):
        clock.check(f"making quest {number + 1} of {spec.count}")
        quest = making.next(Stream("quests", world.id, spec.seed, number))
        if quest is None:
            break
        making.report.made += 1
        yield quest
    if not making.report.made:
        raise NobodyAsks(
            f"nobody in {world.name} has a quest to give: {'; '.join(making.report.reasons)}",
            making.report.reasons,
        )
    return making.report


@dataclass(frozen=True, slots=True)
class _Draft:
    want: Want
    variant: int
    way: Way


class _Making:
    """The state of one generation."""

    def __init__(self, world: World, spec: QuestSpec, motives: Motives) -> None:
        self.report = Report()
        self._spec = spec
        self._world = world
        self._ways = Ways(ground(world))
        both = sha256({"spec": spec, "world": world_sha256(world)})
        self._origin = Origin(world, spec.economy, spec.seed, both)
        self._recent = Recent(spec.avoid)
        self._wants = self._candidates(motives)
        self._first: dict[Want, Way] = {}

    def next(self, stream: Stream) -> Quest | None:
        """None where nobody has anything new to ask for."""
        draft = self._drafted(stream)
        if draft is None:
            return None
        self._recent.add(draft.want, draft.way.skeleton)
        others = self._ways.others(self._world.facts, draft.want.goal, draft.way)
        quest = assembled(self._origin, draft.want, (draft.way, *others), draft.variant)
        return finished(self._origin, quest)

    def _candidates(self, motives: Motives) -> list[Want]:
        index = FactIndex(self._world)
        if self._spec.goal:
            return [self._asked(motives, index)]
        meetable: dict[str, bool] = {}
        found: dict[Want, None] = {}
        for want in wants(motives, index):
            if want.giver not in meetable:
                meetable[want.giver] = self._can_meet(motives, index, want.giver)
            if self._wanted(want, meetable[want.giver]):
                found[want] = None
        if not found and not self.report.refused:
            self.report.refused["no fact of this world makes anybody want anything"] += 1
        return list(found)

    def _wanted(self, want: Want, meetable: bool) -> bool:
        spec = self._spec
        if spec.givers and want.giver not in spec.givers:
            return False
        if spec.motives and want.motive not in spec.motives:
            return False
        if not meetable:
            self.report.refused[f"{want.giver} can't be met"] += 1
        return meetable and not holds(self._world.facts, want.goal)

    def _can_meet(self, motives: Motives, index: FactIndex, giver: str) -> bool:
        reachable = self._ways.grounded.reachable
        return any(
            all(literal.fact in reachable for literal in meets)
            for meets in places_of(motives, index, giver)
        )

    def _asked(self, motives: Motives, index: FactIndex) -> Want:
        """What the spec makes its first giver ask for. Raises OutOfReach with what is missing."""
        giver, goal = self._spec.givers[0], asked_goal(self._spec, self._world)
        way = self._ways.first(self._world.facts, goal)
        if isinstance(way, Unreachable):
            told = " and ".join(map(str, goal))
            raise OutOfReach(f"{told} can't be reached: {way}", tuple(map(str, way.missing)))
        return Want("errand", giver, (), goal, (), (), 1.0)

    def _drafted(self, stream: Stream) -> _Draft | None:
        """A want whose first way is new; else that whose verbs are the least worn."""
        best: tuple[float, _Draft] | None = None
        for attempt in range(ATTEMPTS):
            if not self._wants or (best is not None and attempt >= NOVEL_ATTEMPTS):
                break
            draft = self._attempt(stream)
            if draft is None:
                continue
            worn = self._recent.alike(draft.way.skeleton)
            if best is None or worn < best[0]:
                best = worn, draft
            if worn == 0:
                break
        return best[1] if best else None

    def _attempt(self, stream: Stream) -> _Draft | None:
        want = self._recent.next_of(self._wants, stream)
        variant = self._recent.times(want)
        way = self._way(want, variant, stream)
        if way is None:
            self._wants.remove(want)
            return None
        ident = quest_id(self._world, want, variant)
        if self._recent.avoids(ident) or not self._fits(way):
            self.report.refused[f"{want.giver}'s {want.motive} isn't as asked for"] += 1
            return None
        return _Draft(want, variant, way)

    def _way(self, want: Want, variant: int, stream: Stream) -> Way | None:
        if want not in self._first:
            way = self._ways.first(self._world.facts, want.goal)
            if isinstance(way, Unreachable):
                self.report.refused[f"{want.giver}'s {want.motive}: {way}"] += 1
                return None
            self._first[want] = way
        first = self._first[want]
        if not variant:
            return first
        banned = stream.sample(first.actions, 1 + stream.below(2))
        again = self._ways.first(self._world.facts, want.goal, banned)
        return first if isinstance(again, Unreachable) else again

    def _fits(self, way: Way) -> bool:
        """Whether it is as long and as hard as the spec asks for, and its verbs may come again."""
        spec = self._spec
        danger = sum(action.action.schema.danger for action in way.actions)
        return (
            spec.min_steps <= len(way.actions) <= spec.max_steps
            and spec.difficulty in ("any", spec.economy.difficulty(danger))
            and self._recent.alike(way.skeleton) != float("inf")
        )
