"""What every command has in common, and all of them on one golden page."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from npcgen import __version__
from npcgen.cli import app
from npcgen.commands.lazy import LazyCommand
from npcgen.commands.registry import VERBS
from tests.cli.conftest import Invoke, Run
from tests.conftest import Golden

COMMANDS = (
    "serve",
    "chat",
    "demo",
    "doctor",
    "bench",
    "card check",
    "persona check",
    "models list",
    "models pull",
    "models load",
)
EVERY_VERB = (*VERBS, *(inner for verb in VERBS for inner in verb.verbs))
NAMES_MODULES = """
import atexit, sys
from npcgen.cli import main
atexit.register(lambda: print(*sys.modules))
main()
"""


def test_the_whole_surface(golden: Golden) -> None:
    page = "\n".join(surface("npcgen", typer.main.get_command(app)))

    golden.check("cli.txt", f"{page}\n")


@pytest.mark.parametrize("verb", EVERY_VERB, ids=lambda verb: verb.home)
def test_the_registry_says_of_a_verb_what_the_verb_says(verb: LazyCommand) -> None:
    assert verb.help == verb.loaded().get_short_help_str(limit=1000)


@pytest.mark.parametrize("arguments", ["--version", "--help", "level --help", "models pull --help"])
def test_only_what_the_verb_needs_is_imported(arguments: str) -> None:
    command = [sys.executable, "-c", NAMES_MODULES, *arguments.split()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    imported = set(done.stdout.splitlines()[-1].split())

    assert "npcgen.cli" in imported
    assert imported & {"sqlalchemy", "numpy", "grpc", "llama_cpp"} == set()


def test_every_command_has_a_help_page_and_json(invoke: Invoke) -> None:
    for command in COMMANDS:
        done = invoke(*command.split(), "--help")
        assert done.exit_code == 0
        assert "--json" in done.stdout


def surface(name: str, command: Any) -> Iterator[str]:
    """Every verb and what it takes. Our own words only, for typer lays out its pages anew."""
    if isinstance(command, LazyCommand):
        command = command.loaded()
    yield f"{name}: {(command.help or '').splitlines()[0]}"
    for parameter in command.params:
        if not getattr(parameter, "hidden", False):
            yield f"    {', '.join(parameter.opts)}: {parameter.help}"
    for inner, subcommand in getattr(command, "commands", {}).items():
        yield from surface(f"{name} {inner}", subcommand)


def test_version(run: Run) -> None:
    done = run("--version")

    assert (done.returncode, done.stdout) == (0, f"npcgen {__version__}\n")


def test_wrong_usage_exits_with_2(run: Run) -> None:
    done = run("serv")

    assert done.returncode == 2
    assert "No such command 'serv'" in done.stderr


def test_a_failure_is_one_line_and_json_when_asked_for(run: Run) -> None:
    done = run("persona", "show", "brannok", "--json")

    assert done.returncode == 1
    assert done.stderr == "npcgen: no persona 'brannok'; try brannoch\n"
    assert '"reason": "PERSONA_NOT_FOUND"' in done.stdout
