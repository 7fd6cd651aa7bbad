"""Decorators and macros."""

import random

import pytest

from npcgen.dialogue.cards.decorators import Decorator, read_decorators
from npcgen.dialogue.cards.macros import Macros, hidden_keys

WENNA = Macros("Wenna", "Player", pick_seed="one")


def test_decorators_leave_the_text() -> None:
    read = read_decorators("@@depth 4\n@@role system\nThe gate leaks.\n@@depth 9")
    assert read.text == "The gate leaks.\n@@depth 9"
    assert read.decorators == (Decorator("depth", "4"), Decorator("role", "system"))
    assert (read.number("depth"), read.text_of("role")) == (4, "system")


@pytest.mark.parametrize(
    ("content", "holding"),
    [
        ("@@depth 1\n@@@depth 2\nx", ["1"]),
        ("@@depht 1\n@@@depth 2\nx", ["2"]),
        ("@@new 1\n@@@newer 2\n@@@@depth 3\n@@@@@depth 4\nx", ["3"]),
        ("@@depth one\n@@@depth 2\nx", ["2"]),
        ("@@depth -1\nx", []),
        ("@@instruct_depth 1\n@@@reverse_depth 2\nx", ["2"]),
        ("@@is_user_icon hat\n@@@dont_activate\nx", [""]),
        ("@@role king\n@@@role user\nx", ["user"]),
        ("@@nothing\nx", []),
    ],
)
def test_of_fallbacks_the_first_known_holds(content: str, holding: list[str]) -> None:
    read = read_decorators(content)
    assert read.text == "x"
    assert [each.value for each in read.decorators] == holding


def test_lists_are_split_at_commas() -> None:
    read = read_decorators("@@exclude_keys rain, fog,\n@@exclude_keys sun\nx")
    assert read.texts("exclude_keys") == ("rain", "fog", "sun")


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("{{char}} and {{USER}}, <Bot> and <user>", "Wenna and Player, Wenna and Player"),
        ("a{{// a note}}b{{comment: another}}c{{hidden_key:flood}}d", "abcd"),
        ("{{reverse:{{char}}}}", "anneW"),
        ("{{random:only}} {{pick:one}}", "only one"),
        (r"{{random:a\,b}}", "a,b"),
        ("{{roll:1}} {{roll:d1}}", "1 1"),
        ("{{roll:0}} {{roll:d9999999}} {{roll:x}}", "{{roll:0}} {{roll:d9999999}} {{roll:x}}"),
        ("{{unknown:{{char}}}} }} {{open", "{{unknown:Wenna}} }} {{open"),
        ("{{}} {{random:}} {{ char }}", "{{}} {{random:}} Wenna"),
    ],
)
def test_macros_are_replaced(text: str, expanded: str) -> None:
    assert WENNA.expand(text) == expanded


def test_what_a_macro_gives_is_never_read_again() -> None:
    sly = Macros("Wenna", "{{char}} {{roll:1}}")
    assert sly.expand("{{user}}") == "{{char}} {{roll:1}}"


def test_random_draws_and_pick_stays() -> None:
    text = "{{random:a,b,c,d,e,f}}"
    drawn = {Macros("x", "y", random.Random(seed)).expand(text) for seed in range(40)}
    assert drawn == set("abcdef")
    picked = {WENNA.expand("{{pick:a,b,c,d,e,f}}") for _ in range(10)}
    assert len(picked) == 1
    other = {Macros("x", "y", pick_seed=str(n)).expand("{{pick:a,b,c}}") for n in range(40)}
    assert other == set("abc")


def test_a_roll_stays_on_the_die() -> None:
    rolls = {Macros("x", "y", random.Random(seed)).expand("{{roll:d6}}") for seed in range(80)}
    assert rolls == set("123456")


def test_macros_nested_without_end_are_left() -> None:
    text = "{{" * 50_000 + "}}" * 50_000
    assert WENNA.expand(text) == text


def test_hidden_keys_are_found() -> None:
    assert hidden_keys("a {{HIDDEN_KEY:flood}} b {{hidden_key:lock}}") == ("flood", "lock")
