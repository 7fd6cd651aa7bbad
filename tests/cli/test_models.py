"""`npcgen models`."""

import hashlib
import json
from pathlib import Path

import pytest

from npcgen.engine.catalogue import catalogue
from npcgen.errors import NotFound
from tests.cli.conftest import Invoke
from tests.gguf_factory import TinyModel, write_gguf
from tests.lora_factory import TinyAdapter, write_adapter


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "models"
    folder.mkdir(parents=True)
    return write_gguf(folder / "tiny.gguf", TinyModel(licence="mit"))


def test_list_names_each_file_and_what_could_be_pulled(tiny: Path, invoke: Invoke) -> None:
    here, to_pull, _ = invoke("models", "list").stdout.split("\n\n")
    rows = {line.split()[0]: line.split() for line in here.splitlines()}

    assert list(rows) == ["HERE", "pocket", "tiny"]
    assert "mit" in rows["tiny"]
    assert len(to_pull.splitlines()) == len(catalogue()) + 1


def test_list_says_what_may_be_shipped(invoke: Invoke) -> None:
    listed = json.loads(invoke("models", "list", "--json").stdout)["catalogue"]

    shipping = {each["name"]: each["may_ship"] for each in listed}
    assert shipping["qwen3-0.6b"] == "yes"
    assert shipping["llama-3.2-1b-instruct"] == "conditions"
    assert shipping["qwen2.5-3b-instruct"] == "no"


def test_a_model_that_is_here_is_not_offered_again(tiny: Path, invoke: Invoke) -> None:
    tiny.rename(tiny.with_name("qwen3-0.6b.gguf"))
    listed = json.loads(invoke("models", "list", "--json").stdout)

    assert "qwen3-0.6b" in {each["name"] for each in listed["here"]}
    assert "qwen3-0.6b" not in {each["name"] for each in listed["catalogue"]}


def test_show_has_the_catalogues_facts_of_a_model_that_is_not_here(invoke: Invoke) -> None:
    shown = invoke("models", "show", "llama-3.2-1b-instruct").stdout

    assert "Built with Llama" in shown
    assert "models pull llama-3.2-1b-instruct" in shown


def test_show_says_where_no_sum_is_known(invoke: Invoke) -> None:
    shown = invoke("models", "show", "phi-4-mini-instruct").stdout

    assert "sha256          not known: the first pull records" in shown


def test_list_shows_a_damaged_file_with_its_problem(tiny: Path, invoke: Invoke) -> None:
    (tiny.parent / "bad.gguf").write_bytes(b"not a model")

    listed = json.loads(invoke("models", "list", "--json").stdout)["here"]
    files = {each["name"]: each for each in listed}

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
