import os
import sys
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

import npcgen
from npcgen.dialogue.authored_file import MAX_FILE_BYTES, parse_authored, read_authored
from npcgen.dialogue.persona import Persona
from npcgen.errors import InvalidArgument, NotFound

GOOD = b"id: ada\nname: Ada\nrole: smith\n"


def message(data: bytes, name: str = "ada.yaml") -> str:
    with pytest.raises(InvalidArgument) as caught:
        parse_authored(data, Persona, name)
    return str(caught.value)


def test_yaml_and_json_say_the_same() -> None:
    json = b'{"id": "ada", "name": "Ada", "role": "smith"}'
    assert parse_authored(GOOD, Persona, "a.yaml") == parse_authored(json, Persona, "a.json")


def test_a_typo_names_the_key_the_line_and_the_nearest_key() -> None:
    text = message(GOOD + b"sumary: Strong.\n")
    assert text == "ada.yaml:4: sumary: unknown key 'sumary'; did you mean 'summary'?"


def test_a_typo_deep_inside_is_found() -> None:
    text = message(GOOD + b"examples:\n  - player: Hi\n    nps: Hm.\n    npc: Hm.\n")
    assert text == "ada.yaml:6: examples[0].nps: unknown key 'nps'; did you mean 'npc'?"


def test_a_typo_in_json_has_its_line() -> None:
    text = message(b'{"id": "ada",\n "name": "Ada",\n "rolle": "smith"}', "ada.json")
    assert "ada.json:3: rolle: unknown key 'rolle'; did you mean 'role'?" in text
    assert "role: is required; add it" in text


def test_a_key_without_a_near_one_lists_them_all() -> None:
    assert "valid keys are id, name, role" in message(GOOD + b"hitpoints: 7\n")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "holds no keys"),
        (b"- a\n- b\n", "holds no keys"),
        (b"name: [unclosed\n", "ada.yaml:2: not valid YAML"),
        (GOOD + b"role: thief\n", "ada.yaml:4: role stands here twice"),
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        (b"a: &x [1]\nb: *x\n", "uses a YAML alias"),
        (b"!!python/object:os.system {}\n", "not valid YAML"),
        (b"[" * 200_000, "nested deeper than 8 levels"),
        (b"- " * 100_000, "nested deeper than 8 levels"),
        (GOOD + b"place: \x00\n", "ada.yaml:4: not valid YAML: holds the character U+0000"),
        (GOOD + b"place: 2024-13-45\n", "ada.yaml:4: not valid YAML: '2024-13-45' can't be read"),
        (GOOD + b"place: " + b"7" * 5_000, "ada.yaml:4: not valid YAML: '7777"),
        (GOOD + b"place: !!int x\n", "ada.yaml:4: not valid YAML: 'x' can't be read"),
        (GOOD + b"goals: get rich\n", "ada.yaml:4: goals: input should be a valid tuple"),
        (b"id: Ada Lane\nname: A\nrole: b\n", "ada.yaml:1: id: 'Ada Lane' doesn't match"),
    ],
)
def test_a_bad_file_says_why(data: bytes, text: str) -> None:
    assert text in message(data)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b'{"id": "ada",\n"id": "eda"}', "ada.json:2: id stands here twice"),
        (b'{"id": ' + b"7" * 5_000 + b"}", "ada.json: holds a number of too many digits"),
        (b'{"id": "ada", "name": "\\ud800", "role": "smith"}', "ada.json:1: name: "),
    ],
)
def test_bad_json_says_why(data: bytes, text: str) -> None:
    assert text in message(data, "ada.json")


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ada.yaml")
    with pytest.raises(InvalidArgument, match="is a pipe or a device; name a regular file"):
        read_authored(tmp_path / "ada.yaml", Persona)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    with pytest.raises(InvalidArgument, match="larger than 256 KiB"):
        read_authored(path, Persona)


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="No such file"):
        read_authored(tmp_path / "none.yaml", Persona)


class Anything(BaseModel):
    model_config = ConfigDict(extra="allow")


def test_a_file_holds_what_the_plain_parser_finds_in_it() -> None:
    data = Path(npcgen.__file__).parent / "data"
    # The catalogue of models is the project's own file: it says licences once, by YAML's aliases.
    for path in set(data.rglob("*.yaml")) - {data / "models" / "catalogue.yaml"}:
        found = parse_authored(path.read_bytes(), Anything, path.name)
        assert found.model_extra == yaml.load(path.read_bytes(), Loader=yaml.SafeLoader)
