"""`npcgen bark`: one-liners of a character, for passers-by."""

from dataclasses import asdict
from typing import Annotated

import typer

from npcgen.commands.authored import PersonaOrFile, id_or_persona
from npcgen.commands.options import BackendName, DataDir, Json, ModelName, settings_with
from npcgen.dialogue.events import Completed
from npcgen.own_server import own_server
from npcgen.terminal import notes, output, plain, print_json


def bark(
    persona: PersonaOrFile,
    situation: Annotated[str, typer.Argument(metavar="SITUATION", help="What goes on.")],
    count: Annotated[int, typer.Option(metavar="N", help="Lines, 1 to 8 [3].")] = 3,
    data_dir: DataDir = None,
    model: ModelName = None,
    backend: BackendName = None,
    json: Json = False,
) -> None:
    """Print one-liners of a character, each another, on a server of its own."""
    settings = settings_with(data_dir=data_dir, model=model, backend=backend)
    npc = id_or_persona(persona)
    with own_server(settings, notes()) as (_, client, _):
        for event in client.bark(npc, situation, count):
            if isinstance(event.body, Completed):
                if json:
                    print_json({"npc_id": event.npc_id, **asdict(event.body)})
                else:
                    output().print(plain(event.body.text))
