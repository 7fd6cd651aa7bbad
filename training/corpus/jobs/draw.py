"""Which drawer makes the samples of which job."""

import random
from collections.abc import Callable, Mapping

from training.corpus.jobs.action import draw_action
from training.corpus.jobs.backstory import draw_backstory
from training.corpus.jobs.level import draw_level
from training.corpus.jobs.memory import draw_memory
from training.corpus.jobs.quest import draw_quest
from training.corpus.jobs.sample import Job, Sample
from training.corpus.jobs.texture import draw_texture
from training.corpus.jobs.words import draw_words
from training.corpus.lexicon import Split

DRAWN_BY: Mapping[Job, Callable[[random.Random, Split], Sample]] = {
    "level": draw_level,
    "texture": draw_texture,
    "action": draw_action,
    "quest": draw_quest,
    "memory": draw_memory,
    "words": draw_words,
    "backstory": draw_backstory,
}


def draw_job(job: Job, rng: random.Random, split: Split = "training") -> Sample:
    """A sample of a job: the same for the same state of `rng`."""
    return DRAWN_BY[job](rng, split)
