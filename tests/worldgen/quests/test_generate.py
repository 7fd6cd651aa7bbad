"""Quests of worlds: whose, why, in how many ways, and the same each time."""

import pytest

from tests.worldgen.quests.worlds import random_world, village
from worldgen.errors import InvalidSpec, NobodyAsks, OutOfReach
from worldgen.quests.canonical import canonical
from worldgen.quests.facts import Fact
from worldgen.quests.generate import generate
from worldgen.quests.motives import bundled_motives
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec, read_spec
from worldgen.quests.world import World, read_world
from worldgen.quests.worlds import world_of


def quests_of(world: World, **asked: object) -> list[Quest]:
    return list(generate(world, QuestSpec.model_validate({"count": 6, **asked})))


def test_a_need_becomes_a_quest_that_cites_it() -> None:
    (quest,) = quests_of(village(), count=1, motives=["need"])
    assert (quest.giver, quest.motive) == ("mira", "need")
    assert quest.cites == (Fact("needs", ("mira", "lantern")),)
    assert [str(literal) for literal in quest.goal] == ["has(mira, lantern)"]
    assert [branch.means for branch in quest.branches][:2] == [("trade",), ("stealth",)]


def test_without_a_fact_that_it_cites_there_is_another_quest_or_none() -> None:
    world = village()
    for quest in quests_of(world, count=4):
        for cited in quest.cites:
            less = quests_of(world.having(world.facts - {cited}))
            assert cited not in [fact for other in less for fact in other.cites]
            assert quest.id not in [other.id for other in less]


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, two = (canonical(quests_of(random_world(3), seed=7)) for _ in range(2))
    assert one == two


def test_another_seed_gives_other_quests() -> None:
    assert quests_of(random_world(3), seed=7) != quests_of(random_world(3), seed=8)


def test_each_branch_differs_in_means_and_in_effects() -> None:
    for quest in quests_of(random_world(4)):
        means = [branch.means for branch in quest.branches]
        assert len(set(means)) == len(means) <= 4


def test_what_was_offered_lately_does_not_come_again() -> None:
    (first,) = quests_of(village(), count=1)
    skeleton = " ".join(first.branches[0].skeleton)
    others = quests_of(village(), avoid=[first.id, skeleton])
    assert first.id not in {quest.id for quest in others}
    assert skeleton not in {" ".join(quest.branches[0].skeleton) for quest in others}


def test_a_quest_is_as_long_as_asked_for() -> None:
    lengths = {
        len(q.branches[0].steps) for q in quests_of(random_world(5), min_steps=5, max_steps=6)
    }
    assert lengths == {5, 6}


def test_refusing_has_a_consequence() -> None:
    for quest in quests_of(random_world(6)):
        assert quest.refusal.effects


def test_every_quest_says_what_comes_of_failing() -> None:
    for quest in quests_of(random_world(6)):
        assert all(failure.effects for failure in quest.failures)
        assert f"hostile({quest.giver})" in [str(w) for f in quest.failures for w in f.when]


def test_who_fails_a_creditor_leaves_the_giver_in_fear() -> None:
    (quest,) = quests_of(village(), count=1, motives=["debt"])
    for outcome in (quest.refusal, *quest.failures):
        assert "fears(mira, tobin)" in [str(literal) for literal in outcome.effects]


def test_a_letter_is_handed_over_by_who_sends_it() -> None:
    (quest,) = quests_of(world_of("emberlow"), count=1, motives=["message"], givers=["tamsin"])
    assert quest.branches[0].skeleton == ("go", "take_charge", "go", "give")


def test_all_motives_are_used_and_most_quests_end_in_several_ways() -> None:
    quests = quests_of(random_world(1), count=100, seed=3)
    assert {quest.motive for quest in quests} == {*bundled_motives().each}
    assert sum(len(quest.branches) > 1 for quest in quests) >= 80


def test_everything_that_is_named_is_in_its_world() -> None:
    world = random_world(7)
    for quest in quests_of(world):
        assert set(quest.cast) <= set(world.entities)


def test_a_world_without_wishes_has_nobody_who_asks() -> None:
    world = read_world({"id": "calm", "entities": {"green": "place", "mira": "character"}})
    with pytest.raises(NobodyAsks, match="no fact of this world makes anybody want anything"):
        quests_of(world)


def test_a_giver_who_died_asks_for_nothing() -> None:
    world = village(without=["alive mira"])
    assert "mira" not in {quest.giver for quest in quests_of(world)}


def test_a_goal_about_nobody_is_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"goal\[0\]: there is no 'nobody' in this world"):
        quests_of(village(), givers=["mira"], goal=["has nobody lantern"])


def test_a_goal_out_of_reach_is_refused_with_what_is_missing() -> None:
    with pytest.raises(OutOfReach) as refused:
        quests_of(village(), givers=["mira"], goal=["haunted mill"])
    assert refused.value.missing == ("haunted(mill)",)


def test_a_goal_of_the_designer_is_an_errand() -> None:
    (quest,) = quests_of(village(), count=1, givers=["mira"], goal=["has elsa ring"])
    assert (quest.motive, [str(each) for each in quest.goal]) == ("errand", ["has(elsa, ring)"])


def test_an_unknown_motive_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidSpec, match=r"motives\[0\]: there is no motive 'boredom'"):
        quests_of(village(), motives=["boredom"])


def test_a_spec_says_which_field_is_wrong() -> None:
    with pytest.raises(InvalidSpec, match="min_steps 9 is above max_steps 3"):
        read_spec("min_steps: 9\nmax_steps: 3")
