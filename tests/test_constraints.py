"""constraints.txt pins what pyproject.toml asks for, each once."""

import re
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parent.parent


def name_of(requirement: str) -> str:
    """As package indexes compare names: PyYAML, py_yaml and py.yaml are no two."""
    [name] = re.findall(r"^[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> list[str]:
    return [name_of(line) for line in (ROOT / "constraints.txt").read_text().splitlines()]


def test_every_package_is_pinned_once() -> None:
    assert sorted(set(pinned())) == sorted(pinned())


def test_every_requirement_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = {name_of(each) for each in chain(project["dependencies"], *extras)}
    assert asked - set(pinned()) == set()


def test_the_core_asks_for_no_extras_of_its_http_server() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [server] = [each for each in project["dependencies"] if name_of(each) == "uvicorn"]
    assert "[" not in server
