"""What the guide shows is what is printed."""

import re
from pathlib import Path

import pytest

from worldgen.errors import Unsatisfiable
from worldgen.levels.generate import generate
from worldgen.levels.spec import read_spec
from worldgen.levels.text import as_text

PAGE = Path(__file__).parents[3] / "docs/guides/levels.md"


def blocks(heading: str, language: str) -> list[str]:
    section = PAGE.read_text(encoding="utf-8").split(f"{heading}\n", 1)[1]
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    return [text for name, text in fenced if name == language]


ROOM = blocks("## A rule room in ten lines", "yaml")[0]


def test_the_guides_room_has_ten_lines_and_is_what_it_printed() -> None:
    assert len(ROOM.splitlines()) == 10
    made = generate(read_spec(ROOM))
    shown = f"{as_text(made.level)}\n{' '.join(made.proof.moves)}\n"
    assert blocks("## A rule room in ten lines", "")[0] == shown


def test_the_guides_clash_is_what_it_printed() -> None:
    with pytest.raises(Unsatisfiable) as refused:
        generate(read_spec(ROOM.replace("possible: false", "possible: false, keys: [key]")))
    assert blocks("### When rules clash", "")[0] == f"Unsatisfiable: {refused.value}\n"
