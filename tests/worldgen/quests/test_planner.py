"""Plans: short, and what they say can be done; refusals: proved, with what is missing."""

import pytest

from tests.worldgen.quests.worlds import random_world, tiny_world, village
from worldgen.quests.facts import Literal, read_literal
from worldgen.quests.grounding import ground
from worldgen.quests.motives import bundled_motives, wants
from worldgen.quests.patterns import FactIndex
from worldgen.quests.planner import Plan, Unreachable, plan
from worldgen.quests.states import Moves
from worldgen.quests.world import World


def planned(world: World, *goal: str, banned: tuple[str, ...] = ()) -> list[str] | Unreachable:
    grounded = ground(world)
    without = [action for action in grounded.actions if action.name in banned]
    found = plan(grounded, [read_literal(text, "goal") for text in goal], banned=without)
    return list(map(str, found.actions)) if isinstance(found, Plan) else found


def test_what_is_bought_is_brought() -> None:
    assert planned(village(), "has mira lantern", banned=("steal",)) == [
        "buy(lantern, tobin, green)",
        "go(mill)",
        "give(lantern, mira, mill)",
    ]


def test_what_is_so_needs_no_plan() -> None:
    assert planned(village(), "alive mira") == []


def test_nothing_that_is_banned_is_done() -> None:
    found = planned(village(), "has mira lantern", banned=("buy", "steal"))
    assert found == [
        "challenge(tobin, garrick, green)",
        "fight(tobin, green)",
        "loot(tobin, lantern, green)",
        "go(mill)",
        "give(lantern, mira, mill)",
    ]


def test_where_every_way_is_banned_the_goal_is_missing() -> None:
    found = planned(village(), "has mira lantern", banned=("give",))
    assert str(found) == "nothing brings about: has(mira, lantern)"


def test_who_can_be_calmed_is_not_killed() -> None:
    world = tiny_world("hostile bert", "collects bert salt", "has ada salt")
    assert planned(world, "not hostile bert", "alive bert") == [
        "steal(salt, ada, yard)",
        "go(den)",
        "appease(bert, salt, den)",
    ]


def test_what_only_the_dead_could_do_is_refused_with_both_that_exclude_each_other() -> None:
    found = planned(tiny_world("hostile bert", "has ada salt"), "has bert salt")
    assert isinstance(found, Unreachable)
    assert list(map(str, found.missing)) == ["alive(bert)", "not hostile(bert)"]
    assert str(found) == "nothing brings about: alive(bert), not hostile(bert)"


@pytest.mark.parametrize("seed", [1, 2])
def test_every_wish_of_a_world_is_planned_or_proved_to_be_out_of_reach(seed: int) -> None:
    world = random_world(seed)
    grounded = ground(world)
    goals = dict.fromkeys(want.goal for want in wants(bundled_motives(), FactIndex(world)))
    moves = Moves(grounded)
    for goal in goals:
        found = plan(grounded, goal)
        if isinstance(found, Plan):
            assert moves.reaches(world.facts, found.actions, goal)
        else:
            assert found.proved, goal


def test_a_goal_about_what_no_action_touches_is_refused_by_name() -> None:
    world = village()
    goal = [Literal(next(fact for fact in world.sorted_facts() if fact.name == "kin"), False)]
    found = plan(ground(world), goal)
    assert isinstance(found, Unreachable)
    assert found.missing == tuple(goal)
