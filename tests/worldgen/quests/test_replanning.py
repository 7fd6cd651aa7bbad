"""Ways planned anew as people wander: each can be done, and none is missed that there is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.worldgen.quests.quests import LANTERN, facts, literals
from tests.worldgen.quests.worlds import VILLAGE, random_world, village
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground, ground
from worldgen.quests.meeting import meetings
from worldgen.quests.motives import bundled_motives, wants
from worldgen.quests.patterns import FactIndex
from worldgen.quests.planner import Plan, plan
from worldgen.quests.replanning import Planning, replanning
from worldgen.quests.schema import Schema
from worldgen.quests.verify.play import State, after, filled, unmet
from worldgen.quests.world import World, read_world
from worldgen.rng import Stream

LANTERN_TO_MIRA = literals("has mira lantern")


def moved(world: World, state: State, *texts: str) -> State:
    return after(world.schema, state, literals(*texts))


def ends(world: World, state: State, actions: tuple[Ground, ...]) -> State:
    """By the rules of play; each action has to be possible when its turn comes."""
    for action in actions:
        needs, does = filled(world.schema.actions[action.name], action.arguments)
        assert not unmet(state, needs), action
        state = after(world.schema, state, does)
    return state


def told(world: World, state: State) -> list[str]:
    return list(map(str, Planning(world).actions(LANTERN_TO_MIRA, state)))


def test_who_went_elsewhere_is_met_there() -> None:
    world = village()
    state = moved(world, world.facts, "at tobin hut", "at mira cave")
    assert told(world, state) == [
        "go(hut)",
        "buy(lantern, tobin, hut)",
        "go(cave)",
        "give(lantern, mira, cave)",
    ]


def test_a_thing_that_somebody_dropped_is_taken_where_it_lies() -> None:
    world = village()
    state = moved(world, world.facts, "not has tobin lantern", "lies lantern hut")
    assert told(world, state) == [
        "go(hut)",
        "take(lantern, hut)",
        "go(mill)",
        "give(lantern, mira, mill)",
    ]


def test_who_was_driven_off_is_not_met_any_more() -> None:
    without = ("has tobin lantern",)
    world = village("scares crowbar wolf", "has wolf lantern", without=without)
    goal = literals("not hostile wolf", "has player lantern", "alive wolf")
    assert Planning(world).actions(goal, world.facts) == ()
    assert len(Planning(world).actions(goal[:2], world.facts)) == 3


def test_what_nobody_had_thought_of_is_planned_with() -> None:
    world = village(without=("kin mira elsa",))
    state = moved(
        world, world.facts, "kin tobin mira", "makes elsa lantern", "made_of lantern coin"
    )
    found = Planning(world).actions(literals("has player lantern", "has player coin"), state)
    assert unmet(ends(world, state, found), literals("has player lantern", "has player coin")) == []


def test_where_nothing_leads_on_there_is_no_way() -> None:
    world = village()
    assert told(world, moved(world, world.facts, "not alive mira")) == []
    assert replanning(world)(LANTERN, LANTERN_TO_MIRA, frozenset(facts("at player mill"))) is None


def test_a_companion_who_is_led_elsewhere_is_met_there() -> None:
    lead = {
        "parameters": {"who": "character", "from": "place", "to": "place"},
        "needs": ["at who from", "at player from", "not locked to"],
        "does": ["at who to", "at player to"],
        "verb": "lead",
    }
    world = read_world({**VILLAGE, "schema": {"actions": {"lead": lead}}})
    goal = literals("at mira hut", "has mira coin")
    found = Planning(world).actions(goal, world.facts)
    assert unmet(ends(world, world.facts, found), goal) == []


def test_a_world_in_which_nobody_moves_is_as_it_was() -> None:
    schema = village().schema
    still = Schema(schema.types, schema.facts, {"mend": schema.actions["mend"]})
    world = replace(village("broken lantern", "has player lantern"), schema=still)
    assert meetings(world).world == world


def wandering(world: World, seed: int, count: int) -> Iterator[State]:
    """People go anywhere, things change hands, and now and then somebody dies or a door locks."""
    draw, state = Stream("wandering", seed), world.facts
    people, places = list(world.of_type("character"))[1:], list(world.of_type("place"))
    for at in range(count):
        chosen = [f"at {draw.pick(people)} {draw.pick(places)}"]
        if at % 3 == 1:
            fact = draw.pick(sorted(fact for fact in state if fact.name == "has"))
            chosen += [f"not {fact}", f"has {draw.pick(people)} {fact.of[1]}"]
        if at % 5 == 4:
            chosen.append(
                draw.pick([f"not alive {draw.pick(people)}", f"locked {draw.pick(places)}"])
            )
        state = moved(world, state, *chosen)
        yield state


def check(world: World, planning: Planning, goal: tuple[Literal, ...], state: State) -> None:
    """There is a way where the world filled in as it is has one."""
    found = planning.actions(goal, state)
    if found:
        assert unmet(ends(world, state, found), goal) == []
    elif unmet(state, goal):
        assert not isinstance(plan(ground(world.having(state)), goal), Plan)


@pytest.mark.parametrize("seed", range(20))
def test_as_a_village_wanders_its_ways_are_those_of_the_world_filled_in_anew(seed: int) -> None:
    world = village()
    planning = Planning(world)
    goals = dict.fromkeys(want.goal for want in wants(bundled_motives(), FactIndex(world)))
    for state in wandering(world, seed, 12):
        for goal in goals:
            check(world, planning, goal, state)


def test_as_a_large_world_wanders_its_ways_are_those_of_the_world_filled_in_anew() -> None:
    world = random_world(3)
    planning, draw = Planning(world), Stream("goals")
    goals = list(dict.fromkeys(want.goal for want in wants(bundled_motives(), FactIndex(world))))
    for state in list(wandering(world, 3, 120))[::12]:
        check(world, planning, draw.pick(goals), state)


def test_what_was_asked_before_changes_no_answer() -> None:
    world = village()
    states = list(wandering(world, 7, 20))
    strange = [state | {Fact("kin", ("tobin", "mira"))} for state in states]
    asked = Planning(world)
    first = [asked.actions(LANTERN_TO_MIRA, state) for state in (*states, *strange)]
    again = [asked.actions(LANTERN_TO_MIRA, state) for state in reversed((*states, *strange))]
    assert first == again[::-1]
    assert first[-1] == Planning(world).actions(LANTERN_TO_MIRA, strange[-1])
