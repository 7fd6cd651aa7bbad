"""What every generator yields: a step at a time, so that progress, previews, deadlines and the
plain call share one path."""

from collections.abc import Generator
from dataclasses import dataclass

from worldgen.levels.level import Level
from worldgen.levels.proof import Obligation


@dataclass(frozen=True, slots=True)
class Step:
    """NOTE: at least one every 50 ms of work, for it is where a generation can be stopped."""

    phase: str
    """What is being done, for people: "carving corridors"."""
    fraction: float
    """Of all the work, 0..1; never falls."""
    draft: Level | None = None
    """What there is so far, where it is worth a look."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished level, not yet proven, and what its generator promises of it."""

    level: Level
    obligations: tuple[Obligation, ...] = ()


Steps = Generator[Step, None, Made]
"""Ends with the level. Raises Unsatisfiable, OutOfTime or InvalidSpec."""
