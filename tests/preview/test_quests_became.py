"""What becomes of a quest, in words: of quests by hand, and what the tracker makes of events."""

from npcgen.preview.pages.quests.became import Became, became
from npcgen.preview.pages.quests.deeds import Deed, deed_in, victims
from npcgen.preview.pages.quests.deeds import mishaps as mishaps_in
from npcgen.preview.pages.quests.play import Moment
from npcgen.preview.pages.quests.story import Story
from tests.worldgen.quests.events import doing, event, started
from tests.worldgen.quests.quests import HOLLOW, LANTERN
from worldgen.quests.facts import Fact
from worldgen.quests.tracker import Event, Tracker


def after(*events: Event) -> Became:
    """Of the last of them."""
    tracker = started(LANTERN)
    for each in events[:-1]:
        tracker.report(each)
    return last(tracker, events[-1])


def last(tracker: Tracker, told: Event) -> Became:
    before = tracker.state(LANTERN.id)
    updates = tracker.report(told)
    state = tracker.state(LANTERN.id)
    moment = Moment(Deed("it", "It happens"), before, state, updates.effects)
    return became(Story(HOLLOW, LANTERN, state), moment)


def test_another_asks_where_the_giver_is_killed_and_a_new_way_is_told() -> None:
    told = after(doing("buy lantern tobin green", 1), event("death", 2, "not alive mira"))
    assert (told.heading, told.tone) == ("elsa asks for it from now on", "changed")
    assert told.told[:3] == (
        "No known way led on, so a new one was planned.",
        "1. Go to hut",
        "2. Bring lantern to elsa",
    )


def test_a_failure_says_why() -> None:
    told = after(event("fire", 1, "destroyed lantern", "not has tobin lantern"))
    assert (told.heading, told.tone) == ("The quest fails", "bad")
    assert told.told == ("It fails because lantern is gone for good.",)


def test_a_success_says_what_the_player_gets() -> None:
    told = after(
        doing("buy lantern tobin green", 1),
        doing("go mill", 2),
        doing("give lantern mira mill", 3),
    )
    assert (told.heading, told.tone) == ("The quest is done", "good")
    assert told.told[0] == "The player gets 4 coins and 10 experience."


def test_a_step_that_is_done_is_told_with_its_journal() -> None:
    told = after(doing("buy lantern tobin green", 1))
    assert told.heading == "Done: Buy lantern from tobin"
    assert told.told == ("Tobin sold me the lantern.",)


def test_what_changes_nothing_says_that_its_ways_are_open() -> None:
    told = after(event("far", 1, "not alive elsa"))
    assert told.heading == "Nothing changes for this quest"
    assert told.told == ("2 ways lead to its end, as before.",)


def test_only_who_is_alive_can_be_killed_and_never_the_player() -> None:
    killed = mishaps_in(HOLLOW)["killed"]
    facts = HOLLOW.facts - {Fact("alive", ("tobin",))}
    assert "mira" in victims(HOLLOW, killed, facts)
    assert not {"tobin", "player"} & set(victims(HOLLOW, killed, facts))


def test_what_is_destroyed_is_with_nobody_any_more() -> None:
    story = Story(HOLLOW, LANTERN, started(LANTERN).state(LANTERN.id))
    deed = deed_in("destroyed-lantern", story, HOLLOW.facts)
    assert [str(literal) for literal in deed.literals] == [
        "not has(tobin, lantern)",
        "destroyed(lantern)",
    ]
