"""Which drawer makes the samples of which job, alone or several to one system message."""

import random
from collections.abc import Callable, Mapping
from typing import Protocol

from training.corpus.jobs.action import ActionRounds
from training.corpus.jobs.backstory import BackstoryRounds
from training.corpus.jobs.level import LevelRounds
from training.corpus.jobs.memory import MemoryRounds
from training.corpus.jobs.quest import QuestRounds
from training.corpus.jobs.sample import Job, Sample
from training.corpus.jobs.texture import TextureRounds
from training.corpus.jobs.words import WordsRounds
from training.corpus.lexicon import Split


class Rounds(Protocol):
    """Samples of one job that all open with the same system message."""

    def draw(self) -> Sample: ...


DRAWN_BY: Mapping[Job, Callable[[random.Random, Split], Rounds]] = {
    "level": LevelRounds,
    "texture": TextureRounds,
    "action": ActionRounds,
    "quest": QuestRounds,
    "memory": MemoryRounds,
    "words": WordsRounds,
    "backstory": BackstoryRounds,
}


def draw_job(job: Job, rng: random.Random, split: Split = "training") -> Sample:
    """A sample of a job: the same for the same state of `rng`."""
    return DRAWN_BY[job](rng, split).draw()


def draw_rounds(job: Job, rng: random.Random, split: Split, count: int) -> tuple[Sample, ...]:
    """`count` samples of a job with one system message, `messages[0]` of each.

    The first is that of `draw_job` for the same state of `rng`.
    """
    rounds = DRAWN_BY[job](rng, split)
    return tuple(rounds.draw() for _ in range(count))
