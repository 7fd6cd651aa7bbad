"""Rules of Unreal's header tool that no compiler knows, for the plugin's reflected headers."""

import re
from pathlib import Path

import pytest

from tests.clients.unreal_engine import headers

HEADERS = headers()
# What the tool reads no property or parameter of, and what Blueprints have no pin for.
UNREFLECTED = re.compile(r"std::|npcgen::|TFunction|TSharedPtr|TSharedRef|TWeakPtr|\bsize_t\b")
NOT_IN_BLUEPRINTS = re.compile(r"\b(?:u?int16|uint32|uint64|int8|TWeakObjectPtr)\b")
_ARGUMENTS = r"\((?P<specifiers>(?:[^()]|\([^()]*\))*)\)"
_PROPERTY = re.compile(rf"UPROPERTY{_ARGUMENTS}\s*(?P<declared>[^;=]+?)\s*(?:=[^;]*)?;")
_FUNCTION = re.compile(rf"UFUNCTION{_ARGUMENTS}\s*(?P<declared>[^;{{]+?)\s*[;{{]")
_TYPE = re.compile(
    r"^(?:class|struct) (?:\w+_API )?(\w+)[^;]*?\{(.*?)^\};", re.MULTILINE | re.DOTALL
)
_CALLED = re.compile(r"(\w+)\((.*)\)", re.DOTALL)


def types(header: Path) -> list[tuple[str, str]]:
    """The name and the body of each class and struct."""
    return _TYPE.findall(re.sub(r"//.*", "", header.read_text()))


def parameters(declared: str) -> list[str]:
    """The names in a function's parentheses."""
    called = _CALLED.search(declared)
    assert called is not None, declared
    without_defaults = re.sub(r"=[^,]*", "", called[2])
    return [
        words[-1] for each in without_defaults.split(",") if (words := re.findall(r"\w+", each))
    ]


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_the_generated_header_is_included_last(header: Path) -> None:
    included = re.findall(r'#include [<"]([^>"]+)', header.read_text())
    assert included[-1] == f"{header.stem}.generated.h"


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_what_is_reflected_is_of_types_that_the_tool_reads(header: Path) -> None:
    for _, body in types(header):
        for found in (*_PROPERTY.finditer(body), *_FUNCTION.finditer(body)):
            assert not UNREFLECTED.search(found["declared"]), found["declared"]
            if "Blueprint" in found["specifiers"]:
                assert not NOT_IN_BLUEPRINTS.search(found["declared"]), found["declared"]


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_functions_have_names_of_their_own_and_hide_no_property(header: Path) -> None:
    for name, body in types(header):
        properties = {found["declared"].split()[-1] for found in _PROPERTY.finditer(body)}
        declared = [found["declared"] for found in _FUNCTION.finditer(body)]
        names = [_CALLED.search(each)[1] for each in declared]  # type: ignore[index]
        assert len(names) == len(set(names)), name
        for each in declared:
            assert not properties & set(parameters(each)), (name, each)


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_whatever_blueprints_see_has_a_category_and_is_public(header: Path) -> None:
    for name, body in types(header):
        private = body.partition("private:")[2]
        for found in (*_PROPERTY.finditer(body), *_FUNCTION.finditer(body)):
            if re.search(r"Blueprint(?:ReadOnly|ReadWrite|Callable|Pure)", found["specifiers"]):
                assert "Category" in found["specifiers"], (name, found["declared"])
        assert not re.search(r"UPROPERTY\([^)]*Blueprint", private), name


def test_the_headers_hold_what_these_rules_are_about() -> None:
    bodies = [body for header in HEADERS for _, body in types(header)]
    assert sum(len(_FUNCTION.findall(body)) for body in bodies) > 40
    assert sum(len(_PROPERTY.findall(body)) for body in bodies) > 100
