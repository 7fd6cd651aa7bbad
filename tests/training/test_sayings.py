"""What asks for nothing: composed in many ways, none held out; favours, done or refused."""

import random
import re

import pytest

from training.corpus.cast import draw_cast
from training.corpus.dialogue import generator
from training.corpus.drafts import draft
from training.corpus.drafts.favours import as_asked
from training.corpus.lexicon import STYLES, lexicon
from training.corpus.names import short
from training.corpus.recombine import parts_of
from training.corpus.roughen import inner, mannerly
from training.corpus.sayings import composed, is_held_out
from training.corpus.talk import Talk
from training.corpus.turn import INTENTS, Draft

REFUSAL = re.compile(r"\b(no|not|never|nothing|won't|can't|cannot|don't|refuse)\b", re.IGNORECASE)


def favours(intent: str, count: int = 200) -> list[tuple[Draft, Talk]]:
    drawn = []
    for index in range(count):
        rng = generator(2, f"test/{intent}", index)
        talk = Talk(rng, draw_cast(rng, "training"), "training")
        drawn.append((draft(talk.state, intent), talk))
    return drawn


def test_every_saying_belongs_to_a_kind_of_turn_that_can_be_asked() -> None:
    assert lexicon().sayings.keys() <= lexicon().questions["ask"].keys() & INTENTS.keys()


@pytest.mark.parametrize("intent", lexicon().sayings)
def test_no_composed_saying_is_held_out(intent: str) -> None:
    rng = random.Random(1)
    assert not any(is_held_out(intent, composed(rng, intent, nameless=True)) for _ in range(500))


def test_a_held_out_saying_is_known_whatever_its_marks() -> None:
    assert is_held_out("smalltalk", "how are you TODAY")
    assert not is_held_out("smalltalk", "How are you tonight?")


def test_thanks_are_given_in_a_thousand_ways() -> None:
    rng = random.Random(1)
    assert len({composed(rng, "thanks", nameless=True) for _ in range(2_000)}) > 1_000


@pytest.mark.parametrize("style", STYLES)
def test_who_complies_says_no_word_of_refusal(style: str) -> None:
    assert [line for line in lexicon().lines(style, "comply") if REFUSAL.search(line)] == []


def test_a_favour_is_done_for_nobody_who_is_disliked() -> None:
    feelings = {drawn.feeling or "" for drawn, _ in favours("comply")}
    assert not [feeling for feeling in feelings if "curtly" in feeling]


def test_what_is_refused_is_a_crime_a_boundary_or_asked_by_a_foe() -> None:
    crimes = {crime.split()[0] for crime in lexicon().talk["crimes"]}
    for drawn, talk in favours("refuse"):
        deed = drawn.values["deed"]
        is_foe = drawn.feeling is not None and "speaks curtly" in drawn.feeling
        assert is_foe or deed in talk.cast.deeds or deed.split()[0] in crimes


def test_a_deed_is_asked_for_as_the_player_says_it() -> None:
    assert as_asked("give you your hat") == "give me my hat"
    assert as_asked("tell Ada that you are here") == "tell Ada that I am here"


def test_an_answered_question_keeps_its_answer() -> None:
    assert parts_of("Ha! {deed_cap}? Never. Ask a fool.").heart == "{deed_cap}? Never. Ask a fool."


def test_a_name_inside_a_sentence_keeps_its_capital() -> None:
    assert inner("Where is it?") == "where is it?"
    assert inner("Zorbin sent me.") == "Zorbin sent me."
    assert inner("I am lost.") == "I am lost."


def test_a_name_is_short_without_its_title() -> None:
    title = lexicon().names["titles"][0]
    assert (short(f"{title} Odrin Vale"), short("Odrin Vale")) == ("Odrin", "Odrin")


def test_a_question_is_now_and_then_led_up_to_by_a_greeting() -> None:
    rng = random.Random(1)
    asked = [mannerly(rng, "What do you sell?", "Odrin Vale") for _ in range(1_000)]
    assert 180 < sum(text != "What do you sell?" for text in asked) < 300
    assert all(text.endswith("What do you sell?") for text in asked)
