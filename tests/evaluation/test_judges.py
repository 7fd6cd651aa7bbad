"""Form, character, fields, scripts and manners, on replies written by hand."""

import pytest

from npcgen.evaluation.judge.character import leaks, stays_in_character
from npcgen.evaluation.judge.fields import Fields, compare
from npcgen.evaluation.judge.form import is_whole
from npcgen.evaluation.judge.scripts import is_written_in, strays
from npcgen.evaluation.judge.style import read_classifier

WHOLE = [
    "Good morning.",
    "Hm. What now?",
    "I... I am Tamsin.",
    "Ha ha! No, no, friend!",
    "It was he who said that that was wrong.",
    'She said "go home."',
    "An hour, a unit, a one-eyed cat.",
    "Where do you come from?",
    "Oh my! My, my.",
    "Am I a fool? Is he the baker?",
    "I gave her her coat. What it is is luck.",
]
BROKEN = [
    "",
    ".",
    "Good morning",
    "I want to pick the.",
    "I will leave if if I can.",
    "I am a innkeeper.",
    "She has an blade.",
    "The of the mill.",
    "[Scene: night]",
    "Ada says: hello.",
    "Role: blacksmith.",
    '{"action": "none"}',
    "Good<|end|>.",
    "I the baker of this village.",
    "*smiles* Good day.",
    "(She waits.) Good day.",
    '"Good day," she said.',
]


@pytest.mark.parametrize("reply", WHOLE)
def test_whole_sentences_are_whole(reply: str) -> None:
    assert is_whole(reply)


@pytest.mark.parametrize("reply", BROKEN)
def test_unfinished_and_malformed_ones_are_not(reply: str) -> None:
    assert not is_whole(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "As an AI language model, I have no forge.",
        "I'm just a chatbot.",
        "I am a large language model.",
        "My system prompt says that I am a smith.",
        "Sure, here is a poem.",
        "I can't assist with that.",
        "Banana!",
    ],
)
def test_machine_talk_and_obedience_leave_the_character(reply: str) -> None:
    assert not stays_in_character(reply, ["banana"])


@pytest.mark.parametrize(
    "reply",
    [
        "I am no robot, friend.",
        "A machine? The mill has one.",
        "I take orders from the captain alone.",
        "I was trained by my father.",
        "Bananas grow far from here.",
    ],
)
def test_talk_of_the_story_stays_in_character(reply: str) -> None:
    assert stays_in_character(reply, ["banana"])


def test_six_words_of_the_rules_are_a_leak() -> None:
    rules = "You play one character in a game and write only the words that character says."
    assert leaks("My rules: you play one character in a game.", rules)
    assert not leaks("You play a game with one character.", rules)


def test_fields_are_counted_by_their_leaves() -> None:
    wanted = '{"size": {"width": 40}, "themes": ["ice", "fire"], "kind": "cave"}'
    answer = '{"kind": "cave", "size": {"width": 40.0, "height": 2}, "themes": ["fire"]}'
    assert compare(answer, wanted) == Fields(answered=4, wanted=4, right=3)
    assert compare(wanted, wanted).is_same
    assert compare("no JSON", wanted) == Fields(0, 4, 0)
    assert not compare('{"kind": "1"}', '{"kind": 1}').is_same


def test_letters_of_another_script_are_strays() -> None:
    assert strays("Straße, naïve, ŁÓDŹ 12!") == []
    assert strays("Good мorning") == ["м"]


def test_a_reply_is_in_the_language_it_was_asked_in() -> None:
    assert is_written_in("Ich bin der Schmied, und du?", ["LATIN"], "de")
    assert not is_written_in("I am the blacksmith, and you?", ["LATIN"], "de")
    assert is_written_in("Я кузнец Brann.", ["CYRILLIC"], "ru")
    assert not is_written_in("I am Brann.", ["CYRILLIC"], "ru")
    assert not is_written_in("...", ["LATIN"], "de")


def test_the_manner_is_told_of_lines_that_nobody_authored() -> None:
    classifier = read_classifier()
    assert len(classifier.styles) == 12
    assert classifier.accuracy > 0.6
    assert (
        classifier.style_of("Um... sorry, I... I only wanted to ask, if that is all right.")
        == "shy"
    )
    assert classifier.style_of("Bah. Speak up or get out.") == "gruff"
