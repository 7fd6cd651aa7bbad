"""The check of the authored lines: what it lets pass, and what it names."""

import pytest

from training.corpus.check import (
    STYLE_FILES,
    Style,
    line_problems,
    problems,
    read_style,
    repetition_problems,
    rules,
    shared_problems,
    slot_problems,
)
from training.corpus.lexicon import STYLES, Split, fill, with_article
from training.corpus.seams import seam_problems, seams


def style_with(name: str = "gruff", **lines: list[str]) -> Style:
    return Style(name, ["Curt"] * 6, ["Barks."] * 8, ["hard"] * 10, lines)


@pytest.mark.parametrize("style", STYLES)
def test_nothing_is_wrong_with_a_style(style: str) -> None:
    assert list(problems(read_style(STYLE_FILES / f"{style}.yaml"))) == []


@pytest.mark.parametrize("style", STYLES)
def test_a_style_in_training_uses_the_slots_of_its_intents(style: str) -> None:
    lines = read_style(STYLE_FILES / f"{style}.yaml").all_lines
    assert len(lines) > 60
    assert [
        problem for intent, line in lines for problem in slot_problems(rules()[intent], line)
    ] == []


@pytest.mark.parametrize(
    ("intent", "line", "problem"),
    [
        ("greet", "It costs {price}.", "has a slot of another intent: price"),
        ("no_place", "You are at {place}.", "has a slot of another intent: place"),
        ("role", "Look around you.", "lacks a_role or role"),
        ("fact", "They say {fact}", "has {fact}, a whole sentence, inside another"),
        ("price", "Hm. {price}.", "begins a sentence with {price}, which has no capital"),
        ("chat", "Is that so, then", "doesn't end with . ! or ?"),
        ("chat", "Well... who knows.", "has a mark or a space that doesn't belong there"),
        ("chat", "Is that so? well.", "begins a sentence with a small letter"),
        ("chat", "Go on.", "has fewer than 3 words"),
        ("chat", "Ein schöner Tag.", "has a character beyond ASCII"),
        ("chat", "No no. No no. No no. No no. No no.", "has more than 4 sentences"),
    ],
)
def test_a_bad_line_is_named_with_its_fault(intent: str, line: str, problem: str) -> None:
    assert list(line_problems(intent, line, "gruff")) == [problem]


@pytest.mark.parametrize(
    ("intent", "line"),
    [("fact", "{fact} Satisfied?"), ("price", "It costs {price}."), ("goal", "I mean to {goal}.")],
)
def test_a_good_line_passes(intent: str, line: str) -> None:
    assert list(line_problems(intent, line, "gruff")) == []


def test_only_the_shy_may_trail_off() -> None:
    assert list(line_problems("chat", "Um... who knows.", "shy")) == []


def test_lines_that_differ_by_one_word_are_named() -> None:
    style = style_with(goal=["I want to {goal}."], chat=["So they say."], no_goal=["Peace."])
    assert not [p for p in repetition_problems(style) if "much like" in p]
    style = style_with(goal=["I want to {goal}.", "I hope to {goal}."])
    assert "goal: 'I want to {goal}.' is much like 'I hope to {goal}.' in goal" in list(
        repetition_problems(style)
    )


def test_a_line_of_two_styles_is_named() -> None:
    styles = [style_with(name, chat=["So they say."]) for name in ("gruff", "weary")]
    assert list(shared_problems(styles)) == ["'so they say' stands in gruff, weary"]


def test_a_missing_line_is_counted() -> None:
    style = style_with(no_fear=["Nothing scares me."])
    assert "no_fear: 1 of 4 lines" in list(problems(style))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("I am a old sailor.", "has 'a' before a vowel"),
        ("I am an baker.", "has 'an' before a consonant"),
        ("Past the the mill.", "has a word twice"),
        ("Buy the an axe.", "has two articles"),
        ("The mill burned down..", "has a mark too many"),
        ("It costs ten coins .", "has a space before a mark"),
        ("It costs one shillings.", "counts one of many"),
        ("Ask {person}.", "has an open slot"),
        ("It burned. nobody knows why.", "begins a sentence with a small letter"),
        ("The mill is open", "doesn't end with . ! or ?"),
    ],
)
def test_a_seam_is_named(text: str, fault: str) -> None:
    assert fault in [seam.split(":")[0] for seam in seams(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Um... I am an old sailor, an hour from a union man and a one-eyed cat.",
        'She said: "My dog is missing."',
        "It was an honour to be a uniform seller.",
    ],
)
def test_whole_text_shows_no_seam(text: str) -> None:
    assert list(seams(text)) == []


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_no_drawn_dialogue_shows_a_seam(split: Split) -> None:
    assert list(seam_problems(split)) == []


def test_an_article_fits_the_sound_of_what_fills_the_slot_behind_it() -> None:
    assert fill("A {what} and an {what}.", lambda _: "acolyte") == "An acolyte and an acolyte."
    assert fill("A {what} and an {what}.", lambda _: "baker") == "A baker and a baker."
    assert [with_article(noun).split()[0] for noun in ("hourglass", "union man", "uncle")] == [
        "an",
        "a",
        "an",
    ]
