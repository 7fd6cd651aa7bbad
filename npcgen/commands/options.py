"""Options that several commands share, and the settings they make."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from npcgen.errors import ConfigError, FieldViolation
from npcgen.settings import Settings

DataDir = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for personas and models.", show_default=False),
]
ModelName = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FILE", help="A name in the catalogue, or a GGUF file.", show_default=False
    ),
]
BackendName = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="llama_cpp, openai or scripted.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]

_FLAGS = {"context_tokens": "--context"}


def settings_with(**flags: object) -> Settings:
    """The settings of this process; a flag that isn't None goes before the environment.

    Raises ConfigError, which names the flag and the variable.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise _explained(error.errors()) from error
    except SettingsError as error:
        raise ConfigError(f'{error}; write a list as JSON: ["one", "two"]') from error


def _explained(problems: list[ErrorDetails]) -> ConfigError:
    violations = tuple(_violation(problem) for problem in problems)
    text = "; ".join(f"{each.path}: {each.description}" for each in violations)
    return ConfigError(text, violations=violations)


def _violation(problem: ErrorDetails) -> FieldViolation:
    name = str(problem["loc"][0])
    flag = _FLAGS.get(name, f"--{name.replace('_', '-')}")
    message = problem["msg"][:1].lower() + problem["msg"][1:]
    return FieldViolation(
        f"{flag} (or NPCGEN_{name.upper()})", f"'{problem['input']}' won't do: {message}"
    )
