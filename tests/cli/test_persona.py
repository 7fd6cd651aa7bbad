"""`npcgen persona`."""

import json
import os
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from npcgen.dialogue.persona import Persona
from npcgen.errors import AlreadyExists, InvalidArgument
from tests.cli.conftest import Invoke

WRONG = """\
id: mira
name: Mira Holt
rolle: ferrier
goals:
  - mend the ferry
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_names_file_line_key_and_the_nearest_key(folder: Path, invoke: Invoke) -> None:
    (folder / "mira.yaml").write_text(WRONG)

    done = invoke("persona", "check", "mira.yaml")

    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "mira.yaml:1: role: is required; add it",
        "mira.yaml:3: rolle: unknown key 'rolle'; did you mean 'role'?",
    ]


def test_check_knows_the_worlds(folder: Path, invoke: Invoke) -> None:
    (folder / "jon.yaml").write_text("id: jon\nname: Jon\nrole: carter\nworld: emberlo\n")

    done = invoke("persona", "check", "jon.yaml")

    assert done.exit_code == 1
    assert done.stdout == "jon.yaml:4: world: no world 'emberlo'; try emberlow\n"


def test_check_goes_on_after_a_bad_file(folder: Path, invoke: Invoke) -> None:
    (folder / "bad.yaml").write_text("id: [")
    (folder / "good.yaml").write_text("id: jon\nname: Jon\nrole: carter\n")

    done = invoke("persona", "check", "bad.yaml", "good.yaml", "none.yaml", "--json")

    assert done.exit_code == 1
    report = {entry["file"]: len(entry["problems"]) for entry in json.loads(done.stdout)}
    assert report == {"bad.yaml": 1, "good.yaml": 0, "none.yaml": 1}


def test_a_new_persona_passes_the_check(folder: Path, invoke: Invoke) -> None:
    assert invoke("persona", "new", "Mira Holt").exit_code == 0

    done = invoke("persona", "check", "mira-holt.yaml")

    assert (done.exit_code, done.stdout) == (0, "mira-holt.yaml: ok\n")
    assert Persona(**yaml.safe_load(Path("mira-holt.yaml").read_text())).name == "Mira Holt"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("x" * 61,), "NAME: string should have at most 60 characters"),
        (("Con",), "NAME: 'con' can't be the name of a file on Windows; choose another"),
        (("a\nb",), "NAME: holds a character that can't be printed; remove it"),
        (("Mira", "--out", "mira.txt"), "--out: mira.txt has to end in .yaml, .yml, .json"),
    ],
)
def test_new_writes_nothing_that_the_check_refuses(
    folder: Path, invoke: Invoke, arguments: tuple[str, ...], text: str
) -> None:
    done = invoke("persona", "new", *arguments)

    assert isinstance(done.exception, InvalidArgument)
    assert str(done.exception) == text
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="quotes otherwise")
@pytest.mark.parametrize("file", ["a file.json", "--mira.yml", "it's.yaml"])
def test_the_command_that_new_prints_works(folder: Path, invoke: Invoke, file: str) -> None:
    said = invoke("persona", "new", 'Mira "Quick" 夜', "--out", file).stderr

    path = shlex.split(said.partition(" chat ")[2])

    assert invoke("persona", "check", *path).stdout == f"{path[0]}: ok\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_check_waits_for_no_pipe(folder: Path, invoke: Invoke) -> None:
    os.mkfifo(folder / "pipe.yaml")

    done = invoke("persona", "check", "pipe.yaml")

    assert (done.exit_code, done.stdout) == (
        1,
        "pipe.yaml: is a pipe or a device; name a regular file\n",
    )


def test_new_replaces_nothing(folder: Path, invoke: Invoke) -> None:
    (folder / "mira.yaml").write_text("mine")

    done = invoke("persona", "new", "Mira")

    assert isinstance(done.exception, AlreadyExists)
    assert (folder / "mira.yaml").read_text() == "mine"


def test_list_has_the_bundled_and_the_kept(folder: Path, invoke: Invoke) -> None:
    kept = folder / "data" / "personas"
    kept.mkdir(parents=True)
    (kept / "jon.yaml").write_text("id: jon\nname: Jon\nrole: carter\n")

    lines = invoke("persona", "list").stdout.splitlines()

    assert "brannoch  Brannoch Vale  blacksmith  bundled" in lines
    assert "jon       Jon            carter      kept" in lines


def test_show_prints_yaml_that_reads_back(invoke: Invoke) -> None:
    shown = yaml.safe_load(invoke("persona", "show", "tamsin").stdout)

    assert shown == json.loads(invoke("persona", "show", "tamsin", "--json").stdout)
    assert Persona(**shown).name == "Tamsin Reed"


def test_show_prompt_tells_no_secret(invoke: Invoke) -> None:
    prompt = invoke("persona", "show", "tamsin", "--prompt").stdout

    assert "You are Tamsin Reed." in prompt
    assert "seen lights" not in prompt
