"""What the game says of an action, and what the NPC learns of it."""

import pytest

from npcgen.dialogue.actions.acts import KEPT, Act, acknowledge, keep
from npcgen.dialogue.events import ActionChosen
from npcgen.errors import FailedPrecondition, InvalidArgument, NotFound
from tests.dialogue.actions.shop import SHOP


def acts() -> list[Act]:
    kept: list[Act] = []
    chosen = ActionChosen("t.1.a1", "give_item", '{"item": "key_iron", "to": "ada", "count": 2}')
    keep(kept, chosen, "t.1", SHOP)
    return kept


def test_the_game_says_what_happened() -> None:
    assert acknowledge(acts(), "t.1", "t.1.a1", True, "You gave Ada\nthe key.") == (
        "You gave Ada the key."
    )


def test_without_words_of_the_game_the_action_is_told() -> None:
    assert acknowledge(acts(), "", "t.1.a1", True, "") == (
        "You did it: give item, item the iron key, to Ada, count 2."
    )


def test_a_failure_is_told_with_its_reason() -> None:
    assert acknowledge(acts(), "t.1", "t.1.a1", False, "Ada is too far away.") == (
        "You tried, and it failed: give item, item the iron key, to Ada, count 2. "
        "Ada is too far away."
    )


def test_the_same_twice_is_news_once() -> None:
    kept = acts()
    acknowledge(kept, "t.1", "t.1.a1", True, "Done.")
    assert acknowledge(kept, "t.1", "t.1.a1", True, "Done.") == ""
    with pytest.raises(FailedPrecondition) as caught:
        acknowledge(kept, "t.1", "t.1.a1", False, "")
    assert caught.value.reason == "ACTION_ACKNOWLEDGED"


@pytest.mark.parametrize(("turn_id", "action_id"), [("t.2", "t.1.a1"), ("t.1", "t.1.a2"), ("", "")])
def test_an_action_that_was_not_chosen_is_not_found(turn_id: str, action_id: str) -> None:
    with pytest.raises(NotFound) as caught:
        acknowledge(acts(), turn_id, action_id, True, "")
    assert caught.value.reason == "ACTION_NOT_FOUND"


def test_a_long_detail_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="at most 200"):
        acknowledge(acts(), "t.1", "t.1.a1", True, "x" * 201)


def test_only_the_last_are_kept() -> None:
    kept: list[Act] = []
    for number in range(KEPT + 1):
        keep(kept, ActionChosen(f"a{number}", "wave", "{}"), "t.1", SHOP)
    assert (len(kept), kept[0].id) == (KEPT, "a1")
