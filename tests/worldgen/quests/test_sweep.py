"""What goes wrong in a quest is answered: checked by the verifier, which shares no code with it."""

from tests.worldgen.quests.worlds import random_world, village
from worldgen.quests.facts import Fact
from worldgen.quests.generate import generate
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.states import holds
from worldgen.quests.verify import check, sweep


def need() -> Quest:
    return next(generate(village(), QuestSpec(motives=("need",))))


def test_a_giver_who_is_killed_has_a_stand_in_of_their_kin() -> None:
    (stand_in,) = [repair for repair in need().repairs if repair.kind == "stand_in"]
    assert [str(literal) for literal in stand_in.when] == ["not alive(mira)"]
    assert stand_in.giver == "elsa"


def test_what_is_destroyed_has_a_substitute_or_ends_it() -> None:
    quest = need()
    gone = Fact("destroyed", ("lantern",))
    answers = [*quest.repairs, *quest.failures]
    assert any(gone in [literal.fact for literal in answer.when] for answer in answers)


def test_nothing_is_stuck_in_the_village() -> None:
    world = village()
    for quest in generate(world, QuestSpec(count=10)):
        assert check(world, quest).findings == ()
        assert sweep(world, quest).findings == ()


def test_nothing_fails_or_is_mended_while_all_goes_well() -> None:
    world = random_world(4)
    for quest in generate(world, QuestSpec(count=4)):
        for answer in (*quest.repairs, *quest.failures):
            assert answer.when
            assert not holds(world.facts, answer.when)
        assert check(world, quest).findings == ()
