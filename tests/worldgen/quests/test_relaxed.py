"""What is proved to be out of reach, from any state: by the difference, as if from nothing."""

import pytest

from tests.worldgen.quests.worlds import random_world, tiny_world, village, walked
from worldgen.quests.facts import read_fact, read_literal
from worldgen.quests.grounding import Grounded, ground
from worldgen.quests.mishaps import conceivable, mishaps_of
from worldgen.quests.numbers import Condition
from worldgen.quests.relaxed import Reached, Relaxed
from worldgen.quests.world import World
from worldgen.rng import Stream


def tiny(*more: str) -> Grounded:
    return ground(tiny_world(*more))


def reached(grounded: Grounded) -> Reached:
    start = grounded.relaxed.start
    return grounded.relaxed.reached(start, start)


def missing(grounded: Grounded, goal: str) -> list[str]:
    numbers = grounded.numbers
    found = reached(grounded).missing([numbers.literal(read_literal(goal, "goal"))])
    return sorted(str(numbers.told(literal)) for literal in found)


def changed(world: World, grounded: Grounded, draw: Stream) -> int:
    """The world's state with some of what can be made so, and without some of what is."""
    state = grounded.relaxed.start
    for fact in draw.sample(sorted(world.facts), 6):
        state &= ~(1 << grounded.numbers.of(fact))
    for fact in draw.sample(grounded.numbers.facts, 6):
        state |= 1 << grounded.numbers.of(fact)
    return state


@pytest.mark.parametrize("seed", range(12))
def test_the_difference_gives_what_all_of_it_gives(seed: int) -> None:
    world = random_world(2) if seed < 4 else village()
    grounded = ground(world, conceivable(world, mishaps_of(world.schema)))
    state = changed(world, grounded, Stream("relaxed", seed))
    anew = Relaxed(grounded.deeds, state, len(grounded.numbers.facts))
    found, whole = grounded.relaxed.reached(state, state), anew.reached(state, state)
    literals = range(2 * len(grounded.numbers.facts))
    assert [each in found for each in literals] == [each in whole for each in literals]


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("has bert salt",),
        ("hostile bert", "has bert salt"),
        ("hostile bert", "collects bert salt", "has ada salt"),
        ("captive ada", "holds bert ada", "lies salt den"),
        ("locked den", "lies salt den"),
    ],
)
def test_nothing_that_can_be_had_is_proved_out_of_reach(more: tuple[str, ...]) -> None:
    grounded = tiny(*more)
    states, found = walked(grounded, grounded.relaxed.start), reached(grounded)
    had = [Condition(1 << at) for at in range(len(grounded.numbers.facts))]
    can = [any(each.holds(state) for state in states) for each in had]
    assert [at for at, so in enumerate(can) if so and 2 * at not in found] == []


def test_who_was_killed_is_not_made_friendly_by_it() -> None:
    told = missing(tiny("hostile bert", "has ada salt"), "has bert salt")
    assert told == ["alive(bert)", "not hostile(bert)"]


def test_what_calms_somebody_leaves_them_alive() -> None:
    calmed = tiny("hostile bert", "has ada salt", "collects bert salt")
    assert missing(calmed, "has bert salt") == []


def test_what_nothing_makes_is_missing_by_itself() -> None:
    assert missing(tiny(), "haunted den") == ["haunted(den)"]


def test_the_cause_is_told_and_not_what_follows_from_it() -> None:
    told = missing(tiny("broken salt", "has ada salt"), "not broken salt")
    assert told == ["not broken(salt)"]


def test_a_relaxed_plan_has_what_the_goal_needs() -> None:
    grounded = tiny("has bert salt")
    goal = grounded.numbers.literal(read_literal("has ada salt", "goal"))
    chosen = [str(grounded.actions[at]) for at in reached(grounded).actions_to([goal])]
    assert sorted(chosen) == ["give(salt, ada, yard)", "go(den)", "steal(salt, bert, den)"]


def test_what_is_banned_makes_nothing() -> None:
    grounded = tiny("has bert salt")
    start, fact = grounded.relaxed.start, read_fact("has player salt", "goal")
    ways = [at for at, action in enumerate(grounded.actions) if action.name in {"steal", "loot"}]
    goal = [2 * grounded.numbers.of(fact)]
    assert grounded.relaxed.reached(start, start).reaches(goal)
    assert not grounded.relaxed.reached(start, start, ways).reaches(goal)
