"""The check of words knows what is wrong with a text."""

from dataclasses import replace

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN
from worldgen.quests.quest import Line
from worldgen.quests.words import check_words
from worldgen.quests.words.check import text_faults

NAMES = ("Odrin Pell", "the Lantern Inn", "Perrin's lamp", "the old well")


@pytest.mark.parametrize(
    "text",
    [
        "Odrin Pell runs the Lantern Inn.",
        "Odrin's beer is good, and Pell knows it.",
        "The old well is deep. Bring Perrin's lamp!",
        "I... I don't know. Maybe I'll ask.",
        '"Come in," it said.',
    ],
)
def test_nothing_is_wrong_with_known_names(text: str) -> None:
    assert text_faults(text, NAMES) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Go and ask Queen Ysmara about it.", "it names Queen, whom or which nobody knows"),
        ("Zoltan sits at the Lantern Inn.", "it names Zoltan, whom or which nobody knows"),
        ("Ask {who} about it.", "it has a brace that nothing filled"),
        ("**Bold** words.", "it has markup"),
        ("", "it is empty"),
        ("Bitte bringt mir etwas Brot aus dem Dorf unten.", "it isn't English"),
        ("お願いします。", "it isn't English"),
        ("go " * 400, "it has 1200 characters, over 1000"),
    ],
)
def test_what_is_wrong_is_said(text: str, fault: str) -> None:
    assert fault in text_faults(text, NAMES)


def test_a_line_of_a_stranger_is_found() -> None:
    line = Line("k", "offer", "", "nobody", "Help!")
    findings = check_words(HOLLOW, replace(LANTERN, lines=(line,)))
    assert "its speaker doesn't exist" in [finding.fault for finding in findings]


def test_a_key_that_is_given_twice_is_found() -> None:
    line = Line("k", "title", "", "", "A light")
    findings = check_words(HOLLOW, replace(LANTERN, lines=(line, line)))
    assert [finding.fault for finding in findings] == ["its key is another's, too"]
