"""`npcgen bench`, on a tiny model."""

import json
from pathlib import Path

import pytest

from npcgen.benchmark import CROWDS
from npcgen.errors import NotFound
from tests.cli.conftest import Invoke
from tests.gguf_factory import write_gguf


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    return str(write_gguf(tmp_path / "tiny.gguf"))


def test_the_report_has_every_crowd_and_a_recommendation(tiny: str, invoke: Invoke) -> None:
    done = invoke("bench", "--model", tiny, "--json")

    report = json.loads(done.stdout)
    assert [crowd["sequences"] for crowd in report["crowds"]] == list(CROWDS)
    assert all(crowd["tokens_per_s"] > 0 < crowd["warm_ms"] for crowd in report["crowds"])
    assert report["best"] in [tried["mode"] for tried in report["modes"]]
    assert report["slots"] in CROWDS


def test_the_table_ends_with_what_to_set(tiny: str, invoke: Invoke) -> None:
    done = invoke("bench", "--model", tiny)

    heading, *_, advice = done.stdout.splitlines()
    assert heading.split()[0] == "threads"
    assert advice.startswith("Fastest here: NPCGEN_THREADS=")


def test_a_model_that_isnt_there_is_said_to_be_missing(invoke: Invoke) -> None:
    assert isinstance(invoke("bench", "--model", "nosuch").exception, NotFound)
