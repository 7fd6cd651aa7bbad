"""The command line: `npcgen VERB`. The verbs are in `npcgen.commands`, a file each.

NOTE: imports no verb; one is when it is called, for some take a second to load.
"""

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from npcgen import __version__
from npcgen.commands.registry import VERBS
from npcgen.errors import NpcgenError
from npcgen.terminal import make_printable, output, plain, report


class _Verbs(TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for verb in VERBS:
            self.add_command(verb)


app = typer.Typer(
    name="npcgen",
    cls=_Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Runs the command line and exits: 0, 1 for a failure, 2 for wrong usage, 130 for Ctrl-C."""
    make_printable()
    try:
        app()
    except NpcgenError as error:
        report(error, as_json="--json" in sys.argv)
        sys.exit(1)


def _print_version(wanted: bool) -> None:
    if wanted:
        output().print(plain(f"npcgen {__version__}"))
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Characters that talk, served over gRPC from quantised language models."""
