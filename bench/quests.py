"""`python -m bench.quests`: what quests of a world cost, and how they differ.

Process CPU time, as other programs share the machine. The world is one of 30 places, 40 characters
and 60 items; `tests/worldgen/quests/worlds.py` draws it.
"""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from tests.worldgen.quests.worlds import random_world
from worldgen.quests.facts import Literal
from worldgen.quests.generate import generate
from worldgen.quests.grounding import Grounded, ground
from worldgen.quests.motives import Want, bundled_motives, wants
from worldgen.quests.patterns import FactIndex
from worldgen.quests.planner import Plan, plan
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.world import World

Made = TypeVar("Made")
WORLD_SEED = 1
COUNT = 100
DEADLINE_MS = 600_000
"""So long that nothing is cut short."""


def main() -> None:
    console = Console(width=110)
    table = Table("what", "measured", "aim")
    with console.status("measuring, about a minute"):
        world = random_world(WORLD_SEED)
        grounded, seconds = _timed(lambda: ground(world))
        table.add_row("filling the world's actions in", f"{seconds * 1000:.0f} ms", "")
        for row in _first_plans(world, grounded):
            table.add_row(*row)
        for row in _quests(world):
            table.add_row(*row)
    console.print(table)


def _first_plans(world: World, grounded: Grounded) -> list[tuple[str, str, str]]:
    """Of everything that anybody there wants."""
    found: list[Want] = list(wants(bundled_motives(), FactIndex(world)))
    goals = list(dict.fromkeys(want.goal for want in found))
    made = [_timed(partial(plan, grounded, goal)) for goal in goals]
    planned = sorted(seconds for way, seconds in made if isinstance(way, Plan))
    refused = sorted(seconds for way, seconds in made if not isinstance(way, Plan) and way.missing)
    given_up = sum(not isinstance(way, Plan) and not way.missing for way, _ in made)
    return [
        ("goals, plans", f"{len(goals)}, {len(planned)}", ""),
        ("first plan, median", f"{statistics.median(planned) * 1000:.1f} ms", "20 ms"),
        ("first plan, worst", f"{planned[-1] * 1000:.1f} ms", "100 ms"),
        ("out of reach, worst", f"{refused[-1] * 1000:.1f} ms" if refused else "-", "5 ms"),
        ("given up on", str(given_up), "0"),
    ]


def _quests(world: World) -> list[tuple[str, str, str]]:
    spec = QuestSpec(count=COUNT, seed=3, deadline_ms=DEADLINE_MS)
    quests, seconds = _timed(lambda: list(generate(world, spec)))
    skeletons = {quest.branches[0].skeleton for quest in quests}
    motives = {quest.motive for quest in quests}
    having = {want.motive for want in wants(bundled_motives(), FactIndex(world))}
    steps = statistics.median(len(quest.branches[0].steps) for quest in quests)
    repairs = Counter(repair.kind for quest in quests for repair in quest.repairs)
    return [
        (f"{len(quests)} quests", f"{seconds:.1f} s", "5 s"),
        ("verb skeletons", str(len(skeletons)), "60"),
        ("motives used, in the world", f"{len(motives)}, {len(having)}", "all"),
        ("two or more endings", f"{_share_with_endings(quests):.0%}", "80 %"),
        ("steps, median", f"{steps:g}", ""),
        ("repairs", ", ".join(f"{kind} {n}" for kind, n in sorted(repairs.items())), ""),
    ]


def _share_with_endings(quests: list[Quest]) -> float:
    """Of quests whose branches leave the world in different states."""

    def ending(quest: Quest, at: int) -> frozenset[Literal]:
        return frozenset(literal for step in quest.branches[at].steps for literal in step.does)

    differing = [{ending(quest, at) for at in range(len(quest.branches))} for quest in quests]
    return sum(len(endings) > 1 for endings in differing) / len(quests)


def _timed(made: Callable[[], Made]) -> tuple[Made, float]:
    """What it made, and seconds of CPU."""
    start = time.process_time()
    thing = made()
    return thing, time.process_time() - start


if __name__ == "__main__":
    main()
