"""What can be done in a world: only what can happen, and what helps once something went wrong."""

import pytest

from tests.worldgen.quests.worlds import VILLAGE, tiny_world
from worldgen.quests.facts import Fact
from worldgen.quests.grounding import Grounded, ground
from worldgen.quests.world import read_world

LOCKED = Fact("locked", ("den",))


def names(grounded: Grounded) -> list[str]:
    return list(map(str, grounded.actions))


def test_what_can_never_happen_is_not_there() -> None:
    told = names(ground(tiny_world("has bert salt")))
    assert "steal(salt, bert, den)" in told
    assert "buy(salt, bert, den)" not in told
    assert "force(den)" not in told


def test_what_helps_against_others_comes_last() -> None:
    world = tiny_world("has bert salt")
    alone, beset = ground(world), ground(world, [LOCKED])
    assert names(beset) == [*names(alone), "force(den)"]


def test_what_others_bring_about_is_not_what_the_player_reaches() -> None:
    world = tiny_world("has bert salt")
    assert LOCKED not in ground(world, [LOCKED]).reachable
    assert ground(world, [LOCKED]).reachable == ground(world).reachable


def test_the_same_world_has_the_same_actions_in_the_same_order() -> None:
    one, two = ground(tiny_world("has bert salt")), ground(tiny_world("has bert salt"))
    assert names(one) == names(two)
    assert one.numbers.facts == two.numbers.facts


@pytest.mark.parametrize("needs", [[], ["not hostile player"], ["not locked to"]])
def test_what_asks_for_nothing_that_is_so_can_be_done(needs: list[str]) -> None:
    call = {"parameters": {"to": "place"}, "needs": needs, "does": ["cleared to"], "verb": "call"}
    grounded = ground(read_world({**VILLAGE, "schema": {"actions": {"call": call}}}))
    called = {action.arguments for action in grounded.actions if action.name == "call"}

    assert called == {("green",), ("mill",), ("cave",), ("chapel",), ("hut",)}
    assert Fact("cleared", ("chapel",)) in grounded.reachable
