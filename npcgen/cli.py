"""The command line: `npcgen VERB`. The verbs are in `npcgen.commands`, a file each."""

import sys
from typing import Annotated

import typer

from npcgen import __version__
from npcgen.commands.bark import bark
from npcgen.commands.behaviour import behaviour
from npcgen.commands.bench import bench
from npcgen.commands.card import card_app
from npcgen.commands.chat import chat
from npcgen.commands.demo import demo
from npcgen.commands.disclosure import disclosure
from npcgen.commands.doctor import doctor
from npcgen.commands.eval import check_model, evaluate_model
from npcgen.commands.generate import generate_persona
from npcgen.commands.level import level_app
from npcgen.commands.lore import lore_app
from npcgen.commands.memory import memory_app
from npcgen.commands.models import models_app
from npcgen.commands.models_pull import import_file, pull, remove
from npcgen.commands.persona import persona_app
from npcgen.commands.preview import preview
from npcgen.commands.quests import quests_app
from npcgen.commands.running_models import load, loaded, unload
from npcgen.commands.serve import serve
from npcgen.commands.texture import texture_app
from npcgen.errors import NpcgenError
from npcgen.terminal import make_printable, output, plain, report

app = typer.Typer(
    name="npcgen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (demo, serve, preview, chat, bark, behaviour, doctor, bench, disclosure):
    app.command()(command)
app.command("eval")(evaluate_model)
for verb in (pull, remove, loaded, load, unload):
    models_app.command()(verb)
models_app.command("import")(import_file)
models_app.command("check")(check_model)
persona_app.command("generate")(generate_persona)
app.add_typer(persona_app, name="persona")
app.add_typer(card_app, name="card")
app.add_typer(lore_app, name="lore")
app.add_typer(level_app, name="level")
app.add_typer(quests_app, name="quests")
app.add_typer(texture_app, name="texture")
app.add_typer(models_app, name="models")
app.add_typer(memory_app, name="memory")


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
