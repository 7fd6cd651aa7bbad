"""Options that several commands share, and the settings they make."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from npcgen.errors import ConfigError, FieldViolation
from npcgen.settings import PREFIX, Settings, misspelt_variables
from npcgen.terminal import notes, plain

DataDir = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for personas and models.", show_default=False),
]
ModelName = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FILE",
        help="A name in the catalogue, a GGUF file, or a model folder.",
        show_default=False,
    ),
]
BackendName = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="llama_cpp, transformers, openai or scripted.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]

_FLAGS = {"context_tokens": "--context", "model_mirror": "--mirror"}
_SECRETS = ("api_keys", "openai_key")


def settings_with(**flags: object) -> Settings:
    """The settings of this process; a flag that isn't None goes before the environment.

    Says which NPCGEN_ variables are none. Raises ConfigError, which names the variable, and the
    flag where the command has one.
    """
    for name, nearest in misspelt_variables():
        notes().print(plain(f"npcgen: {name} is no setting; did you mean {nearest}?"))
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise _explained(error.errors(), flags) from error
    except SettingsError as error:
        raise _unparsed(error) from None


def _explained(problems: list[ErrorDetails], flags: Collection[str]) -> ConfigError:
    violations = tuple(_violation(problem, flags) for problem in problems)
    text = "; ".join(f"{each.path}: {each.description}" for each in violations)
    return ConfigError(text, violations=violations)


def _violation(problem: ErrorDetails, flags: Collection[str]) -> FieldViolation:
    name = str(problem["loc"][0])
    path = variable = f"{PREFIX}{name.upper()}"
    if name in flags:
        flag = _FLAGS.get(name, f"--{name.replace('_', '-')}")
        path = f"{flag} (or {variable})"
    shown = "what it holds" if name in _SECRETS else f"'{problem['input']}'"
    message = problem["msg"][:1].lower() + problem["msg"][1:]
    return FieldViolation(path, f"{shown} won't do: {message}")


def _unparsed(error: SettingsError) -> ConfigError:
    """NOTE: the error's cause holds the value, which may be a key."""
    found = re.search(r'field "(\w+)"', str(error))
    name = f"{PREFIX}{found[1].upper()}" if found else "a setting"
    return ConfigError(f'{name} is no JSON; write a list as ["one", "two"]')
