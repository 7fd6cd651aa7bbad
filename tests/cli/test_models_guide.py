"""What docs/guides/models.md says: its commands, models and reasons are there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from npcgen.cli import app
from npcgen.engine.catalogue import in_catalogue

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guides" / "models.md").read_text(encoding="utf-8")
OWN_NAMES = ("raven", "my-fine-tune")


def commands() -> Iterator[list[str]]:
    for line in re.findall(r"^npcgen models (.*)$", GUIDE, re.MULTILINE):
        yield shlex.split(line, comments=True)


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_each_command_is_understood(words: list[str]) -> None:
    root: Any = typer.main.get_command(app)
    models = root.commands["models"].loaded()
    name, command, rest = models.resolve_command(None, words)

    context = command.make_context(name, rest)
    wanted = context.params.get("name")

    assert wanted is None or wanted in OWN_NAMES or in_catalogue(wanted)


def test_each_reason_is_one_of_ours() -> None:
    source = "".join(path.read_text() for path in (ROOT / "npcgen").rglob("*.py"))
    reasons = re.findall(r"`([A-Z0-9_]{6,})`", GUIDE.split("## For scripts")[1])

    assert len(reasons) >= 12
    assert [reason for reason in reasons if f'"{reason}"' not in source] == []
