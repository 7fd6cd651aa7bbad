"""`npcgen behaviour`: what somebody of a world does all day, made in this process."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from npcgen.commands.options import DataDir, Json


def behaviour(
    character: Annotated[str, typer.Argument(metavar="ID", help="Somebody of the world.")],
    world: Annotated[
        str, typer.Option(metavar="ID|FILE", help="A bundled world, or one as YAML or JSON.")
    ] = "emberlow",
    persona: Annotated[
        str, typer.Option(metavar="ID|FILE", help="Who they are [whom the world names].")
    ] = "",
    home: Annotated[
        str, typer.Option(metavar="PLACE", help="Where they sleep [where the world has them].")
    ] = "",
    quests: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Open quests, as JSON.")
    ] = None,
    vocabulary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What your game declares, as YAML.")
    ] = None,
    minutes: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ways, as `mill green: 10` in YAML.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed, another day.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write .json, .xml, .b3.json or .tres there."),
    ] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make the daily routine and behaviour tree of a character."""
    # NOTE: what makes behaviours takes a moment to import, which no other command waits for.
    made = import_module("npcgen.commands.behaviour_made")
    asked = made.Asked(character, world, persona, home, quests, vocabulary, minutes, seed)
    made.make(asked, out, data_dir, as_json=json)
