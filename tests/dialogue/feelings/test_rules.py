import pytest

from npcgen.dialogue.feelings.axes import STRANGER, Relationship
from npcgen.dialogue.feelings.rules import deed, impulses_of
from npcgen.dialogue.tones import bundled_tones
from npcgen.errors import InvalidArgument


def whys(text: str, *before: str) -> list[str]:
    return [each.why for each in impulses_of(text, before, STRANGER)]


def test_what_is_said_moves_feelings() -> None:
    assert whys("You are a liar!") == ["insulted", "talked together"]
    assert whys("You are not a liar.") == ["talked together"]
    assert whys("Please, what does a sword cost?") == ["was polite", "talked together"]


def test_a_question_asked_again_annoys() -> None:
    assert "asked the same again" in whys("Where is the mill?", "Hello.", "where is the MILL")
    assert "asked the same again" not in whys("Where is the mill?", "Where is the inn?")
    assert "asked the same again" not in whys("Yes.", "Yes.")


def test_talking_makes_familiar_ever_more_slowly() -> None:
    (first,) = impulses_of("Good. ", (), STRANGER)
    (later,) = impulses_of("Good.", (), Relationship(familiarity=0.5))
    assert (first.moves["familiarity"], later.moves["familiarity"]) == (0.02, 0.01)


def test_where_nothing_was_said_nothing_moves() -> None:
    assert impulses_of("", (), STRANGER) == []


def test_a_deed_is_known_by_its_name() -> None:
    assert deed("promise_kept").moves["trust"] == 0.12
    with pytest.raises(InvalidArgument, match="deed: is 'kiss', which is none; choose gift"):
        deed("kiss")


def test_every_tone_that_moves_feelings_exists() -> None:
    known = set(bundled_tones().ids)
    moving = {"greeting", "courtesy", "thanks", "apology", "praise", "insult", "threat", "gift"}
    assert moving <= known
