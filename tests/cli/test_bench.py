"""`npcgen bench`, on a tiny model."""

import json
from pathlib import Path

import pytest

from npcgen.benchmark import CROWDS, Measured, Mode, Report
from npcgen.commands.bench import _show
from npcgen.errors import NotFound
from tests.cli.conftest import Invoke
from tests.gguf_factory import write_gguf


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    return str(write_gguf(tmp_path / "tiny.gguf"))


def test_the_report_has_every_crowd_and_a_recommendation(
    tiny: str, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPCGEN_THREADS", "1")
    done = invoke("bench", "--model", tiny, "--json")

    report = json.loads(done.stdout)
    assert [crowd["sequences"] for crowd in report["crowds"]] == list(CROWDS)
    assert all(crowd["tokens_per_s"] > 0 < crowd["warm_ms"] for crowd in report["crowds"])
    assert report["best"] in [tried["mode"] for tried in report["modes"]]
    assert report["slots"] in CROWDS


def test_the_table_ends_with_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    mode = Mode(2, "split", "off")
    measured = Measured(mode, 4, 100.0, 50.0, 20.0)

    _show(Report("tiny", (measured,), (measured,), mode, 4))

    assert capsys.readouterr().out.splitlines() == [
        "threads  KV     flash  at once  tokens/s  each  cold ms  warm ms",
        "2        split  off    4        100.0     25.0  50       20",
        "2        split  off    4        100.0     25.0  50       20",
        "Fastest here: NPCGEN_THREADS=2 NPCGEN_KV_MODE=split NPCGEN_FLASH_ATTENTION=off. "
        "NPCGEN_SLOTS=4: so many can speak at once as fast as people read.",
    ]


def test_a_turn_is_mostly_a_warm_one() -> None:
    measured = Measured(Mode(2, "split", "off"), 4, 128.0, 1000.0, 500.0)

    assert measured.turn_s == pytest.approx(0.6 + 1.0)


def test_a_model_that_isnt_there_is_said_to_be_missing(invoke: Invoke) -> None:
    assert isinstance(invoke("bench", "--model", "nosuch").exception, NotFound)
