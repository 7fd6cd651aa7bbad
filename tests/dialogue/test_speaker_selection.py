"""Who speaks next: by name, by role, by what they know, then in turn; or nobody."""

import pytest

from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import Noticed
from npcgen.dialogue.speaker_selection import Listener, goes_round, next_speaker
from tests.dialogue.cast import FULL, MILLER

SMITH = Persona(
    id="bram",
    name="Bram Okoro",
    role="blacksmith",
    place="the forge",
    knowledge=("The mine was closed after the flood.",),
)
CAST = (MILLER, FULL, SMITH)


def heard(text: str, speaker: str = "Ada", *, rests: tuple[int, ...] = ()) -> list[Listener]:
    """All hear it; the miller spoke last, the ferrywoman longest ago."""
    spoke_at = (3.0, 1.0, 2.0)
    return [
        Listener(persona, (Noticed(text, speaker),), spoke_at[place], "Ada", place in rests)
        for place, persona in enumerate(CAST)
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ansel, what is it?", 0),
        ("What do you say, Okoro?", 2),
        ("Hey, miller!", 0),
        ("Where is the smith?", 2),
        ("What became of the mine?", 2),
        ("Is the river high?", 1),
        ("Good evening, you all.", 1),
        ("Is anybody here?", 1),
        ("Miller, where is Edda?", 1),
    ],
)
def test_who_is_meant_speaks(text: str, place: int) -> None:
    assert next_speaker(heard(text), must_answer=False) == place


def test_the_player_is_answered_by_who_spoke_least_lately() -> None:
    assert next_speaker(heard("Hm."), must_answer=True) == 1


def test_what_concerns_nobody_is_met_with_silence() -> None:
    assert next_speaker(heard("Hm."), must_answer=False) is None


def test_one_word_in_common_with_an_npcs_line_is_no_reason_to_join_in() -> None:
    assert next_speaker(heard("The river, eh.", "Corrin Hale"), must_answer=False) is None
    assert next_speaker(heard("The river is so high.", "Corrin Hale"), must_answer=False) == 1


def test_who_rests_is_silent_even_when_named() -> None:
    assert next_speaker(heard("Edda?", rests=(1,)), must_answer=False) is None


def test_who_heard_nothing_is_silent() -> None:
    nothing = [Listener(persona, (), 0.0, "Ada") for persona in CAST]
    assert next_speaker(nothing, must_answer=True) is None


def test_a_name_within_another_word_names_nobody() -> None:
    assert next_speaker(heard("The Anselmian order?"), must_answer=False) is None


@pytest.mark.parametrize(
    ("line", "round"),
    [
        ("The river is high today.", True),
        ("The river is high TODAY!", True),
        ("The river is low today, and cold.", False),
    ],
)
def test_much_the_same_goes_round(line: str, round: bool) -> None:
    assert goes_round(line, ["Hello.", "The river is high, today."]) is round
