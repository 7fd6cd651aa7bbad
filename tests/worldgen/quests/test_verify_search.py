"""The verifier's own search: against the rules of play, against the planner, and where it ends."""

from dataclasses import replace

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN, SALVE, literals
from tests.worldgen.quests.worlds import random_world, village
from worldgen.quests.generate import generate
from worldgen.quests.grounding import ground
from worldgen.quests.motives import bundled_motives, wants
from worldgen.quests.patterns import FactIndex
from worldgen.quests.planner import Plan, Unreachable, plan
from worldgen.quests.spec import QuestSpec
from worldgen.quests.verify import Rules, bundled_mishaps, sweep
from worldgen.quests.verify.deeds import Deeds
from worldgen.quests.verify.play import after, played
from worldgen.quests.verify.search import Reach, Verdict
from worldgen.quests.world import World, read_world

REACHED = Verdict.REACHED
ONE_COIN = read_world(
    {
        "id": "purse",
        "entities": {
            **{"green": "place", "coin": "item"},
            **dict.fromkeys(("mira", "tobin"), "character"),
        },
        "facts": [
            *("at player green", "at mira green", "at tobin green", "alive mira", "alive tobin"),
            "has player coin",
        ],
    }
)


def verdict(world: World, *goal: str, limit: int = 400) -> Verdict:
    rules = Rules(world, limit)
    return Reach(rules, literals(*goal)).verdict(rules.start)


def test_states_as_bits_are_what_play_makes_them() -> None:
    world = random_world(2)
    rules = Rules(world)
    for quest in generate(world, QuestSpec(count=3)):
        for branch in quest.branches:
            told = [
                frozenset(rules.bits.facts(each)) for each in rules.along(rules.way(branch.steps))
            ]
            assert told == played(world, world.facts, branch.steps)


def test_a_mishap_over_bits_ends_and_brings_what_its_literals_say() -> None:
    rules = Rules(HOLLOW)
    killed, destroyed, _ = (
        mishap.befalling(rules.bits, what)
        for mishap, what in zip(
            bundled_mishaps(HOLLOW.schema), ("wolf", "lantern", "green"), strict=True
        )
    )
    dead = rules.bits.after(rules.start, killed.does)
    gone = rules.bits.after(rules.start, destroyed.does)
    lost = literals("not alive wolf", "not hostile wolf")
    assert set(rules.bits.facts(dead)) == after(HOLLOW.schema, HOLLOW.facts, lost)
    lost = literals("not has tobin lantern", "destroyed lantern")
    assert set(rules.bits.facts(gone)) == after(HOLLOW.schema, HOLLOW.facts, lost)


@pytest.mark.parametrize("world", [HOLLOW, random_world(3)], ids=["hollow", "random"])
def test_no_deed_is_missing_that_the_planner_knows(world: World) -> None:
    known = {deed.key for deed in Deeds(world).having(world.facts)}
    assert known == {action.key for action in ground(world).actions}


def test_facts_that_come_later_bring_the_deeds_that_they_would_have_brought_at_once() -> None:
    world, more = village(), village("locked mill", "hostile elsa")
    deeds = Deeds(world)
    deeds.having(world.facts)
    later = {deed.key for deed in deeds.having(more.facts)}
    assert later == {deed.key for deed in Deeds(more).having(more.facts)}


def test_what_one_of_planner_and_verifier_finds_the_other_never_refutes() -> None:
    world = random_world(0)
    grounded, rules = ground(world), Rules(world)
    goals = dict.fromkeys(want.goal for want in wants(bundled_motives(), FactIndex(world)))
    for goal in [*list(goals)[::10], literals("alive npc_12"), literals("kin npc_1 npc_0")]:
        found = plan(grounded, goal, thorough=False)
        verdict = Reach(rules, goal).verdict(rules.start)
        assert not (isinstance(found, Plan) and verdict is Verdict.UNREACHABLE), goal
        assert not (isinstance(found, Unreachable) and found.missing and verdict is REACHED), goal


def test_what_only_seems_possible_is_refuted_by_looking_at_everything() -> None:
    assert verdict(ONE_COIN, "has mira coin") is REACHED
    assert verdict(ONE_COIN, "has tobin coin") is REACHED
    assert verdict(ONE_COIN, "has mira coin", "has tobin coin") is Verdict.UNREACHABLE


def test_who_is_to_have_something_is_calmed_and_not_killed() -> None:
    greedy = village("collects wolf ring")
    assert verdict(greedy, "has wolf coin") is REACHED
    assert verdict(HOLLOW, "has wolf coin") is Verdict.UNREACHABLE
    assert verdict(HOLLOW, "not hostile wolf") is REACHED


def test_what_the_bound_cuts_off_is_not_decided() -> None:
    assert verdict(ONE_COIN, "has mira coin", "has tobin coin", limit=3) is Verdict.UNDECIDED
    assert verdict(ONE_COIN, "alive mira", "kin mira tobin", limit=0) is Verdict.UNREACHABLE


def test_a_sweep_counts_what_it_cannot_decide_apart_from_what_is_stuck() -> None:
    alone = replace(SALVE, branches=SALVE.branches[1:], failures=())
    report = sweep(HOLLOW, alone, rules=Rules(HOLLOW, limit=0))
    assert report.broken == ("stuck",)
    assert {finding.name for finding in report.undecided} == {"undecided"}
    assert not report.proved
    assert sweep(HOLLOW, alone).undecided == ()


def test_rules_may_be_shared_by_the_quests_of_a_world() -> None:
    rules, spoilt = Rules(HOLLOW), replace(LANTERN, repairs=())
    for quest in (LANTERN, SALVE, spoilt):
        assert sweep(HOLLOW, quest, rules=rules) == sweep(HOLLOW, quest)
