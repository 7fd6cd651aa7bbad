"""`npcgen persona`: the characters a server here would know, and files that want to be some."""

import json as json_module
import shlex
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from subprocess import list2cmdline
from typing import Annotated

import typer

from npcgen.commands.authored import (
    fields_of,
    id_or_persona,
    report_problems,
    write_new,
    yaml_of,
)
from npcgen.commands.options import DataDir, Json, settings_with
from npcgen.dialogue.authored_file import SUFFIXES, parse_authored, read_authored
from npcgen.dialogue.paging import every_item
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.prompt import system_text
from npcgen.errors import InvalidArgument, NpcgenError
from npcgen.terminal import notes, output, plain, print_columns, print_json, program

persona_app = typer.Typer(no_args_is_help=True, help="List, show, check and begin personas.")

_TEMPLATE = "new_persona.yaml"


@persona_app.command("list")
def list_personas(data_dir: DataDir = None, json: Json = False) -> None:
    """List the bundled personas and those in the data folder."""
    store = PersonaStore(settings_with(data_dir=data_dir).persona_dir)
    personas = list(every_item(lambda token: store.list(page_token=token)))
    if json:
        print_json([fields_of(each) | {"bundled": store.is_bundled(each.id)} for each in personas])
        return
    print_columns(
        output(),
        [
            (each.id, each.name, each.role, "bundled" if store.is_bundled(each.id) else "kept")
            for each in personas
        ],
    )


@persona_app.command("show")
def show_persona(
    persona: Annotated[str, typer.Argument(metavar="ID|FILE", help="A persona's id, or its file.")],
    prompt: Annotated[
        bool, typer.Option("--prompt", help="Show what a model is told of it instead.")
    ] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Print a persona as YAML, or what a model is told of it."""
    found = _found(persona, data_dir)
    if prompt:
        text = system_text(found, WorldStore().get(found.world) if found.world else None)
    else:
        text = yaml_of(found)
    if json:
        print_json({"system": text} if prompt else fields_of(found))
    else:
        output().print(plain(text.rstrip()))


@persona_app.command("check")
def check_personas(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="YAML or JSON.")],
    json: Json = False,
) -> None:
    """Check persona files.

    Each problem is a line: FILE:LINE: KEY: what is wrong. Exits 1 when there is one.
    """
    problems = {str(file): list(_problems(file)) for file in files}
    report_problems(problems, json=json)


@persona_app.command("new")
def new_persona(
    name: Annotated[str, typer.Argument(metavar="NAME", help='For instance "Mira Holt".')],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to [NAME.yaml].")] = None,
    json: Json = False,
) -> None:
    """Write a file to begin a persona with; it refuses to replace one."""
    persona_id = _id_of(name)
    path = out or Path(f"{persona_id}.yaml")
    text = _beginning(persona_id, name, path)
    write_new(path, text)
    if json:
        print_json({"file": str(path)})
    else:
        output().print(plain(str(path)))
    notes().print(plain(f"edit it, then: {program()} chat {_typed(path)}", style="dim"))


def _found(persona: str, data_dir: Path | None) -> Persona:
    given = id_or_persona(persona)
    if isinstance(given, Persona):
        return given
    return PersonaStore(settings_with(data_dir=data_dir).persona_dir).get(given)


def _problems(path: Path) -> Iterator[str]:
    try:
        persona = read_authored(path, Persona)
    except NpcgenError as error:
        yield from str(error).splitlines()
        return
    try:
        if persona.world:
            WorldStore().get(persona.world)
    except NpcgenError as error:
        yield f"{path}:{_line_of_world(path)}: world: {error}"


def _line_of_world(path: Path) -> int:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    numbered = enumerate(lines, start=1)
    return next((at for at, line in numbered if line.lstrip(' {"').startswith("world")), 1)


def _beginning(persona_id: str, name: str, path: Path) -> str:
    """What the new file holds. Raises InvalidArgument where `persona check` would complain."""
    if path.suffix not in SUFFIXES:
        raise InvalidArgument.at("--out", f"{path} has to end in {', '.join(SUFFIXES)}")
    if not name.isprintable():
        raise InvalidArgument.at("NAME", "holds a character that can't be printed; remove it")
    template = resources.files(__package__).joinpath(_TEMPLATE).read_text(encoding="utf-8")
    quoted = json_module.dumps(name, ensure_ascii=False)
    text = template.format(file=_typed(path), id=persona_id, name=quoted)
    try:
        persona = parse_authored(text.encode(), Persona, "new.yaml")
    except InvalidArgument as error:
        raise InvalidArgument.at("NAME", error.violations[0].description) from error
    if path.suffix == ".json":
        return json_module.dumps(fields_of(persona), indent=2, ensure_ascii=False) + "\n"
    return text


def _typed(path: Path) -> str:
    """The path as one types it behind a command."""
    if str(path).startswith("-"):
        path = Path.cwd() / path
    return list2cmdline([str(path)]) if sys.platform == "win32" else shlex.quote(str(path))


def _id_of(name: str) -> str:
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in name.lower())
    if not (persona_id := kept.strip("-")[:64]):
        raise InvalidArgument.at("NAME", f"'{name}' has no letter a-z or digit to make an id of")
    return persona_id
