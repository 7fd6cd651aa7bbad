import pytest

from npcgen.dialogue.tones import bundled_tones


def ids(text: str) -> tuple[str, ...]:
    return tuple(tone.id for tone in bundled_tones().of(text))


@pytest.mark.parametrize(
    ("text", "tones"),
    [
        ("You are a liar!", ("insult",)),
        ("you lying rat", ("insult",)),
        ("Liar.", ("insult",)),
        ("Thank you. I'm sorry about the cart.", ("thanks", "apology")),
        ("I'll kill you!", ("threat",)),
        ("I promise to come back.", ("promise",)),
        ("Don't tell anyone.", ("confidence",)),
        ("This is for you.", ("gift",)),
        ("Please, I need your help!", ("courtesy", "plea")),
        ("What do swords cost?", ()),
    ],
)
def test_what_words_do(text: str, tones: tuple[str, ...]) -> None:
    assert ids(text) == tones


@pytest.mark.parametrize(
    "text",
    [
        "You are not a liar.",
        "You're never a coward.",
        "I won't say you are a thief.",
        "I will not kill you.",
        "He is a liar.",
        'She said "you are a fool" to me.',
        "Is this for you?",
    ],
)
def test_words_taken_back_or_not_meant_do_nothing(text: str) -> None:
    assert ids(text) == ()


def test_a_no_in_another_sentence_takes_nothing_back() -> None:
    assert ids("No. You are a liar.") == ("insult",)


def test_a_tone_carries_the_sentence_it_is_in() -> None:
    tone = bundled_tones().of("The bread is burnt. You fool! Good day.")[0]
    assert (tone.id, tone.sentence) == ("insult", "You fool!")


def test_capitals_accents_and_lookalikes_change_nothing() -> None:
    assert ids("YOU ARE A LI\u0410R") == ("insult",)
