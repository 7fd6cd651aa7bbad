"""What holds of every dungeon."""

from worldgen.levels.level import Level
from worldgen.levels.proof import Obligation


def promises_of(level: Level) -> tuple[Obligation, ...]:
    return (
        Obligation("all_reachable"),
        Obligation("entities_reachable", {"kinds": ("key", "loot", "npc_place", "enemy")}),
        Obligation("cycles", {"low": len(level.links) - len(level.rooms) + 1}),
        *(Obligation("lock_holds", {"lock": lock.id}) for lock in level.of_kind("lock")),
    )
