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


def test_what_the_http_port_never_loads_is_not_asked_for() -> None:
    unused = {"httptools", "watchfiles", "websockets"}
    assert unused & set(pinned()) == set()
