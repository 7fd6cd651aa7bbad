"""What may be done besides: never needed, reachable when it is offered, and paid for apart."""

from functools import cache

import pytest

from tests.worldgen.quests.worlds import village
from worldgen.errors import InvalidSpec
from worldgen.quests.extras import bundled_extras, read_extras, wishes
from worldgen.quests.facts import Literal
from worldgen.quests.generate import generate
from worldgen.quests.patterns import FactIndex
from worldgen.quests.quest import Branch, Quest
from worldgen.quests.schema import bundled
from worldgen.quests.spec import QuestSpec
from worldgen.quests.verify.play import played, unmet
from worldgen.quests.worlds import bundled_worlds, world_of

WORLDS = pytest.mark.parametrize("name", bundled_worlds())
RULE = {"parameters": {"giver": "character", "what": "item"}, "where": ["collects giver what"]}


@cache
def quests(name: str) -> tuple[Quest, ...]:
    return tuple(generate(world_of(name), QuestSpec(count=40, seed=5)))


def extras(name: str) -> list[tuple[Quest, Branch]]:
    return [(quest, extra) for quest in quests(name) for extra in quest.extras]


@WORLDS
def test_a_third_to_a_half_of_all_quests_has_one(name: str) -> None:
    assert 13 <= sum(bool(quest.extras) for quest in quests(name)) <= 24


@WORLDS
def test_its_steps_lead_to_it_and_none_is_needed(name: str) -> None:
    world = world_of(name)
    for quest, extra in extras(name):
        states = played(world, world.facts, extra.steps)
        assert len(states) == len(extra.steps) + 1
        assert unmet(states[-1], extra.outcome.when) == []
        assert not {*extra.outcome.when} & {*quest.goal}
        assert all(step.optional for step in extra.steps)


@WORLDS
def test_what_is_to_be_kept_is_kept_by_some_ways_and_ended_by_others(name: str) -> None:
    world = world_of(name)
    for quest, extra in extras(name):
        if not extra.steps:
            ends = [played(world, world.facts, branch.steps)[-1] for branch in quest.branches]
            assert {bool(unmet(end, extra.outcome.when)) for end in ends} == {True, False}


@WORLDS
def test_all_that_is_promised_is_within_the_givers_means(name: str) -> None:
    for quest, _ in extras(name):
        most = max(branch.outcome.reward.money for branch in quest.branches)
        besides = sum(extra.outcome.reward.money for extra in quest.extras)
        assert most + besides <= world_of(name).entities[quest.giver].worth


def test_a_way_that_kills_makes_somebody_wish_for_mercy() -> None:
    killed = Literal(next(fact for fact in village().facts if str(fact) == "alive(wolf)"), False)
    found = wishes(bundled_extras(), FactIndex(village()), "mira", [[killed]])
    assert [str(each.wants[0]) for each in found if each.rule == "mercy"] == ["alive(wolf)"]


def test_a_wish_about_nobody_in_particular_is_refused() -> None:
    rule = {**RULE, "goal": ["has who what"], "parameters": {**RULE["parameters"], "who": "thing"}}
    with pytest.raises(
        InvalidSpec, match=r"besides\.gift\.goal: nothing in `where` says which who"
    ):
        read_extras({"chance": 1, "another": 0, "besides": {"gift": rule}}, bundled())
