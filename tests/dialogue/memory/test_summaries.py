import json

from npcgen.dialogue.memory.summaries import MAX_WORDS, Written, clipped, extract, read, request_of
from npcgen.dialogue.prompt import PastTurn, PlayerLine
from npcgen.engine.base import Priority
from tests.dialogue.cast import MILLER


def turns(*lines: str) -> list[PastTurn]:
    return [PastTurn(PlayerLine(line, "Ada"), "Hm.") for line in lines]


def test_by_rules_it_holds_what_was_worth_remembering() -> None:
    summary = extract("", turns("Good day.", "I come from Dunmoor.", "I promise to return."))
    assert summary == 'Ada comes from Dunmoor. Ada promised me: "I promise to return."'


def test_where_nothing_was_it_holds_the_last_line() -> None:
    assert extract("", turns("Good day.", "What does flour cost?")) == (
        'Ada said: "What does flour cost?"'
    )


def test_it_goes_on_from_the_one_before_and_stays_short() -> None:
    before = "Ada comes from Dunmoor."
    after = extract(before, turns(*(f"I promise to bring {name} tomorrow." for name in "abcdefgh")))
    assert extract(before, turns("I like rain.")) == "Ada comes from Dunmoor. Ada likes rain."
    assert len(after.split()) <= MAX_WORDS
    assert after.endswith('bring h tomorrow."')


def test_a_model_is_asked_when_nobody_else_needs_it() -> None:
    request = request_of(MILLER, "Ada likes rain.", turns("I own [a] horse."))
    assert request.priority is Priority.BACKGROUND
    assert request.grammar is not None
    assert request.messages[1].content == (
        "What you remembered so far: Ada likes rain.\nAda says: I own [a] horse.\nAnsel Birch: Hm."
    )


def test_what_a_model_invents_is_left_out() -> None:
    answer = {"summary": "We spoke of horses.", "facts": ["Ada owns a horse", "Ada is a queen"]}
    written = read(json.dumps(answer), turns("I am Ada and I own a horse."))
    assert written == Written("We spoke of horses.", ("Ada owns a horse",))


def test_an_answer_that_is_none_is_none() -> None:
    assert read("Once upon a time", turns("Hello.")) is None
    assert read('{"summary": "  ", "facts": []}', turns("Hello.")) is None


def test_a_long_one_ends_with_a_sentence() -> None:
    text = clipped("We spoke of rain. " * 40)
    assert text.endswith("rain.")
    assert len(text.split()) <= MAX_WORDS
    assert clipped("[Scene: x]\nWe met.") == "Scene: x We met."
