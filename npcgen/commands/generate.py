"""`npcgen persona generate`: a persona of a few words, without a server and without a model."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
import yaml

from npcgen.commands.options import DataDir, Json, settings_with
from npcgen.dialogue.generation.generate import GeneratedPersona, generate
from npcgen.dialogue.generation.maker import gather
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.store.store import Store
from npcgen.errors import AlreadyExists, InvalidArgument
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
    text = yaml.safe_dump(_fields(made), sort_keys=False, allow_unicode=True, width=96)
    if out is not None:
        _write(out, text)
    if json:
        told = asdict(made)
        print_json({**told, "persona": _fields(made), "file": str(out) if out else ""})
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


def _fields(made: GeneratedPersona) -> dict[str, object]:
    return made.persona.model_dump(mode="json", exclude_defaults=True)


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise AlreadyExists(f"{path} is there already; choose another with --out") from error
    except OSError as error:
        raise InvalidArgument.at("--out", f"can't write {path}: {error.strerror}") from error
