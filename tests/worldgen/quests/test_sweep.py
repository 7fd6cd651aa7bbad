"""What goes wrong in a quest is answered: checked by the verifier, which shares no code with it."""

from collections.abc import Iterator

import pytest

from tests.worldgen.quests.worlds import random_world, tiny_world, village, walked
from worldgen.quests.facts import Fact
from worldgen.quests.generate import generate
from worldgen.quests.grounding import Grounded, ground
from worldgen.quests.mishaps import conceivable, mishaps_of
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


@pytest.mark.parametrize(
    "more",
    [
        ("sells bert salt", "has bert salt"),
        ("hostile bert", "lies salt den"),
        ("locked den", "lies salt den"),
        ("hostile bert", "has bert salt", "collects bert salt"),
    ],
)
def test_what_fails_fails_wherever_one_walks(more: tuple[str, ...]) -> None:
    world = tiny_world("needs ada salt", *more)
    quest = next(generate(world, QuestSpec(motives=("need",))))
    grounded = ground(world, conceivable(world, mishaps_of(world.schema)))
    numbers, goal = grounded.numbers, grounded.numbers.condition(quest.goal)
    for state, broken, what in _broken(quest, grounded):
        failed = [f for f in quest.failures if numbers.condition(f.when).holds(broken)]
        ends = any(goal.holds(each) for each in walked(grounded, broken))
        if failed and what != quest.giver:
            assert not ends, (failed[0].when, numbers.facts_in(state))
        mended = [r for r in quest.repairs if numbers.condition(r.when).holds(broken)]
        assert failed or mended or ends, (what, numbers.facts_in(state))


def _broken(quest: Quest, grounded: Grounded) -> Iterator[tuple[int, int, str]]:
    """The state before each step, what a mishap makes of it, and whom it befell."""
    numbers, world = grounded.numbers, grounded.world
    for branch in quest.branches:
        state = grounded.relaxed.start
        for step in branch.steps:
            for mishap in mishaps_of(world.schema):
                for what in world.entities:
                    if mishap.befalls(world, what) and mishap.where(numbers, what).holds(state):
                        yield state, mishap.change(numbers, what).after(state), what
            state = numbers.change(step.does).after(state)
