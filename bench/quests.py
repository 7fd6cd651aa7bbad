"""`python -m bench.quests`: what quests of a world cost, and how they differ.

Process CPU time, as other programs share the machine. The world is one of 30 places, 40 characters
and 60 items; `tests/worldgen/quests/worlds.py` draws it. `--write` keeps the table in
bench/QUESTS.md.
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from bench.figures import Figure, as_markdown, as_table
from bench.sections import put
from tests.worldgen.quests.worlds import random_world
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.generate import WHOLE, Report, Share, generate
from worldgen.quests.grounding import Grounded, ground
from worldgen.quests.making import worded
from worldgen.quests.motives import Want, bundled_motives, wants
from worldgen.quests.patterns import FactIndex
from worldgen.quests.planner import Plan, plan
from worldgen.quests.quest import Quest
from worldgen.quests.schema import PLAYER
from worldgen.quests.spec import QuestSpec
from worldgen.quests.world import World

Made = TypeVar("Made")
REPORT = Path(__file__).parent / "QUESTS.md"
HEADING = "What quests cost: `python -m bench.quests`"
WORLD_SEED = 1
SPEC = QuestSpec(count=100, seed=3, deadline_ms=600_000)
"""NOTE: a deadline so late that nothing is cut short."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write bench/QUESTS.md")
    options = parser.parse_args()
    console = Console(width=110)
    with console.status("measuring, half a minute"):
        world = random_world(WORLD_SEED)
        grounded, seconds = _timed(lambda: ground(world))
        figures = [*_first_plans(world, grounded), *_out_of_reach(world, grounded)]
        (quests, report), cpu_s = _timed(lambda: _made(world, WHOLE))
        figures += [
            Figure(f"{len(quests)} quests with words, two processes", _slower_of_two_s(), "s", 5),
            *_quests(world, quests, report),
        ]
    told = _told(quests, seconds, cpu_s)
    console.print(as_table(figures), told)
    if options.write:
        put(REPORT, "Quests, measured", HEADING, f"{as_markdown(figures)}\n\n{told}")


def _first_plans(world: World, grounded: Grounded) -> Iterator[Figure]:
    """Of everything that anybody there wants."""
    found: list[Want] = list(wants(bundled_motives(), FactIndex(world)))
    goals = list(dict.fromkeys(want.goal for want in found))
    made = [_timed(partial(plan, grounded, goal)) for goal in goals]
    planned = [1000 * seconds for way, seconds in made if isinstance(way, Plan)]
    given_up = sum(not isinstance(way, Plan) and not way.proved for way, _ in made)
    yield Figure(f"first plan of {len(planned)}, median", statistics.median(planned), "ms", 20)
    yield Figure("first plan, worst", max(planned), "ms", 100)
    yield Figure("goals neither planned nor refused", given_up, "", 0)


def _out_of_reach(world: World, grounded: Grounded) -> Iterator[Figure]:
    """Of each item, once it is gone for good: to have it."""
    taken = []
    for item in world.of_type("item"):
        left = [fact for fact in world.facts if fact.name not in {"has", "lies", "makes"}]
        left += [f for f in world.facts if f.name in {"has", "lies", "makes"} and item not in f.of]
        goal = [Literal(Fact("has", (PLAYER, item)))]
        way, seconds = _timed(partial(plan, grounded, goal, left))
        assert not isinstance(way, Plan), f"{item} is gone, and was found"
        assert way.proved, f"{item} is gone, and nobody knows"
        taken.append(1000 * seconds)
    yield Figure(f"out of reach, {len(taken)} goals, worst", max(taken), "ms", 5)


def _made(world: World, share: Share) -> tuple[list[Quest], Report]:
    making, quests = generate(world, SPEC, share=share), list[Quest]()
    while True:
        try:
            quests.append(worded(world, next(making)))
        except StopIteration as end:
            return quests, end.value


def _slower_of_two_s() -> float:
    """CPU of the slower, which is the wall time where nothing else runs; each makes half."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return max(pool.map(_share_s, [Share(at, 2) for at in range(2)]))


def _share_s(share: Share) -> float:
    return _timed(lambda: _made(random_world(WORLD_SEED), share))[1]


def _quests(world: World, quests: list[Quest], report: Report) -> Iterator[Figure]:
    having = {want.motive for want in wants(bundled_motives(), FactIndex(world))}
    motives = {quest.motive for quest in quests}
    skeletons = {quest.branches[0].skeleton for quest in quests}
    doubtful = sum(n for why, n in report.refused.items() if "nobody can tell" in why)
    yield Figure("left out, as a loss is in doubt", doubtful, "", 0)
    yield Figure("verb skeletons", len(skeletons), "", 60, at_most=False)
    yield Figure("motives used", len(motives), "", len(having), at_most=False)
    yield Figure("two or more endings", 100 * _share_with_endings(quests), "%", 80, at_most=False)


def _share_with_endings(quests: list[Quest]) -> float:
    """Of quests whose branches leave the world in different states."""

    def ending(quest: Quest, at: int) -> frozenset[Literal]:
        return frozenset(literal for step in quest.branches[at].steps for literal in step.does)

    differing = [{ending(quest, at) for at in range(len(quest.branches))} for quest in quests]
    return sum(len(endings) > 1 for endings in differing) / len(quests)


def _told(quests: list[Quest], grounding_s: float, cpu_s: float) -> str:
    repairs = Counter(repair.kind for quest in quests for repair in quest.repairs)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(repairs.items()))
    steps = statistics.median(len(quest.branches[0].steps) for quest in quests)
    failures = sum(len(quest.failures) for quest in quests)
    return (
        f"One process takes {cpu_s:.1f} s for them, filling the world's actions in "
        f"{1000 * grounding_s:.0f} ms. First ways have {steps:g} steps (median); for what gets "
        f"lost they have {repairs.total()} repairs ({kinds}) and declare {failures} failures."
    )


def _timed(made: Callable[[], Made]) -> tuple[Made, float]:
    """What it made, and seconds of CPU."""
    start = time.process_time()
    thing = made()
    return thing, time.process_time() - start


if __name__ == "__main__":
    main()
