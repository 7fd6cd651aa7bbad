"""`npcgen level`: makes levels in this process, without a server, and checks them."""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from npcgen.commands.level_options import Asked, Saving
from npcgen.commands.options import Json


class _Kinds(TyperGroup):
    """`npcgen level dungeon` is `npcgen level make dungeon`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = ["make", *args]
        return super().resolve_command(ctx, args)


level_app = typer.Typer(
    cls=_Kinds,
    no_args_is_help=True,
    help="Make levels that are proven playable: npcgen level dungeon --seed 7.",
)

SpecFile = Annotated[
    Path | None, typer.Option("--spec", metavar="FILE", help="A spec, as YAML or JSON.")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write it there; its ending says the format."),
]
Format = Annotated[
    str, typer.Option(metavar="FORMAT", help="Of the file, where its ending doesn't say it.")
]
Tiles = Annotated[
    str, typer.Option(metavar="THEME", help="Draw tiles by it: see `npcgen texture list`.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there.")]
Seed = Annotated[int | None, typer.Option(metavar="N", help="Another seed, another level [0].")]


@level_app.command("make")
def make(
    kind: Annotated[
        str, typer.Argument(metavar="[KIND]", help="See `npcgen level kinds`; or the spec says it.")
    ] = "",
    seed: Seed = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Cells across and down [48x32].")] = "",
    floors: Annotated[int | None, typer.Option(metavar="N", help="Floors [1].")] = None,
    spec: SpecFile = None,
    prompt: Annotated[str, typer.Option(metavar="TEXT", help="What it shall be, in words.")] = "",
    count: Annotated[
        list[str] | None, typer.Option(metavar="NAME=LOW..HIGH", help="How many of what.")
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="What only this kind knows.")
    ] = None,
    theme: Annotated[
        str, typer.Option(metavar="THEME", help="One of the kind's [its first].")
    ] = "",
    deadline: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Give up after that long [10].")
    ] = None,
    out: Out = None,
    format: Format = "",
    tiles: Tiles = "",
    force: Force = False,
    number: Annotated[
        int | None, typer.Option(metavar="N", help="So many, of this seed and those after it.")
    ] = None,
    workers: Annotated[int, typer.Option(metavar="N", help="Processes, for --number.")] = 1,
    json: Json = False,
) -> None:
    """Make a level and print its map; the word make may be left out."""
    counts, options = tuple(count or ()), tuple(option or ())
    asked = Asked(kind, seed, size, floors, theme, counts, options, deadline, spec, prompt)
    saving = Saving(out, format, force, tiles)
    if number is None:
        _verbs().make(asked, saving, json=json)
    else:
        raise typer.Exit(_verbs().make_many(asked, saving, number, workers, json=json))


@level_app.command("redo")
def redo(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A level, as --out FILE.json wrote.")
    ],
    box: Annotated[str, typer.Option(metavar="X,Y,W,H", help="What is made anew, in cells.")],
    floor: Annotated[int, typer.Option(metavar="N", help="On which floor.")] = 0,
    seed: Seed = None,
    spec: SpecFile = None,
    out: Out = None,
    format: Format = "",
    force: Force = False,
    json: Json = False,
) -> None:
    """Make one box of a level anew, and leave all else as it is."""
    saving = Saving(out, format, force)
    _verbs().redo(file, box, floor, seed or 0, spec, saving, json=json)


@level_app.command("check")
def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A level, as --out FILE.json wrote.")
    ],
    json: Json = False,
) -> None:
    """Replay a level's proof and check all that it promises; exits with 1 where something fails."""
    if not _verbs().check(file, json=json):
        raise typer.Exit(1)


@level_app.command("kinds")
def kinds(json: Json = False) -> None:
    """List the kinds, and what may be asked of each."""
    _verbs().kinds(json=json)


def _verbs() -> ModuleType:
    """NOTE: what makes levels takes a second to import, which no other command waits for."""
    return import_module("npcgen.commands.level_verbs")
