"""What the commands print with: results to stdout, everything else to stderr.

rich decides about colours: none unless the stream is a terminal, none with NO_COLOR. Knows no
command.
"""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from unicodedata import category

from rich.console import Console
from rich.text import Text

from npcgen.dialogue.characters import turns_text_around
from npcgen.errors import NpcgenError


def output() -> Console:
    """Where results go."""
    return Console(highlight=False, soft_wrap=True)


def notes() -> Console:
    """Where progress and errors go."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def make_printable() -> None:
    """Lets a character that the terminal's encoding lacks print as "?" and not raise."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def plain(text: str, style: str = "") -> Text:
    """`text` as it is: no markup, and no characters that steer the terminal or turn text around."""
    return Text("".join(filter(_harmless, text)), style=style)


def report(error: NpcgenError, *, as_json: bool) -> None:
    """Says what went wrong on stderr and, as JSON, on stdout too."""
    notes().print(plain("npcgen: ", style="bold red"), plain(str(error)), sep="")
    if as_json:
        violations = {each.path: each.description for each in error.violations}
        found = {"reason": error.reason, "message": str(error), "violations": violations}
        print_json({"error": found})


def program() -> str:
    """How to call npcgen from here: by its name, where that is found."""
    if shutil.which("npcgen"):
        return "npcgen"
    script = Path(sys.executable).with_name("npcgen")
    if not script.exists():
        return f"{Path(sys.executable).name} -m npcgen"
    near = script.is_relative_to(Path.cwd())
    return str(script.relative_to(Path.cwd()) if near else script)


def print_json(data: object) -> None:
    """One line of JSON on stdout."""
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()


def print_columns(console: Console, rows: Sequence[Sequence[str]]) -> None:
    """Rows in aligned columns, as wide as their longest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        console.print(plain("  ".join(cells).rstrip()))


@contextmanager
def progress(console: Console, text: str) -> Iterator[None]:
    """Says what is being waited for: a spinner on a terminal, else one line."""
    if console.is_terminal:
        with console.status(plain(text)):
            yield
    else:
        console.print(plain(text))
        yield


def _harmless(char: str) -> bool:
    return char in "\n\t" or not (category(char) == "Cc" or turns_text_around(char))
