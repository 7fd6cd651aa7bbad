"""`npcgen quests`: makes quests in this process, without a server, and checks them."""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from npcgen.commands.options import Json
from npcgen.commands.quests_options import Asked, Saving, cores

quests_app = typer.Typer(
    invoke_without_command=True,
    help="Make quests that can always be finished: npcgen quests --world emberlow.",
)

World = Annotated[
    str, typer.Option(metavar="ID|FILE", help="A bundled world, or one as YAML or JSON.")
]


@quests_app.callback()
def make(
    ctx: typer.Context,
    world: World = "emberlow",
    count: Annotated[int | None, typer.Option(metavar="N", help="How many [1].")] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Another seed, other quests [0].")
    ] = None,
    giver: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Who may ask [anybody].")
    ] = None,
    motive: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Why they may ask [anything].")
    ] = None,
    difficulty: Annotated[
        str, typer.Option(metavar="NAME", help="easy, normal or hard [any].")
    ] = "",
    spec: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A spec, as YAML or JSON.")
    ] = None,
    prompt: Annotated[str, typer.Option(metavar="TEXT", help="What they shall be, in words.")] = "",
    economy: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What quests pay, as YAML or JSON.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a file a quest there, and a report.")
    ] = None,
    format: Annotated[
        str, typer.Option(metavar="NAME,...", help="Formats besides json, for --out.")
    ] = "",
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Also look for what can get lost on the way; slow.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes, for --out [one a core].")
    ] = None,
    json: Json = False,
) -> None:
    """Make quests and print them; with --out, write them.

    A run that was stopped goes on where it was.
    """
    if ctx.invoked_subcommand is not None:
        return
    asked = Asked(world, count, seed, giver or (), motive or (), difficulty, spec, economy, prompt)
    formats = tuple(filter(None, (name.strip() for name in format.split(","))))
    if out is None:
        if not _verbs().make(asked, formats, sweeps=sweep, as_json=json):
            raise typer.Exit(1)
    else:
        saving = Saving(out, formats, sweep, cores() if workers is None else workers)
        raise typer.Exit(_verbs().make_many(asked, saving, as_json=json))


@quests_app.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Quests, as --out wrote them.")],
    world: World = "emberlow",
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Also look for what can get lost on the way.")
    ] = False,
    json: Json = False,
) -> None:
    """Play quests through in their world; exits with 1 where one doesn't hold."""
    if not _verbs().check(file, world, sweeps=sweep, as_json=json):
        raise typer.Exit(1)


@quests_app.command("lint")
def lint(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file of quests, or a folder.")],
    world: World = "emberlow",
    json: Json = False,
) -> None:
    """Say what a designer would change in quests; exits with 1 where one doesn't hold."""
    if not _lint().lint(path, world, as_json=json):
        raise typer.Exit(1)


@quests_app.command("worlds")
def worlds(json: Json = False) -> None:
    """List the worlds that ship."""
    _verbs().worlds(as_json=json)


def _verbs() -> ModuleType:
    """NOTE: what makes quests takes a moment to import, which no other command waits for."""
    return import_module("npcgen.commands.quests_verbs")


def _lint() -> ModuleType:
    return import_module("npcgen.commands.quests_lint")
