"""Which models are trusted to write: a summary, a fact, a feeling. Small ones only speak."""

from npcgen.engine.base import ModelInfo

MIN_PARAMETERS = 1_000_000_000
"""NOTE: below, what a model writes under a grammar is well-formed and mostly wrong."""


def can_write(info: ModelInfo) -> bool:
    """A server behind an API doesn't say how large its model is, and is taken to be large."""
    return info.parameters >= MIN_PARAMETERS or info.backend == "openai"
