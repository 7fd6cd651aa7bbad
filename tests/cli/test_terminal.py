"""What a model or a persona says can't steer the terminal."""

import pytest

from npcgen.terminal import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Café, 夜!", "Café, 夜!"),
        ("\x1b[2Jgone\x07", "[2Jgone"),
        ("[red]not markup[/red]", "[red]not markup[/red]"),
        ("\x9b31mred", "31mred"),
        ("a\u202etxt.\u2066exe", "atxt.exe"),
    ],
)
def test_plain_text_has_no_markup_and_no_controls(text: str, shown: str) -> None:
    assert plain(text).plain == shown
