"""Checks a level against its proof; shares no code with what made either."""

from worldgen.levels.level import Level
from worldgen.levels.proof import Proof


def broken_promises(level: Level, proof: Proof) -> tuple[str, ...]:
    raise NotImplementedError
