"""Finds the shortest way through a level: the moves of its proof.

Breadth first over (cell, keys in hand), which is exact: docs/concepts/levels.md has the rules.
Knows no generator; `verify`, which replays the moves, knows nothing of this.
"""

from worldgen.levels.level import Level
from worldgen.levels.solving.platform import solve_platform
from worldgen.levels.solving.push import solve_push
from worldgen.levels.solving.walk import solve_walk


def solve(level: Level) -> tuple[str, ...]:
    """The moves from the spawn to the exit, at most as many as any others.

    Empty where there is no spawn, nothing to reach, no way, or one too large to be searched for.
    """
    if not level.of_kind("spawn"):
        return ()
    if level.movement.kind == "push":
        return solve_push(level)
    if not level.of_kind("exit"):
        return ()
    if level.movement.kind == "platform":
        return solve_platform(level)
    return solve_walk(level)
