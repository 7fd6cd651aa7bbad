import random

import pytest

from npcgen.dialogue.sentences import SentenceCutter


def cut(text: str, seed: int = 0) -> list[str]:
    rng, cutter, found, start = random.Random(seed), SentenceCutter(), [], 0
    while start < len(text):
        end = start + rng.randint(1, 4)
        found += cutter.feed(text[start:end])
        start = end
    return [sentence.text for sentence in found + cutter.finish()]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Well met. Sit down!", ["Well met.", "Sit down!"]),
        ("Oh... good morning. I... see.", ["Oh... good morning.", "I... see."]),
        ("“Stay.” He left", ["“Stay.”", "He left"]),
        ("It costs 2.50 here. Pay.", ["It costs 2.50 here.", "Pay."]),
        ("你好。请坐！好", ["你好。", "请坐！", "好"]),
        (
            "Ask Mr. Holt or St. Anne. J. Reed knows.",
            ["Ask Mr. Holt or St. Anne.", "J. Reed knows."],
        ),
        ("So am I. Go.", ["So am I.", "Go."]),
        ("What?! No. ", ["What?!", "No."]),
        ("", []),
    ],
)
def test_sentences_come_out_whole(text: str, sentences: list[str]) -> None:
    assert [cut(text, seed) for seed in range(20)] == [sentences] * 20


def test_what_was_searched_is_not_searched_again() -> None:
    cutter = SentenceCutter()
    cutter.feed("word " * 100 + "and so on... ")
    assert cutter._searched == len("word " * 100 + "and so on")


def test_ranges_point_into_the_text() -> None:
    text = "Well met.  Sit down. 你好。x"
    cutter = SentenceCutter()
    sentences = cutter.feed(text) + cutter.finish()
    assert [text[s.start : s.end] for s in sentences] == [s.text for s in sentences]


def test_a_sentence_comes_before_the_next_one_is_over() -> None:
    cutter = SentenceCutter()
    assert cutter.feed("Well met.") == []
    assert [s.text for s in cutter.feed(" S")] == ["Well met."]
