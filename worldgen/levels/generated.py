"""What a generation ends with."""

from dataclasses import dataclass

from worldgen.levels.level import Level
from worldgen.levels.proof import Proof
from worldgen.levels.spec import LevelSpec
from worldgen.provenance import Provenance


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """A level, its proof, the spec it was made from, and where it comes from."""

    level: Level
    proof: Proof
    spec: LevelSpec
    provenance: Provenance


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What was made for a prompt, or without one."""

    made: Generated
    unused_words: tuple[str, ...] = ()
    """Of the prompt: those that nothing was made of."""
