"""`npcgen bark`: one-liners of a character, for passers-by."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from npcgen.commands.options import BackendName, DataDir, Json, ModelName, settings_with
from npcgen.dialogue.authored_file import SUFFIXES, read_authored
from npcgen.dialogue.events import Completed
from npcgen.dialogue.persona import Persona
from npcgen.own_server import own_server
from npcgen.terminal import notes, output, plain, print_json


def bark(
    persona: Annotated[str, typer.Argument(metavar="PERSONA", help="A persona's id, or its file.")],
    situation: Annotated[str, typer.Argument(metavar="SITUATION", help="What goes on.")],
    count: Annotated[int, typer.Option(metavar="N", help="Lines, 1 to 8 [3].")] = 3,
    data_dir: DataDir = None,
    model: ModelName = None,
    backend: BackendName = None,
    json: Json = False,
) -> None:
    """Print one-liners of a character, each another, on a server of its own."""
    settings = settings_with(data_dir=data_dir, model=model, backend=backend)
    path = Path(persona)
    npc = read_authored(path, Persona) if path.suffix in SUFFIXES else persona
    with own_server(settings, notes()) as (_, client, _):
        for event in client.bark(npc, situation, count):
            if isinstance(event.body, Completed):
                if json:
                    print_json({"npc_id": event.npc_id, **asdict(event.body)})
                else:
                    output().print(plain(event.body.text))
