"""What docs/guides/levels.md shows of the command line is what it prints."""

import re
import shlex
from pathlib import Path

from tests.cli.conftest import Invoke
from worldgen.levels.export import FORMATS
from worldgen.levels.kind_infos import kind_infos

PAGE = Path(__file__).parents[2] / "docs/guides/levels.md"


def test_the_guides_dungeon_is_what_is_printed(invoke: Invoke) -> None:
    text = PAGE.read_text(encoding="utf-8")
    [command, shown] = re.findall(r"^\$ npcgen (level .*?)\n(.*?)^```$", text, re.M | re.S)[0]

    assert invoke(*shlex.split(command)).stdout == shown


def test_the_guides_prompt_is_understood_to_the_last_word(invoke: Invoke) -> None:
    [command] = re.findall(r"^npcgen (level make --prompt .*)$", PAGE.read_text(), re.M)
    done = invoke(*shlex.split(command), "--json")

    assert (done.exit_code, done.stderr) == (0, "")


def test_the_guides_formats_are_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    endings = {known.ending for known in FORMATS.values()}
    assert {".tmj", ".tmx", ".ldtk", ".tscn", ".png", ".json"} <= endings
    assert all(f"`{name}`" in text for name in kind_infos())
