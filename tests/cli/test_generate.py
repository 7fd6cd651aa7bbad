"""`npcgen persona generate`."""

import json
from pathlib import Path

import pytest

from npcgen.errors import AlreadyExists, InvalidArgument
from tests.cli.conftest import Invoke

SISTER = ("persona", "generate", "the smith's angry sister zzz", "--world", "emberlow")


def test_it_prints_the_persona_and_says_what_it_did_not_use(invoke: Invoke) -> None:
    done = invoke(*SISTER, "--seed", "7")

    assert done.stdout.startswith("id: veskirelle-vale\nname: Veskirelle Vale\n")
    assert done.stderr == "seed 7\nnot used: zzz\n"


def test_json_has_all_of_it(invoke: Invoke) -> None:
    made = json.loads(invoke(*SISTER, "--seed", "7", "--json").stdout)

    assert made["persona"]["name"] == "Veskirelle Vale"
    assert made["relations"][0]["persona_id"] == "brannoch"
    assert made["unused_words"] == ["zzz"]
    assert made["provenance"]["seed"] == 7


def test_a_file_is_written_once_and_is_a_good_persona(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "sister.yaml"

    assert invoke(*SISTER, "--out", str(file)).exit_code == 0
    assert invoke("persona", "check", str(file)).exit_code == 0
    assert isinstance(invoke(*SISTER, "--out", str(file)).exception, AlreadyExists)


@pytest.mark.parametrize("wrong", [("--seed", "-1"), ("--out", "sister.txt")])
def test_what_cannot_be_is_refused(invoke: Invoke, wrong: tuple[str, str]) -> None:
    assert isinstance(invoke(*SISTER, *wrong).exception, InvalidArgument)
