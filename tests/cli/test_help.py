"""The help pages, as golden files, and what every command has in common."""

import pytest

from npcgen import __version__
from tests.cli.conftest import Invoke, Run
from tests.conftest import Golden

COMMANDS = (
    "",
    "serve",
    "chat",
    "demo",
    "doctor",
    "models list",
    "models show",
    "models path",
    "persona list",
    "persona show",
    "persona check",
    "persona new",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_pages(command: str, invoke: Invoke, golden: Golden) -> None:
    page = invoke(*command.split(), "--help").stdout

    golden.check(f"cli/help_{command.replace(' ', '_') or 'npcgen'}.txt", page)


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_every_command_has_json(command: str, invoke: Invoke) -> None:
    assert "--json" in invoke(*command.split(), "--help").stdout


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
