"""What becomes of quests by hand while they are played."""

from dataclasses import replace

import pytest

from tests.worldgen.quests.events import doing, event, started
from tests.worldgen.quests.quests import HOLLOW, LANTERN, SALVE, failure, literals, repair
from worldgen.errors import InvalidSpec, UnknownQuest
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.tracker import Entry, Event, Tracker

BUY, STEAL = "buy lantern tobin green", "steal lantern tobin green"
GO, GIVE = "go mill", "give lantern mira mill"


def _statuses(tracker: Tracker, quest: str, branch: str) -> list[str]:
    return [each.status for each in tracker.state(quest).objectives if each.branch == branch]


def test_a_quest_begins_with_the_first_step_of_each_branch() -> None:
    state = started(LANTERN).state("lantern-quest")
    assert (state.status, state.giver, state.branch) == ("open", "mira", "")
    assert state.possible == ("trade", "stealth")
    assert [each.status for each in state.objectives if each.branch == "trade"] == [
        *("current", "later", "later")
    ]


def test_each_deed_moves_its_branch_on() -> None:
    tracker = started(LANTERN)
    updates = tracker.report(doing(BUY, 1))
    assert [state.branch for state in updates.after] == ["trade"]
    assert _statuses(tracker, "lantern-quest", "trade") == ["done", "current", "later"]
    tracker.report(doing(GO, 2))
    assert _statuses(tracker, "lantern-quest", "trade") == ["done", "done", "current"]


def test_the_goal_ends_it_with_the_outcome_of_the_branch_that_was_taken() -> None:
    tracker = started(LANTERN)
    updates = [tracker.report(doing(text, at)) for at, text in enumerate((STEAL, GO, GIVE), 1)]
    assert tracker.state("lantern-quest").outcome == "done-stealth"
    assert updates[-1].after[0].status == "succeeded"
    assert updates[-1].effects == literals("trusts mira player")
    assert literals("trusts mira player")[0].fact in tracker.facts


def test_a_sale_is_not_taken_for_a_theft_nor_a_theft_for_a_sale() -> None:
    bought, stolen = started(LANTERN), started(LANTERN)
    bought.report(doing(BUY, 1))
    stolen.report(doing(STEAL, 1))
    assert _statuses(bought, "lantern-quest", "stealth")[0] == "skipped"
    assert _statuses(stolen, "lantern-quest", "trade")[0] == "skipped"


def test_what_is_lost_is_to_be_done_again() -> None:
    tracker = started(LANTERN)
    tracker.report(doing(BUY, 1))
    tracker.report(event("dropped", 2, "not has player lantern", "has tobin lantern"))
    assert _statuses(tracker, "lantern-quest", "trade") == ["current", "later", "later"]


def test_a_branch_whose_means_are_gone_is_closed() -> None:
    tracker = started(SALVE)
    tracker.report(event("rust", 1, "destroyed crowbar", "not lies crowbar mill"))
    assert tracker.state("salve-quest").possible == ("force",)
    assert set(_statuses(tracker, "salve-quest", "key")) == {"closed"}


def test_a_failure_ends_it() -> None:
    tracker = started(LANTERN)
    updates = tracker.report(event("fire", 1, "destroyed lantern"))
    assert (updates.after[0].status, updates.after[0].outcome) == ("failed", "burnt")
    assert updates.effects == literals("let_down mira player")


def test_a_refusal_ends_it() -> None:
    tracker = started(LANTERN)
    tracker.report(event("no", 1, quest="lantern-quest", refuses=True))
    assert tracker.state("lantern-quest").status == "refused"


def test_what_happens_after_the_end_changes_nothing() -> None:
    tracker = started(LANTERN)
    tracker.report(event("fire", 1, "destroyed lantern"))
    assert not tracker.report(doing(BUY, 2))


def test_an_heir_takes_the_givers_place_and_the_way_there_is_planned_anew() -> None:
    tracker = started(LANTERN)
    tracker.report(doing(BUY, 1))
    updates = tracker.report(event("death", 2, "not alive mira"))
    assert (updates.after[0].giver, updates.after[0].repairs) == ("elsa", ("heir",))
    (anew,) = updates.after[0].possible
    detour = [each for each in updates.after[0].objectives if each.branch == anew]
    assert [each.step for each in detour] == ["go-hut", "give-lantern-elsa-hut"]
    assert [way.id for way in updates.after[0].detours] == [anew]
    tracker.report(doing("go hut", 3))
    tracker.report(doing("give lantern elsa hut", 4))
    assert tracker.state("lantern-quest").status == "succeeded"


def test_without_anybody_who_plans_it_is_stuck_until_something_leads_on() -> None:
    tracker = Tracker(HOLLOW)
    tracker.start(SALVE)
    tracker.report(event("theft", 1, "not lies salve chapel", "has tobin salve"))
    assert tracker.state("salve-quest").stuck
    tracker.report(event("gift", 2, "has player salve"))
    assert not tracker.state("salve-quest").stuck


