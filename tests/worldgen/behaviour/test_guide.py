"""What the guide shows is what is printed, and what it declares is enough."""

import contextlib
import io
import re
from pathlib import Path

from tests.worldgen.behaviour.casts import village
from worldgen.behaviour.make import make_behaviour, setting_of
from worldgen.behaviour.vocabulary import read_vocabulary

TEXT = (Path(__file__).parents[3] / "docs/guides/behaviour.md").read_text("utf-8")


def fenced(language: str) -> str:
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    [text] = [text for name, text in blocks if name == language]
    return str(text)


def test_the_guides_day_is_what_it_printed() -> None:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(fenced("python"), {})
    assert printed.getvalue() == fenced("")


def test_with_the_guides_two_actions_a_smith_stays_at_the_forge() -> None:
    setting = setting_of(village(), read_vocabulary(fenced("yaml")))
    made = make_behaviour("ada", {"role": "smith"}, setting)
    assert sorted(made.actions) == ["go_to", "stay"]
    assert [block.place for block in made.routine if block.activity == "work"] == ["forge"] * 2
