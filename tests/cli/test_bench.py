"""`npcgen bench`: the scenes on a tiny model, and the page."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from npcgen.benchmark.report import Compared, Fluency, Report, Waits
from npcgen.benchmark.scenes import Newcomer, Sizes, Street
from npcgen.commands.bench import _show
from npcgen.engine.tuned import Tuned
from npcgen.errors import ConfigError, NotFound
from tests.cli.conftest import Invoke
from tests.conftest import Golden
from tests.gguf_factory import write_gguf

SPLIT, UNIFIED = Tuned(2, "split", "off", 128), Tuned(2, "unified", "off", 128)
REPORT = Report(
    model="tiny, 0.1M F16",
    chosen=SPLIT,
    sizes=Sizes(),
    alone_tokens_per_s=80.0,
    cold=Waits(50.0, 3000.0, 6000.0),
    warm=Waits(120.0, 500.0, 900.0),
    street=Street(cold=1.5, resident=0.11, returning=0.14, least_reused=0.9),
    newcomer=Newcomer(usual_gap=0.03, worst_gap=0.09, high_gap=0.06, prefill=4.0),
    recomputed=0.06,
    fluency=(Fluency(1, 80.0), Fluency(2, 60.0), Fluency(4, 6.0), Fluency(8, 5.9)),
    compared=(),
)
COMPARED = (
    Compared(SPLIT, Waits(50.0, 3000.0, 6000.0), Waits(100.0, 500.0, 900.0)),
    Compared(UNIFIED, Waits(40.0, 4000.0, 8000.0), Waits(130.0, 400.0, 700.0)),
)


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    return str(write_gguf(tmp_path / "tiny.gguf"))


def test_every_scene_is_played_with_a_real_model(tiny: str, invoke: Invoke) -> None:
    done = invoke("bench", tiny, "--json")

    report = json.loads(done.stdout)
    assert [each["at_once"] for each in report["fluency"]] == [1, 2, 4, 8, 16]
    assert all(each["tokens_per_s"] > 0 for each in report["fluency"])
    assert min(report["alone_tokens_per_s"], *report["cold"].values()) > 0
    assert report["recomputed"] < 0.5 < report["street"]["least_reused"]
    assert report["best"] == report["chosen"]


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("table", REPORT),
        ("compared", replace(REPORT, compared=COMPARED)),
        ("slow", replace(REPORT, newcomer=None, fluency=(Fluency(1, 2.0),))),
    ],
)
def test_the_page_ends_with_what_to_set(
    name: str, report: Report, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    _show(report)

    golden.check(f"bench/{name}.txt", capsys.readouterr().out)


def test_the_most_speakers_who_read_fluently_are_the_slots() -> None:
    assert REPORT.slots == 4
    assert replace(REPORT, fluency=(Fluency(1, 2.0),)).slots == 0


def test_the_best_mode_is_judged_by_mostly_warm_turns() -> None:
    assert REPORT.best == SPLIT
    assert replace(REPORT, compared=COMPARED).best == UNIFIED


def test_scenes_shrink_to_a_small_context() -> None:
    small = Sizes().within(512)

    assert small.world + small.persona + 3 * (small.line + small.reply) <= 512
    assert small.newcomer == 410
    assert Sizes().within(4096) == Sizes()


def test_two_models_are_one_too_many(tiny: str, invoke: Invoke) -> None:
    assert isinstance(invoke("bench", tiny, "--model", "pocket").exception, ConfigError)


def test_a_model_that_isnt_there_is_said_to_be_missing(invoke: Invoke) -> None:
    assert isinstance(invoke("bench", "nosuch").exception, NotFound)
