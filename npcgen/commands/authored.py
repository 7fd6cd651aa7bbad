"""What designers write, on the command line: told from ids, checked, printed and put into files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
import yaml
from pydantic import BaseModel

from npcgen.dialogue.authored_file import SUFFIXES, read_authored
from npcgen.dialogue.persona import Persona
from npcgen.errors import AlreadyExists, InvalidArgument
from npcgen.terminal import output, plain, print_json

PersonaOrFile = Annotated[
    str, typer.Argument(metavar="PERSONA", help="A persona's id, or its file.")
]


def id_or_persona(given: str) -> str | Persona:
    """The id as it is, or the persona of a file. Raises NotFound and InvalidArgument for a file."""
    path = Path(given)
    return read_authored(path, Persona) if path.suffix in SUFFIXES else given


def fields_of(authored: BaseModel) -> dict[str, object]:
    """What an author would have to write; the rest are defaults."""
    return authored.model_dump(mode="json", exclude_defaults=True)


def yaml_of(authored: BaseModel) -> str:
    return yaml.safe_dump(fields_of(authored), sort_keys=False, allow_unicode=True, width=96)


def write_new(path: Path, content: str | bytes) -> None:
    """Writes a file that isn't there yet.

    Raises AlreadyExists, and InvalidArgument for one that can't be written, both about `--out`.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise AlreadyExists(f"{path} is there already; choose another with --out") from error
    except OSError as error:
        raise InvalidArgument.at("--out", f"can't write {path}: {error.strerror}") from error


def report_problems(problems: Mapping[str, Sequence[str]], *, json: bool) -> None:
    """Says of each file what is wrong in it, or that nothing is; exits with 1 when something is."""
    if json:
        print_json([{"file": file, "problems": [*found]} for file, found in problems.items()])
    else:
        for file, found in problems.items():
            for line in found or (f"{file}: ok",):
                output().print(plain(line))
    if any(problems.values()):
        raise typer.Exit(1)
