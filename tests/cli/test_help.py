"""What every command has in common, and all of them on one golden page."""

from collections.abc import Iterator
from typing import Any

import typer

from npcgen import __version__
from npcgen.cli import app
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


def test_the_whole_surface(golden: Golden) -> None:
    page = "\n".join(surface("npcgen", typer.main.get_command(app)))

    golden.check("cli.txt", f"{page}\n")


def test_every_command_has_a_help_page_and_json(invoke: Invoke) -> None:
    for command in COMMANDS:
        done = invoke(*command.split(), "--help")
        assert done.exit_code == 0
        assert "--json" in done.stdout


def surface(name: str, command: Any) -> Iterator[str]:
    """Every verb and what it takes. Our own words only, for typer lays out its pages anew."""
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
