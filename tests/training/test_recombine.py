"""Lines that lend each other leads and endings."""

import random

import pytest

from training.corpus.lexicon import SLOT, STYLES, lexicon
from training.corpus.recombine import MOST_WORDS, Parts, parts_of, recombined


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Hm. {fact} Satisfied?", Parts("Hm.", "{fact}", "Satisfied?")),
        ("From {other} I buy nothing.", Parts("", "From {other} I buy nothing.", "")),
        (
            "I do not know. Ask the baker.",
            Parts("", "I do not know. Ask the baker.", "Ask the baker."),
        ),
        ("Um... {name}. Sorry.", Parts("Um...", "{name}.", "Sorry.")),
    ],
)
def test_a_line_falls_into_its_parts(line: str, parts: Parts) -> None:
    assert parts_of(line) == parts


@pytest.mark.parametrize("style", STYLES)
def test_what_is_put_together_keeps_the_heart_and_its_slots(style: str) -> None:
    rng = random.Random(style)
    for intent, lines in lexicon().styles[style]["lines"].items():
        hearts = {parts_of(line).heart for line in lines}
        for _ in range(30):
            made = recombined(rng, lines)
            assert any(heart in made for heart in hearts), (intent, made)
            assert made in lines or len(made.split()) <= MOST_WORDS


def test_names_get_many_replies_from_few_lines() -> None:
    rng, lines = random.Random(1), lexicon().lines("gruff", "name")
    made = {recombined(rng, lines) for _ in range(500)}
    assert len(made) > 5 * len(lines)
    assert all(SLOT.search(each) for each in made)
