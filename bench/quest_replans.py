"""`python -m bench.quest_replans`: how long it takes to plan anew, as a world's people wander.

Each time somebody goes anywhere, now and then a thing changes hands or somebody dies, and one of
20 quests is planned from what is so by then. Process CPU time; `--write` puts it in QUESTS.md.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, as_markdown
from bench.sections import put
from tests.worldgen.quests.worlds import random_world
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.generate import generate
from worldgen.quests.replanning import Planning
from worldgen.quests.spec import read_spec
from worldgen.quests.verify.play import after
from worldgen.quests.world import World
from worldgen.quests.worlds import world_of
from worldgen.rng import Stream

REPORT = Path(__file__).parent / "QUESTS.md"
HEADING = "Planning anew: `python -m bench.quest_replans`"
QUESTS = 20
TIMES = 200


@dataclass(frozen=True, slots=True)
class Taken:
    first_ms: float
    found_ms: list[float]
    refused_ms: list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write bench/QUESTS.md")
    options = parser.parse_args()
    figures = [*_figures(world_of("emberlow"), 10), *_figures(random_world(1), 30)]
    text = as_markdown(figures)
    print(text)
    if options.write:
        put(REPORT, "Quests, measured", HEADING, text)


def _figures(world: World, most_ms: float) -> Iterator[Figure]:
    taken = _taken(world)
    every = [*taken.found_ms, *taken.refused_ms]
    yield Figure(f"{world.id}: {len(every)} plans, median", statistics.median(every), "ms", most_ms)
    if taken.refused_ms:
        name = f"{world.id}: {len(taken.refused_ms)} of them none, median"
        yield Figure(name, statistics.median(taken.refused_ms), "ms", 2 * most_ms)
    yield Figure(f"{world.id}: worst", max(every), "ms", 10 * most_ms)
    yield Figure(f"{world.id}: filled in, once", taken.first_ms, "ms", 2000)


def _taken(world: World) -> Taken:
    quests = list(generate(world, read_spec({"count": QUESTS, "seed": 7})))
    planning, draw = Planning(world), Stream("bench", "replans")
    began = time.process_time()
    planning.actions(quests[0].goal, world.facts)
    taken = Taken(1000 * (time.process_time() - began), [], [])
    for facts in _wandering(world, draw.named("wandering")):
        goal = draw.pick(quests).goal
        began = time.process_time()
        found = planning.actions(goal, facts)
        took = 1000 * (time.process_time() - began)
        (taken.found_ms if found else taken.refused_ms).append(took)
    return taken


def _wandering(world: World, draw: Stream) -> Iterator[frozenset[Fact]]:
    people = [each for each in world.of_type("character") if each != "player"]
    places, facts = list(world.of_type("place")), world.facts
    for at in range(TIMES):
        literals = [Literal(Fact("at", (draw.pick(people), draw.pick(places))))]
        if at % 7 == 6:
            had = draw.pick(sorted(fact for fact in facts if fact.name == "has"))
            literals += [Literal(had, False), Literal(Fact("has", (draw.pick(people), had.of[1])))]
        if at % 20 == 19:
            literals.append(Literal(Fact("alive", (draw.pick(people),)), False))
        facts = after(world.schema, facts, literals)
        yield facts


if __name__ == "__main__":
    main()
