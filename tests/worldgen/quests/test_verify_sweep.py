"""What befalls a quest by hand, and which ends are found for it."""

from dataclasses import replace

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN, SALVE, failure, literals, repair, step
from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Quest
from worldgen.quests.schema import bundled
from worldgen.quests.verify import bundled_mishaps, read_mishaps, sweep
from worldgen.quests.verify.rules import Rules
from worldgen.quests.verify.search import Reach, Verdict


@pytest.mark.parametrize("quest", [LANTERN, SALVE], ids=["lantern", "salve"])
def test_a_quest_by_hand_survives_everything(quest: Quest) -> None:
    assert sweep(HOLLOW, quest).findings == ()


def test_a_death_without_a_repair_is_found_at_every_step() -> None:
    found = sweep(HOLLOW, replace(LANTERN, repairs=())).findings
    assert [finding.at for finding in found] == [
        *("branches[0].steps[0]", "branches[0].steps[1]", "branches[0].steps[2]"),
        *("branches[1].steps[1]", "branches[1].steps[2]"),
    ]
    assert found[0].sentence == (
        "mira is killed before it, and there is no way; nothing is declared for that"
    )


def test_something_destroyed_without_a_failure_is_found() -> None:
    found = sweep(HOLLOW, replace(SALVE, failures=(failure("f", "not alive elsa"),))).findings
    assert {finding.sentence.split(" before")[0] for finding in found} == {"salve is destroyed"}


def test_a_substitute_behind_a_lock_is_found() -> None:
    grants = ("not destroyed lantern", "lies lantern chapel")
    mended = replace(
        LANTERN,
        failures=(),
        repairs=(*LANTERN.repairs, repair("r", "substitute", ("destroyed lantern",), grants)),
    )
    assert sweep(HOLLOW, mended).holds


def test_a_substitute_that_nobody_can_have_is_none() -> None:
    useless = repair("r", "substitute", ("destroyed lantern",), ("hidden lantern",))
    found = sweep(HOLLOW, replace(LANTERN, failures=(), repairs=(useless, *LANTERN.repairs)))
    assert "not even with repair r" in found.findings[0].sentence


def test_a_stand_in_who_makes_the_goal_so_ends_the_quest_by_mistake() -> None:
    has_it = repair("r", "stand_in", ("not alive mira",), ("has elsa lantern",), "elsa")
    found = sweep(HOLLOW, replace(LANTERN, repairs=(has_it,)))
    assert "repair r ends the quest by itself" in found.findings[0].sentence


def verdict(facts: frozenset[Fact], goal: tuple[Literal, ...]) -> Verdict:
    rules = Rules(HOLLOW)
    return Reach(rules, goal).verdict(rules.bits.state(facts))


def test_a_dead_seller_is_looted_and_a_locked_mill_is_forced() -> None:
    sold = frozenset(HOLLOW.facts - {fact for fact in HOLLOW.facts if str(fact) == "alive(tobin)"})
    locked = sold | {literals("locked mill")[0].fact}
    assert verdict(locked, LANTERN.goal) is Verdict.REACHED


def test_what_nothing_brings_about_is_out_of_reach() -> None:
    goal = literals("alive mira", "kin tobin elsa")
    assert verdict(HOLLOW.facts, goal) is Verdict.UNREACHABLE


def test_a_game_states_what_can_go_wrong() -> None:
    fire = "fire: {parameter: {place: place}, does: [locked place], says: 'fire at {place}'}"
    mishaps = read_mishaps(fire, bundled())
    assert sweep(HOLLOW, replace(SALVE, failures=()), mishaps).holds


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("fire: {parameter: {what: place}, does: [burns what]}", "mishaps.fire"),
        ("fire: {parameter: {what: castle}, does: [locked what]}", "mishaps.fire"),
        ("fire: {parameter: {what: place}, does: [locked keep]}", "mishaps.fire.does"),
        ("fire: {parameter: {what: place}, does: ['at * what']}", "mishaps.fire"),
        ("fire: {parameter: {what: place}, does: [alive player]}", "mishaps.fire.does"),
        ("fire: {parameter: {what: place}, does: []}", "mishaps.fire.does"),
        ("fire: {parameter: {what: place}, does: [not at what]}", "mishaps.fire"),
    ],
)
def test_a_mishap_that_cannot_be_is_refused(text: str, field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        read_mishaps(text, bundled())
    assert refused.value.field == field


def test_the_bundled_mishaps_are_three() -> None:
    names = [mishap.name for mishap in bundled_mishaps(bundled())]
    assert names == ["killed", "destroyed", "locked"]


def test_a_way_through_actions_that_the_quest_has_not_is_found() -> None:
    assert verdict(HOLLOW.facts, step("take salve chapel").needs) is Verdict.REACHED
