"""Many quests of one world at once: what is told in any order ends as what is told in order."""

from functools import cache

import pytest

from tests.worldgen.quests.worlds import random_world
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.generate import generate
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.tracker import Event, Objective, QuestState, Tracker
from worldgen.quests.tracker.kernels import kernels
from worldgen.quests.verify.play import unmet
from worldgen.quests.world import World
from worldgen.rng import Stream

EVENTS = 60


@cache
def many() -> tuple[World, tuple[Quest, ...]]:
    world = random_world(5)
    return world, tuple(generate(world, read_spec({"count": 12, "seed": 3})))


def started() -> Tracker:
    world, quests = many()
    tracker = Tracker(world)
    for quest in quests:
        tracker.start(quest)
    return tracker


def events(seed: int) -> list[Event]:
    """Steps of the quests, people who come and go, things that change hands, and deaths."""
    world, quests = many()
    draw = Stream("many events", seed)
    people, places = list(world.of_type("character")), list(world.of_type("place"))
    items = list(world.of_type("item"))
    steps = [step for quest in quests for branch in quest.branches for step in branch.steps]
    told = []
    for at in range(EVENTS):
        kind = draw.below(8)
        literals = draw.pick(steps).does
        if kind in (3, 4):
            literals = (Literal(Fact("at", (draw.pick(people), draw.pick(places)))),)
        elif kind in (5, 6):
            what, who, other = draw.pick(items), draw.pick(people), draw.pick(people)
            literals = (
                Literal(Fact("has", (who, what)), False),
                Literal(Fact("has", (other, what))),
            )
        elif kind == 7:
            literals = (Literal(Fact("alive", (draw.pick(people[1:]),)), draw.chance(0.3)),)
        told.append(Event(f"e{at}", at // 2, literals))
    return told


def in_order(told: list[Event]) -> Tracker:
    """NOTE: in one lot, sorted: nothing is ever taken back, nor put before anything."""
    tracker = started()
    tracker.report_all(sorted(told, key=lambda event: (event.time, event.id)))
    return tracker


def states(tracker: Tracker) -> dict[str, QuestState]:
    return {quest.id: tracker.state(quest.id) for quest in tracker.quests}


@pytest.mark.parametrize("seed", range(6))
def test_every_update_is_what_telling_it_all_anew_would_change(seed: int) -> None:
    told = events(seed)
    draw = Stream("their order", seed)
    tracker, known = started(), list[Event]()
    for event in draw.shuffled([*told, *draw.sample(told, 10)]):
        before = states(tracker)
        updates = tracker.report(event)
        known += [event] if event not in known else []
        anew = states(in_order(known))
        assert states(tracker) == anew
        assert list(updates.before) == [
            before[name] for name in before if before[name] != anew[name]
        ]
        assert list(updates.after) == [anew[name] for name in before if before[name] != anew[name]]
    assert tracker.save() == in_order(told).save()


@pytest.mark.parametrize("seed", range(6))
def test_the_step_to_be_done_is_the_furthest_whose_kernel_holds(seed: int) -> None:
    world, quests = many()
    tracker = started()
    for event in Stream("kernels", seed).shuffled(events(seed)):
        tracker.report(event)
        for quest in (quest for quest in quests if tracker.state(quest.id).status == "open"):
            state = tracker.state(quest.id)
            goal = tuple(_instead(each, quest.giver, state.giver) for each in quest.goal)
            for branch in quest.branches:
                found = kernels(world.schema, branch.steps, goal)
                holding = [at for at, kernel in found.items() if not unmet(tracker.facts, kernel)]
                current = [branch.steps[at].id for at in (max(holding),)] if holding else []
                assert [o.step for o in state.objectives if _is_current(o, branch.id)] == current


def _is_current(objective: Objective, branch: str) -> bool:
    return (objective.branch, objective.status) == (branch, "current")


def _instead(literal: Literal, former: str, giver: str) -> Literal:
    of = tuple(giver if each == former else each for each in literal.fact.of)
    return Literal(Fact(literal.fact.name, of), literal.holds)
