"""`python -m bench.quest_tracker`: events a second through the tracker of quests.

A world of 30 places, 40 characters and 60 items, with 1, 20, 50 and 300 different quests followed
at once. Events are deeds of the quests' own steps, people who come and go, and things that change
hands, by which quests end; or only people who come and go, the player in one of four, by which
none does. Each is reported by itself. Process CPU time, without what starting the quests takes;
`--write` puts it in QUESTS.md.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.figures import Figure, as_markdown
from bench.sections import put
from tests.worldgen.quests.worlds import random_world
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.generate import generate
from worldgen.quests.quest import Quest
from worldgen.quests.schema import PLAYER
from worldgen.quests.spec import read_spec
from worldgen.quests.tracker import Event, Tracker
from worldgen.quests.world import World
from worldgen.rng import Stream

Tell = Callable[[Tracker, Sequence[Event]], object]
EVENTS = 20_000
TARGET = 20_000.0
QUESTS = (1, 20, 50, 300)
REPORT = Path(__file__).parent / "QUESTS.md"
HEADING = "Events: `python -m bench.quest_tracker`"
WINDOW = 16
"""How far events are out of order where they are."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write bench/QUESTS.md")
    options = parser.parse_args()
    world = random_world(1)
    made = list(
        generate(world, read_spec({"count": max(QUESTS), "seed": 7, "deadline_ms": 600_000}))
    )
    text = as_markdown([each for count in QUESTS for each in _figures(world, made[:count])])
    print(text)
    if options.write:
        put(REPORT, "Quests, measured", HEADING, text)


def _figures(world: World, quests: Sequence[Quest]) -> list[Figure]:
    events, moves = _events(world, quests), _moves(world)
    mixed = Stream("bench", "mixed").shuffled(events)
    followed = f"{len(quests)} quests"

    def figure(name: str, told: Sequence[Event], tell: Tell) -> Figure:
        tracker = _started(world, quests)
        before = time.process_time()
        tell(tracker, told)
        rate = len(told) / (time.process_time() - before)
        return Figure(f"{name}, {followed}", rate, "events/s", TARGET, False)

    return [
        figure("in order", events, _singly),
        figure(f"{WINDOW} out of order", _nearly_sorted(events), _singly),
        figure("shuffled, in one lot", mixed, Tracker.report_all),
        figure("in order, settled", events, _settling),
        figure("coming and going", moves, _singly),
        figure(f"coming and going, {WINDOW} out of order", _nearly_sorted(moves), _singly),
    ]


def _singly(tracker: Tracker, events: Sequence[Event]) -> None:
    for event in events:
        tracker.report(event)


def _settling(tracker: Tracker, events: Sequence[Event]) -> None:
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


def _moves(world: World) -> list[Event]:
    """Anybody goes anywhere; every fourth time the player."""
    draw = Stream("bench", "coming and going")
    people, places = list(world.of_type("character")), list(world.of_type("place"))
    events = []
    for at in range(EVENTS):
        who = draw.pick(people) if at % 4 else PLAYER
        events.append(Event(f"move {at}", at, (Literal(Fact("at", (who, draw.pick(places)))),)))
    return events


def _nearly_sorted(events: Sequence[Event]) -> list[Event]:
    draw = Stream("bench", "late")
    lots = [list(events[at : at + WINDOW]) for at in range(0, len(events), WINDOW)]
    return [event for lot in lots for event in draw.shuffled(lot)]


if __name__ == "__main__":
    main()
