"""Which models are trusted with more than talking: a summary, a level, a feeling.

Small ones only speak, but for the jobs that their files say they were made for.
"""

from typing import Literal

from npcgen.engine.base import ModelInfo

Job = Literal["action", "backstory", "feeling", "level", "memory", "quest", "texture"]
"""To choose what an NPC does, tell its life from its fields, say how it feels, read a prompt for a
level, a quest or a texture, and sum up a talk."""

MIN_PARAMETERS = 1_000_000_000
"""NOTE: below, what a model writes under a grammar is well-formed and mostly wrong."""


def can_write(info: ModelInfo, job: Job) -> bool:
    """Whether it is large, or made for the job.

    A server behind an API doesn't say how large its model is, and is taken to be large.
    """
    is_large = info.parameters >= MIN_PARAMETERS or info.backend == "openai"
    return is_large or job in info.jobs
