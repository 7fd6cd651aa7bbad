"""`npcgen models`."""

import hashlib
import json
from pathlib import Path

import pytest

from npcgen.errors import NotFound
from tests.cli.conftest import Invoke
from tests.gguf_factory import TinyModel, write_gguf
from tests.lora_factory import TinyAdapter, write_adapter


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "models"
    folder.mkdir(parents=True)
    return write_gguf(folder / "tiny.gguf", TinyModel(licence="mit"))


def test_list_names_each_file(tiny: Path, invoke: Invoke) -> None:
    rows = [line.split() for line in invoke("models", "list").stdout.splitlines()]

    assert [row[0] for row in rows if row[0] != "pocket"] == ["tiny"]
    assert "mit" in next(row for row in rows if row[0] == "tiny")


def test_list_shows_a_damaged_file_with_its_problem(tiny: Path, invoke: Invoke) -> None:
    (tiny.parent / "bad.gguf").write_bytes(b"not a model")

    files = {each["name"]: each for each in json.loads(invoke("models", "list", "--json").stdout)}

    assert "bad.gguf" in files["bad"]["problem"]
    assert files["tiny"]["problem"] == ""


def test_show_has_the_files_own_facts_and_its_hash(tiny: Path, invoke: Invoke) -> None:
    facts = json.loads(invoke("models", "show", "tiny", "--json").stdout)

    assert (facts["architecture"], facts["licence"]) == ("llama", "mit")
    assert facts["sha256"] == hashlib.sha256(tiny.read_bytes()).hexdigest()


def test_path_prints_where_it_is(tiny: Path, invoke: Invoke) -> None:
    assert invoke("models", "path", "tiny").stdout == f"{tiny}\n"


def test_an_unknown_model_names_the_nearest(tiny: Path, invoke: Invoke) -> None:
    done = invoke("models", "path", "tiney")

    assert isinstance(done.exception, NotFound)
    assert "did you mean tiny?" in str(done.exception)


def test_adapters_are_listed_with_whether_they_fit(tiny: Path, invoke: Invoke) -> None:
    folder = tiny.parent.parent / "adapters"
    write_adapter(folder / "gruff.gguf")
    write_adapter(folder / "shy.gguf", TinyAdapter(width=128))

    listed = json.loads(invoke("models", "adapters", "--model", "tiny", "--json").stdout)

    assert [(each["name"], each["rank"]) for each in listed] == [("gruff", 4), ("shy", 0)]
    assert [bool(each["problem"]) for each in listed] == [False, True]
    assert "rank 4" in invoke("models", "adapters", "--model", "tiny").stdout
