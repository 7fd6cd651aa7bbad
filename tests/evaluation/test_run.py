"""The exam put to real files: the bundled model, random weights, a broken one."""

from pathlib import Path

import pytest

from npcgen.engine.engine import Engine
from npcgen.engine.load import load_backend
from npcgen.errors import InvalidArgument, ModelUnusable
from npcgen.evaluation.exam import read_section
from npcgen.evaluation.examinee import Examinee, Sitting
from npcgen.evaluation.report import Report, as_dict
from npcgen.evaluation.run import evaluate, picked, plan_of
from npcgen.settings import Settings
from tests.gguf_factory import TinyModel, truncate, write_gguf


def examined(model: str, folder: Path, *sections: str, limit: int = 4) -> Report:
    settings = Settings(model=model, data_dir=folder, threads=1)
    return evaluate(settings, plan_of(sections, limit, 0, greedy=True), lambda *_: None)


def test_the_bundled_model_sits_it_from_end_to_end(tmp_path: Path) -> None:
    report = examined("pocket", tmp_path, "grounding", "consistency", "action", "variety")
    marks = {each.section: each for each in report.sections}
    assert [*marks] == ["grounding", "consistency", "variety", "action", "fluency"]
    assert [marks[s].total.of for s in ("grounding", "consistency", "variety")] == [4, 8, 20]
    assert marks["variety"].total.right > 1
    assert marks["fluency"].total.of == 4 + 10 + 20
    assert marks["fluency"].total.value > 0.5
    assert marks["fluency"].measures["perplexity a word"] > 1
    assert {v.use for v in report.verdicts} >= {"actions", "lines that don't repeat"}
    assert as_dict(report)["sections"]["action"]["of"] == 4


def test_random_weights_get_next_to_nothing(tmp_path: Path) -> None:
    model = write_gguf(tmp_path / "noise.gguf", TinyModel(context_length=4096))
    report = examined(str(model), tmp_path, "grounding", "abstention", "break_me", "spec", limit=6)
    assert report.problems == {}
    assert sum(marks.total.right for marks in report.sections) <= 2
    assert {verdict.good_for for verdict in report.verdicts} == {"no"}


def test_what_does_not_fit_is_wrong_and_said(tmp_path: Path) -> None:
    model = write_gguf(tmp_path / "short.gguf", TinyModel(context_length=128))
    report = examined(str(model), tmp_path, "grounding")
    assert report.sections[0].total.right == 0
    assert sum(report.problems.values()) == 4


def test_a_broken_file_is_no_model(tmp_path: Path) -> None:
    model = truncate(write_gguf(tmp_path / "broken.gguf"), 0.5)
    with pytest.raises(ModelUnusable, match=r"broken\.gguf"):
        examined(str(model), tmp_path, "grounding")


async def test_the_same_seed_says_the_same_and_another_something_else(tmp_path: Path) -> None:
    path = str(write_gguf(tmp_path / "noise.gguf", TinyModel(context_length=4096)))
    settings = Settings(model=path, data_dir=tmp_path, threads=1, deterministic=True, slots=4)
    questions = read_section("variety")[:2]
    engine = Engine(load_backend(settings), queue_limit=16)
    try:
        said = [await Examinee(engine, Sitting(seed)).answer(questions) for seed in (1, 1, 2)]
    finally:
        await engine.close()
    assert said[0] == said[1]
    assert said[0] != said[2]


def test_a_limit_takes_questions_from_all_of_a_section() -> None:
    every = read_section("grounding")
    assert picked("grounding", 2) == [every[0], every[len(every) // 2]]
    assert picked("grounding", 0) == every
    assert len(picked("consistency", 20)) == 2
    assert len(picked("variety", 21)) == 2


@pytest.mark.parametrize(
    ("sections", "limit", "problem"), [(["talk"], 0, "no 'talk'"), ([], -1, "limit: is -1")]
)
def test_what_cannot_be_asked_is_refused(sections: list[str], limit: int, problem: str) -> None:
    with pytest.raises(InvalidArgument, match=problem):
        plan_of(sections, limit, 0, greedy=False)
