"""The Godot add-on's core by itself, and what holds for its files."""

import json
import re
from pathlib import Path

import pytest
from gdtoolkit.parser import parser  # type: ignore[import-untyped]

from tests.clients.godot_engine import ADDON, PROJECT, needs_engine, run_script
from tools import godot_api

REASONS = PROJECT.parent / "conformance" / "reasons.json"
MAX_BYTES = 500_000


@needs_engine
def test_the_core_s_own_tests_pass(godot_project: Path) -> None:
    assert run_script(godot_project, "tests/test_core.gd")[-1] == "failed: 0"


@pytest.mark.parametrize("side", ["client", "server"])
def test_reasons_codes_and_hints_are_those_of_every_client(side: str) -> None:
    script = (ADDON / "core" / "reasons.gd").read_text("utf-8")
    rows = re.findall(r'"([A-Z_]+)":\s*\[\s*"(\w+)",\s*(\w+),\s*("(?:[^"\\]|\\.)*")', script)
    ours = {reason: (code, retry == "true", json.loads(hint)) for reason, code, retry, hint in rows}
    shared = json.loads(REASONS.read_text("utf-8"))[side]
    assert {each["reason"]: ours.get(each["reason"]) for each in shared} == {
        each["reason"]: (each["code"], each["retry"], each["hint"]) for each in shared
    }


def test_the_add_on_is_small_and_holds_no_native_library() -> None:
    files = [file for file in ADDON.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < MAX_BYTES
    assert {file.suffix for file in files} <= {".gd", ".uid", ".import", ".cfg", ".svg", ""}


def test_no_script_is_longer_than_300_lines() -> None:
    long = [file for file in PROJECT.rglob("*.gd") if len(file.read_text().splitlines()) > 300]
    assert long == []


def test_the_api_page_is_made_of_the_comments() -> None:
    assert godot_api.PAGE.read_text("utf-8") == godot_api.page()


def test_every_example_of_the_guide_parses(tmp_path: Path) -> None:
    text = (PROJECT.parents[1] / "docs" / "guides" / "godot.md").read_text("utf-8")
    examples = re.findall(r"```gdscript\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 5
    for code in examples:
        lines = [line.removeprefix("   ") for line in code.splitlines()]
        if not lines[0].startswith("extends"):
            lines = ["func _example():", *("\t" + line for line in lines)]
        parser.parse("\n".join(lines) + "\n")
