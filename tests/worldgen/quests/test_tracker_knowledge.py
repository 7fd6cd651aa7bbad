"""Who knows which line of the lantern quest, and when."""

from dataclasses import replace

from tests.worldgen.quests.events import doing, event, started
from tests.worldgen.quests.quests import LANTERN
from worldgen.quests.quest import Line
from worldgen.quests.tracker import knowledge, offered

SAID = Line("k-said", "said", "give-lantern-mira-mill", "mira", "At last, light.")
TOLD = replace(
    LANTERN,
    lines=(
        *(each for each in LANTERN.lines if each.key not in ("k-sale", "k-heir")),
        Line("k-sale", "said", "buy-lantern-tobin-green", "tobin", "Yours, for coin."),
        Line("k-heir", "stand_in", "heir", "elsa", "Mira wanted it. Bring it to me."),
        SAID,
        Line("k-secret", "plot", "", "mira", "Nobody knows this."),
    ),
)


def test_before_it_begins_the_giver_can_offer_it_and_say_what_a_no_means() -> None:
    assert knowledge(TOLD, offered(TOLD), "mira") == ("k-summary", "k-offer", "k-refuse")
    assert knowledge(TOLD, offered(TOLD), "tobin") == ()


def test_while_it_is_open_each_knows_what_is_due() -> None:
    tracker = started(TOLD)
    assert tracker.knowledge("lantern-quest", "mira") == ("k-summary", "k-offer", "k-remind")
    assert tracker.knowledge("lantern-quest", "tobin") == ("k-sale",)
    assert tracker.knowledge("lantern-quest", "elsa") == ()


def test_what_is_said_at_a_step_is_known_from_when_it_is_due() -> None:
    tracker = started(TOLD)
    tracker.report(doing("buy lantern tobin green", 1))
    assert "k-said" not in tracker.knowledge("lantern-quest", "mira")
    tracker.report(doing("go mill", 2))
    assert "k-said" in tracker.knowledge("lantern-quest", "mira")


def test_an_heir_knows_the_quest_and_the_dead_know_nothing() -> None:
    tracker = started(TOLD)
    tracker.report(event("death", 1, "not alive mira"))
    assert tracker.knowledge("lantern-quest", "elsa") == ("k-summary", "k-heir")
    assert tracker.knowledge("lantern-quest", "mira") == ()


def test_thanks_are_for_the_end_that_was_reached() -> None:
    tracker = started(TOLD)
    deeds = ("buy lantern tobin green", "go mill", "give lantern mira mill")
    for time, text in enumerate(deeds, 1):
        tracker.report(doing(text, time))
    assert tracker.knowledge("lantern-quest", "mira") == ("k-thanks",)
