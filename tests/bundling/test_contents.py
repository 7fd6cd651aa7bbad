"""What goes into a bundle, and what stays out."""

from pathlib import Path

import pytest

pytest.importorskip("packaging")

from npcgen.bundling import contents
from npcgen.bundling.licences import write_licences


def names(without: frozenset[str] = frozenset()) -> set[str]:
    return {contents.normal(each.name) for each in contents.distributions(without)}


def test_the_core_goes_in_and_no_extra_does() -> None:
    inside = names()
    assert {"npcgen", "grpcio", "llama-cpp-python", "sqlalchemy", "llvmlite"} <= inside
    assert inside.isdisjoint({"nicegui", "pytest", "mypy", "torch", "cx-freeze"})


def test_what_only_talks_goes_without_what_makes_levels() -> None:
    left_out = names() - names(contents.MAKERS)
    # clingo alone needs the last two.
    assert left_out == contents.MAKERS | {"cffi", "pycparser"}


def test_what_else_is_installed_stays_out() -> None:
    strangers = contents.strangers(contents.distributions())
    assert {"pytest", "mypy"} <= set(strangers)
    assert {"npcgen", "worldgen", "grpc", "numpy"}.isdisjoint(strangers)


def test_each_library_has_its_licence_beside_it(tmp_path: Path) -> None:
    inside = contents.distributions()
    write_licences(tmp_path, inside, "pocket: Apache-2.0")
    for each in inside:
        assert any((tmp_path / each.name).iterdir()), each.name
    lines = (tmp_path / "LICENCES.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(inside) + 4
    assert "uvicorn 0." in "\n".join(lines)
