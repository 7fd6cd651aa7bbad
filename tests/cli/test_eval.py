"""`npcgen eval` and `npcgen models check`: the table, the file, Ctrl-C."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from npcgen.commands.eval_shown import show, show_beside
from npcgen.errors import ConfigError, InvalidArgument, NotFound
from npcgen.evaluation.marking import Marks
from npcgen.evaluation.report import Report
from npcgen.evaluation.wilson import Share
from tests.cli.conftest import Invoke, started
from tests.conftest import Golden
from tests.gguf_factory import TinyModel, write_gguf


def report(model: str, grounded: int) -> Report:
    sections = (
        Marks("grounding", Share(grounded, 500), "replies", {"name": Share(25, 26)}, {}),
        Marks("style", Share(240, 312), "replies", {}, {}),
        Marks("fluency", Share(990, 1000), "spoken replies", {}, {"bits a letter": 1.2345}),
    )
    about = "llama, 11.0 million weights, Q8_0"
    sampling = "temperature 0.3, top-k 40, top-p 0.95, min-p 0.05, repeat penalty 1.1"
    problems = {"the prompt has 1038 tokens": 2}
    return Report(model, "ab12", about, 0, sampling, sections, problems, (), 0.8, 61.0)


def test_the_table_ends_with_what_it_is_good_for(
    golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    show(report("pocket", 470))
    show_beside(report("pocket", 470), report("other", 480))
    golden.check("eval/table.txt", capsys.readouterr().out)


def test_a_quick_look_at_a_tiny_model_is_kept_as_json(tmp_path: Path, invoke: Invoke) -> None:
    model = write_gguf(tmp_path / "tiny.gguf", TinyModel(context_length=4096))
    file = tmp_path / "marks.json"
    done = invoke(
        "eval", str(model), "--sections", "grounding", "--limit", "2", "--json", str(file)
    )
    assert done.exit_code == 0
    assert "Not for: short talk" in done.stdout
    found = json.loads(file.read_text("utf-8"))
    assert found["sections"]["grounding"]["of"] == 2
    assert found["verdicts"][0]["good_for"] == "no"


def test_a_check_says_the_verdict_alone(tmp_path: Path, invoke: Invoke) -> None:
    model = write_gguf(tmp_path / "tiny.gguf", TinyModel(context_length=256))
    done = invoke("models", "check", str(model), "--limit", "1", "--json")
    assert {v["good_for"] for v in json.loads(done.stdout)["verdicts"]} <= {"no", "yes"}


def test_wrong_arguments_are_refused_before_a_model_is_loaded(invoke: Invoke) -> None:
    assert isinstance(invoke("eval", "--sections", "talk").exception, InvalidArgument)
    assert isinstance(invoke("eval", "--limit", "-1").exception, InvalidArgument)
    assert isinstance(invoke("eval", "pocket", "--model", "pocket").exception, ConfigError)
    assert isinstance(invoke("eval", "nosuch").exception, NotFound)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
def test_ctrl_c_ends_it_between_two_tokens() -> None:
    command = [sys.executable, "-m", "npcgen", "eval", "pocket"]
    with started(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        while not process.stderr.readline().startswith(b"grounding"):
            pass
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
