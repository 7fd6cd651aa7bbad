"""`python -m bench.quest_tracker`: events a second through the tracker of quests.

A world of 30 places, 40 characters and 60 items, with 1, 20, 50 and 300 quests followed at once.
Events are deeds of the quests' own steps, people who come and go, and things that change hands;
each is reported by itself. Process CPU time.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.console import Console

from bench.figures import Figure, as_table
from tests.worldgen.quests.worlds import random_world
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.generate import generate
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.tracker import Event, Tracker
from worldgen.quests.world import World
from worldgen.rng import Stream

EVENTS = 20_000
TARGET = 20_000.0
QUESTS = (1, 20, 50, 300)
DIFFERENT = 10
WINDOW = 16
"""How far events are out of order where they are."""


def main() -> None:
    console = Console(width=120)
    with console.status("measuring, a few minutes"):
        figures = [figure for count in QUESTS for figure in _figures(count)]
    console.print(as_table(figures))


def _figures(count: int) -> list[Figure]:
    world = random_world(1)
    quests = _quests(world, count)
    events = _events(world, quests)
    late = _nearly_sorted(events)
    mixed = Stream("bench", "mixed").shuffled(events)
    followed = f"{len(quests)} quests"
    return [
        _figure(f"in order, {followed}", lambda: _singly(world, quests, events)),
        _figure(f"{WINDOW} out of order, {followed}", lambda: _singly(world, quests, late)),
        _figure(f"shuffled, in one lot, {followed}", lambda: _at_once(world, quests, mixed)),
        _figure(f"in order, settled, {followed}", lambda: _settling(world, quests, events)),
    ]


def _quests(world: World, count: int) -> list[Quest]:
    """At most `DIFFERENT` that differ; then the same again, by other ids."""
    made = list(generate(world, read_spec({"count": min(count, DIFFERENT), "seed": 7})))
    return [replace(made[at % len(made)], id=f"quest_{at}") for at in range(count)]


def _figure(name: str, run: Callable[[], None]) -> Figure:
    return Figure(name, EVENTS / _cpu_s(run), "events/s", TARGET, False)


def _cpu_s(run: Callable[[], None]) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before


def _singly(world: World, quests: Sequence[Quest], events: Sequence[Event]) -> None:
    tracker = _started(world, quests)
    for event in events:
        tracker.report(event)


def _at_once(world: World, quests: Sequence[Quest], events: Sequence[Event]) -> None:
    _started(world, quests).report_all(events)


def _settling(world: World, quests: Sequence[Quest], events: Sequence[Event]) -> None:
    tracker = _started(world, quests)
    for event in events:
        tracker.report(event)
        if not event.time % 1000:
            tracker.settle(event.time - 1000)


def _started(world: World, quests: Sequence[Quest]) -> Tracker:
    tracker = Tracker(world)
    for quest in quests:
        tracker.start(quest)
    return tracker


def _events(world: World, quests: Sequence[Quest]) -> list[Event]:
    draw = Stream("bench", "quest events")
    people, places = list(world.of_type("character")), list(world.of_type("place"))
    items = list(world.of_type("item"))
    steps = [step for quest in quests for branch in quest.branches for step in branch.steps]
    events = []
    for at in range(EVENTS):
        if at % 4 == 0:
            literals = draw.pick(steps).does
        elif at % 4 == 1:
            what, who, other = draw.pick(items), draw.pick(people), draw.pick(people)
            given, kept = Fact("has", (other, what)), Fact("has", (who, what))
            literals = (Literal(kept, False), Literal(given))
        else:
            literals = (Literal(Fact("at", (draw.pick(people), draw.pick(places)))),)
        events.append(Event(f"event {at}", at, literals))
    return events


def _nearly_sorted(events: Sequence[Event]) -> list[Event]:
    draw = Stream("bench", "late")
    lots = [list(events[at : at + WINDOW]) for at in range(0, len(events), WINDOW)]
    return [event for lot in lots for event in draw.shuffled(lot)]


if __name__ == "__main__":
    main()
