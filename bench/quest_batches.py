"""A batch of quests of one world, made and then judged by the verifier alone, down to counts."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import psutil

from tests.worldgen.quests.worlds import random_world
from worldgen.quests.generate import generate
from worldgen.quests.making import worded
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.verify import Finding, Rules, check, sweep
from worldgen.quests.verify.play import ending
from worldgen.quests.world import World
from worldgen.quests.worlds import bundled_worlds, world_of

DEADLINE_MS = 86_400_000
"""So long that nothing is cut short."""
HUNDRED = 100
_NAMES = {"names", "types", "world", "words"}
"""Findings that say that something is named which isn't there."""


@dataclass(slots=True)
class Batch:
    """Counts. Seconds are of CPU, but for `wall_s`, which is of making alone."""

    number: int
    world: str
    quests: int = 0
    sound: int = 0
    """Played to each end, with nothing wrong."""
    names: int = 0
    """Quests that name what isn't there, words included."""
    stuck: int = 0
    """Quests with a state that is proved to be neither finishable, repaired nor declared."""
    undecided: int = 0
    """Quests with a state that neither a way nor a proof was found for."""
    endings: int = 0
    """Quests whose branches leave the world in two or more different states."""
    extras: int = 0
    """Quests with something to do besides."""
    wall_s: float = 0.0
    make_s: float = 0.0
    check_s: float = 0.0
    sweep_s: float = 0.0
    skeletons: list[int] = field(default_factory=list)
    """Different sequences of verbs in each hundred quests."""
    motives: dict[str, int] = field(default_factory=dict)
    rss_mb: list[float] = field(default_factory=list)
    """After each hundred quests."""
    told: list[str] = field(default_factory=list)
    """The first things that were found."""


def batch_of(number: int, size: int) -> Batch:
    """Batches go round the bundled worlds and random ones of 30 places, 40 characters, 60 items."""
    kinds = (*bundled_worlds(), "")
    name = kinds[number % len(kinds)]
    world = world_of(name) if name else random_world(number)
    batch = Batch(number, world.id)
    judge = _Judge(world, batch)
    quests = generate(world, QuestSpec(count=size, seed=number, deadline_ms=DEADLINE_MS))
    while True:
        wall, cpu = time.perf_counter(), time.process_time()
        quest = next(quests, None)
        if quest is None:
            return batch
        whole = worded(world, quest)
        batch.wall_s += time.perf_counter() - wall
        batch.make_s += time.process_time() - cpu
        judge.judge(whole)


class _Judge:
    """Looks at one quest after the other, and keeps none."""

    def __init__(self, world: World, batch: Batch) -> None:
        self._world, self._batch = world, batch
        self._rules = Rules(world)
        self._skeletons: set[tuple[str, ...]] = set()

    def judge(self, quest: Quest) -> None:
        batch = self._batch
        began = time.process_time()
        checked = check(self._world, quest, rules=self._rules)
        then = time.process_time()
        swept = sweep(self._world, quest, rules=self._rules)
        batch.check_s += then - began
        batch.sweep_s += time.process_time() - then
        batch.quests += 1
        batch.sound += checked.proved
        batch.names += bool(_NAMES & {*checked.broken})
        batch.stuck += bool(swept.findings)
        batch.undecided += bool(swept.undecided)
        batch.endings += len({ending(self._world, branch) for branch in quest.branches}) > 1
        batch.extras += bool(quest.extras)
        self._tell(quest, (*checked.findings, *checked.undecided, *swept.findings))
        self._tell(quest, swept.undecided)
        self._count(quest)

    def _tell(self, quest: Quest, found: Iterable[Finding]) -> None:
        for finding in list(found)[:1]:
            if len(self._batch.told) < 5:
                told = f"{self._world.id}, seed {quest.seed}, {quest.id}, {finding.name}: {finding}"
                self._batch.told.append(told)

    def _count(self, quest: Quest) -> None:
        batch = self._batch
        self._skeletons.add(quest.branches[0].skeleton)
        batch.motives[quest.motive] = batch.motives.get(quest.motive, 0) + 1
        if batch.quests % HUNDRED == 0:
            batch.skeletons.append(len(self._skeletons))
            self._skeletons.clear()
            batch.rss_mb.append(round(psutil.Process().memory_info().rss / 2**20, 1))
