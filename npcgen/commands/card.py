"""`npcgen card`: character cards of other tools, checked, made personas of, and written."""

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from npcgen.commands.authored import write_new
from npcgen.commands.options import DataDir, Json, settings_with
from npcgen.dialogue.cards.card_folder import CardFolder
from npcgen.dialogue.cards.from_card import persona_of
from npcgen.dialogue.cards.library import CardLibrary, ImportedCard, imported_card
from npcgen.dialogue.cards.read import read_bytes, read_card_file
from npcgen.dialogue.cards.triggers import Triggers
from npcgen.dialogue.cards.write import FORMATS, Format
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.errors import InvalidArgument
from npcgen.terminal import notes, output, plain, print_columns, print_json, program

card_app = typer.Typer(no_args_is_help=True, help="Check, import and export character cards.")

CardPath = Annotated[Path, typer.Argument(metavar="FILE", help="JSON, PNG or CHARX; V1, V2 or V3.")]


@card_app.command("check")
def check_card(file: CardPath, json: Json = False) -> None:
    """Say what a card holds and what an import would leave out; exits 1 for no card."""
    read = read_card_file(file)
    found = imported_card(read, persona_of(read.card))
    keys = Triggers(read.card.book).problems if read.card.book else ()
    _print_found(file, found, (*found.warnings, *keys), read.container, json)


@card_app.command("import")
def import_card(
    file: CardPath,
    id: Annotated[
        str, typer.Option(metavar="ID", help="The persona's id; by default made of its name.")
    ] = "",
    trust_prompts: Annotated[
        bool, typer.Option("--trust-prompts", help="Let the card's own prompts instruct the model.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for it, instead of the data folder.")
    ] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make a persona of a card, and keep the card beside it."""
    content = read_bytes(file)
    library = _library_in(out) if out else _library(data_dir)
    kept = library.import_card(content, str(file), persona_id=id, trust_prompts=trust_prompts)
    _print_found(file, kept, kept.warnings, None, json)
    if out is None:
        notes().print(plain(f"talk to it: {program()} chat {kept.persona.id}", style="dim"))


@card_app.command("export")
def export_card(
    persona: Annotated[str, typer.Argument(metavar="ID", help="A persona's id.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
    format: Annotated[
        str, typer.Option(metavar="FORMAT", help=f"{', '.join(FORMATS)}.")
    ] = "v3-json",
    image: Annotated[
        Path | None, typer.Option(metavar="PNG", help="The picture that carries the card.")
    ] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Write a persona as a card; it refuses to replace a file."""
    picture = read_bytes(image) if image else None
    library = _library(data_dir)
    content = library.export_card(persona, _format(format), picture)
    write_new(out, content)
    if json:
        print_json({"file": str(out), "bytes": len(content)})
    else:
        output().print(plain(str(out)))
    if library.persona(persona).secrets:
        notes().print(plain("the persona's secrets are in it, for npcgen to read back"))


def _format(name: str) -> Format:
    for each in FORMATS:
        if each == name:
            return each
    raise InvalidArgument.at("--format", f"'{name}' is none; choose {', '.join(FORMATS)}")


def _library(data_dir: Path | None) -> CardLibrary:
    settings = settings_with(data_dir=data_dir)
    return CardLibrary(PersonaStore(settings.persona_dir), CardFolder(settings.card_dir))


def _library_in(folder: Path) -> CardLibrary:
    """One whose personas stand in the folder, and its cards below."""
    return CardLibrary(PersonaStore(folder), CardFolder(folder / "cards"))


def _print_found(
    file: Path, found: ImportedCard, warnings: tuple[str, ...], container: str | None, json: bool
) -> None:
    persona = found.persona
    rows = {
        "id": persona.id,
        "name": persona.name,
        "spec": found.spec,
        "container": container,
        "greetings": len(persona.greetings),
        "examples": len(persona.examples),
        "lore entries": found.lore_entries,
    }
    shown = {name: value for name, value in rows.items() if value is not None}
    if json:
        named = {name.replace(" ", "_"): value for name, value in shown.items()}
        print_json({"file": str(file), **named, "warnings": list(warnings)})
        return
    print_columns(output(), [(name, _on_one_line(value)) for name, value in shown.items()])
    for warning in warnings:
        output().print(plain(f"warning: {_on_one_line(warning)}"))


def _on_one_line(value: object) -> str:
    return json_module.dumps(str(value), ensure_ascii=False)[1:-1]
