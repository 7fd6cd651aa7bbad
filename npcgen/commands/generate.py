"""`npcgen persona generate`: a persona of a few words, without a server and without a model."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from npcgen.commands.authored import fields_of, write_new, yaml_of
from npcgen.commands.options import DataDir, Json, settings_with
from npcgen.dialogue.generation.generate import generate
from npcgen.dialogue.generation.maker import gather
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.store.store import Store
from npcgen.errors import InvalidArgument
from npcgen.settings import Settings
from npcgen.terminal import notes, output, plain, print_json


def generate_persona(
    words: Annotated[
        str, typer.Argument(metavar="[WORDS]", help='For instance "the smith\'s angry sister".')
    ] = "",
    seed: Annotated[
        int, typer.Option(metavar="N", help="The same one gives the same persona; 0 draws one.")
    ] = 0,
    world: Annotated[str, typer.Option(metavar="ID", help="The world it lives in [none].")] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there, as YAML [print it].")
    ] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make a complete persona of a few words; it refuses to replace a file."""
    if out is not None and out.suffix not in (".yaml", ".yml"):
        raise InvalidArgument.at("--out", f"{out} has to end in .yaml or .yml")
    made = generate(words, seed, asyncio.run(_setting(settings_with(data_dir=data_dir), world)))
    text = yaml_of(made.persona)
    if out is not None:
        write_new(out, text)
    if json:
        told = asdict(made)
        print_json({**told, "persona": fields_of(made.persona), "file": str(out) if out else ""})
        return
    output().print(plain(str(out) if out else text.rstrip()))
    notes().print(plain(f"seed {made.provenance.seed}", style="dim"))
    if made.unused_words:
        notes().print(plain(f"not used: {', '.join(made.unused_words)}", style="dim"))


async def _setting(settings: Settings, world_id: str) -> Setting:
    """What a server here would know; the store is only opened for a world's sake."""
    personas = PersonaStore(settings.persona_dir, WorldStore())
    store = Store(settings.database_url or settings.store_file)
    library = LoreLibrary(personas.worlds, store)
    try:
        if world_id:
            await library.open()
        return gather(personas, library, world_id)
    finally:
        await store.close()