def test_grants_are_made_so_and_told() -> None:
    another = ("not destroyed lantern", "lies lantern hut")
    quest = replace(
        LANTERN, failures=(), repairs=(repair("r", "substitute", ("destroyed lantern",), another),)
    )
    tracker = started(replace(quest, lines=()))
    updates = tracker.report(event("fire", 1, "not has tobin lantern", "destroyed lantern"))
    assert updates.effects == literals(*another)
    assert literals("lies lantern hut")[0].fact in tracker.facts


def test_an_end_of_one_quest_may_end_another() -> None:
    sulking = replace(SALVE, failures=(failure("sulk", "let_down mira player"),))
    tracker = started(LANTERN, sulking)
    tracker.report(event("fire", 1, "destroyed lantern"))
    assert tracker.state("salve-quest").outcome == "sulk"


def test_extras_are_done_by_the_way() -> None:
    tracker = started(LANTERN)
    tracker.report(doing("take coin cave", 1))
    assert _statuses(tracker, "lantern-quest", "") == ["skipped", "done", "current"]


def test_an_extra_comes_as_the_quest_succeeds_if_it_is_so_then() -> None:
    tracker = started(LANTERN)
    for time, text in enumerate((BUY, GO, GIVE)):
        updates = tracker.report(doing(text, time))
    assert tracker.state("lantern-quest").extras == ("came-honesty",)
    assert Literal(Fact("esteems", ("mira", "player"))) in updates.effects


def test_what_was_to_be_kept_is_closed_once_it_is_over() -> None:
    tracker = started(LANTERN)
    tracker.report(doing("steal lantern tobin green", 1))
    assert _statuses(tracker, "lantern-quest", "")[-1] == "closed"


def test_the_journal_keeps_what_was_done_with_its_time() -> None:
    tracker = started(LANTERN)
    for time, text in enumerate((BUY, GO, GIVE), 5):
        tracker.report(doing(text, time))
    journal = tracker.state("lantern-quest").journal
    assert journal == (Entry(5, "k-journal-1"), Entry(7, "k-journal-2"))


def test_an_event_told_again_changes_nothing() -> None:
    tracker = started(LANTERN)
    assert tracker.report(doing(BUY, 1))
    assert not tracker.report(doing(BUY, 1))


def test_the_same_id_for_something_else_is_refused() -> None:
    tracker = started(LANTERN)
    tracker.report(event("e", 1, "sick mira"))
    with pytest.raises(InvalidSpec, match="'e' was another event before"):
        tracker.report(event("e", 2, "sick mira"))


def test_an_event_for_an_unknown_quest_is_refused_and_nothing_of_it_is_taken() -> None:
    tracker = started(LANTERN)
    with pytest.raises(UnknownQuest) as refused:
        tracker.report_all([doing(BUY, 1), event("e", 1, quest="ghost-quest")])
    assert refused.value.quest == "ghost-quest"
    assert tracker.state("lantern-quest").branch == ""
    with pytest.raises(UnknownQuest):
        tracker.state("ghost-quest")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (event("", 1), "events[0].id"),
        (event("e", -1), "events[0].time"),
        (event("e", 1, refuses=True), "events[0].quest"),
        (event("e", 1, "burns mill"), "events[0].literals[0]"),
        (event("e", 1, "alive mira", "alive mira elsa"), "events[0].literals[1]"),
        (event("e", 1, "alive borgan"), "events[0].literals[0]"),
        (event("e", 1, "alive mill"), "events[0].literals[0]"),
        (event("e", 1, *["alive mira"] * 65), "events[0].literals"),
    ],
)
def test_an_event_that_cannot_be_is_refused(told: Event, field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        started(LANTERN).report(told)
    assert refused.value.field == field


def test_of_many_events_the_bad_one_is_named_and_none_is_taken() -> None:
    tracker = started(LANTERN)
    before = tracker.save()
    with pytest.raises(InvalidSpec) as refused:
        tracker.report_all([event("a", 1, "not alive mira"), event("b", 1, "burns mill")])
    assert refused.value.field == "events[1].literals[0]"
    assert tracker.save() == before


@pytest.mark.parametrize("time", [-1, 2**53 + 1])
def test_what_is_settled_ends_at_a_time_that_can_be(time: int) -> None:
    with pytest.raises(InvalidSpec) as refused:
        started(LANTERN).settle(time)
    assert refused.value.field == "time"


def test_a_quest_that_starts_again_at_another_time_is_told_when_it_started() -> None:
    tracker = started(LANTERN)
    with pytest.raises(InvalidSpec, match="was started at 0, not at 7"):
        tracker.start(LANTERN, 7)


def test_a_quest_of_another_world_or_another_one_of_the_same_id_is_refused() -> None:
    tracker = started(LANTERN)
    assert not tracker.start(LANTERN)
    with pytest.raises(InvalidSpec, match=r"quest\.world"):
        tracker.start(replace(SALVE, world="elsewhere"))
    with pytest.raises(InvalidSpec, match=r"quest\.id"):
        tracker.start(replace(LANTERN, motive="greed"))


def test_what_was_done_before_a_quest_began_counts_for_it() -> None:
    tracker = Tracker(HOLLOW)
    tracker.report(doing(BUY, 1))
    tracker.start(LANTERN, time=2)
    assert _statuses(tracker, "lantern-quest", "trade") == ["skipped", "current", "later"]
