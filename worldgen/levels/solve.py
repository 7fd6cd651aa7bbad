"""Finds a way through a level: the moves of its proof."""

from worldgen.levels.level import Level


def solve(level: Level) -> tuple[str, ...]:
    raise NotImplementedError
