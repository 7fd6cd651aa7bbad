"""Whatever the order of telling, and however often: the same state, and the same save."""

import pytest

from tests.worldgen.quests.events import doing, event, random_events, replan, started
from tests.worldgen.quests.quests import HOLLOW, LANTERN, SALVE
from tests.worldgen.quests.worlds import village
from worldgen.errors import InvalidSpec
from worldgen.quests.tracker import Event, Tracker
from worldgen.rng import Stream

SEEDS = range(12)
EVENTS = 24


def _told(events: list[Event]) -> Tracker:
    tracker = started(LANTERN, SALVE)
    for each in events:
        tracker.report(each)
    return tracker


def _states(tracker: Tracker) -> list[object]:
    return [tracker.state(quest.id) for quest in tracker.quests] + [sorted(tracker.facts)]


@pytest.mark.parametrize("seed", SEEDS)
def test_shuffled_and_repeated_events_end_in_the_same_state(seed: int) -> None:
    events = random_events(seed, EVENTS)
    draw = Stream("how they are told", seed)
    again = draw.shuffled([*events, *draw.sample(events, 8)])
    plain, shuffled = _told(events), _told(again)
    assert _states(shuffled) == _states(plain)
    assert shuffled.save() == plain.save()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stream_told_in_lots_ends_as_one_told_singly(seed: int) -> None:
    events = Stream("lots", seed).shuffled(random_events(seed, EVENTS))
    tracker = started(LANTERN, SALVE)
    for first in range(0, EVENTS, 7):
        tracker.report_all(events[first : first + 7])
    assert tracker.save() == _told(events).save()


@pytest.mark.parametrize("seed", SEEDS)
def test_saved_and_restored_at_every_step_it_goes_on_as_if_it_had_not_been(seed: int) -> None:
    events = Stream("restored", seed).shuffled(random_events(seed, EVENTS))
    tracker = plain = started(LANTERN, SALVE)
    for each in events:
        data = tracker.save()
        tracker = Tracker.load(HOLLOW, data, replan)
        assert tracker.save() == data
        assert _states(tracker) == _states(plain)
        assert tracker.report(each) == plain.report(each)
    assert tracker.save() == plain.save()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_settled_is_no_longer_told_and_changes_nothing(seed: int) -> None:
    events = random_events(seed, EVENTS)
    plain, settling = _told(events), started(LANTERN, SALVE)
    for each in events:
        settling.report(each)
        settling.settle(each.time - 1)
    restored = Tracker.load(HOLLOW, settling.save(), replan)
    assert _states(settling) == _states(plain) == _states(restored)
    assert settling.report(events[0]).settled == (events[0].id,)
    assert _states(settling) == _states(plain)


@pytest.mark.parametrize("seed", SEEDS)
def test_updates_add_up_to_the_state(seed: int) -> None:
    tracker = started(LANTERN, SALVE)
    known = {quest.id: tracker.state(quest.id) for quest in tracker.quests}
    for each in Stream("updates", seed).shuffled(random_events(seed, EVENTS)):
        updates = tracker.report(each)
        assert [known[state.quest] for state in updates.before] == list(updates.before)
        known |= {state.quest: state for state in updates.after}
    assert known == {quest.id: tracker.state(quest.id) for quest in tracker.quests}


def test_a_quest_that_starts_late_begins_where_it_belongs() -> None:
    late, early = Tracker(HOLLOW), Tracker(HOLLOW)
    early.start(LANTERN, time=1)
    for tracker in (late, early):
        tracker.report(doing("buy lantern tobin green", 2))
    late.start(LANTERN, time=1)
    assert late.save() == early.save()


def test_a_death_that_is_told_late_takes_back_the_success() -> None:
    tracker = started(LANTERN)
    for time, text in enumerate(("buy lantern tobin green", "go mill"), 1):
        tracker.report(doing(text, time))
    tracker.report(doing("give lantern mira mill", 9))
    assert tracker.state("lantern-quest").status == "succeeded"
    updates = tracker.report(event("fire", 5, "destroyed lantern"))
    assert (updates.before[0].status, updates.after[0].status) == ("succeeded", "failed")


def _save() -> bytes:
    return _told(random_events(1, 6)).save()


def test_every_damaged_byte_is_noticed() -> None:
    data = _save()
    for at in range(0, len(data), 97):
        damaged = data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]
        with pytest.raises(InvalidSpec):
            Tracker.load(HOLLOW, damaged)


@pytest.mark.parametrize("end", [0, 10, 100, -1])
def test_a_save_that_ends_early_is_refused(end: int) -> None:
    with pytest.raises(InvalidSpec):
        Tracker.load(HOLLOW, _save()[:end])


def test_a_save_of_another_world_or_version_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="another world"):
        Tracker.load(village("sick mira"), _save())
    with pytest.raises(InvalidSpec, match="version 2"):
        Tracker.load(HOLLOW, _save().replace(b" 1 ", b" 2 ", 1))


def test_a_save_needs_nobody_who_plans() -> None:
    tracker = started(LANTERN)
    tracker.report(doing("buy lantern tobin green", 1))
    tracker.report(event("death", 2, "not alive mira"))
    restored = Tracker.load(HOLLOW, tracker.save())
    assert restored.state("lantern-quest") == tracker.state("lantern-quest")
    assert restored.quests == (LANTERN,)
