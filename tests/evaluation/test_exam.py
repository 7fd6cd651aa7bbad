"""The questions that ship: of the right kinds, and right replies are judged right."""

from pathlib import Path

import pytest

from npcgen.errors import DataLoss
from npcgen.evaluation.exam import SECTIONS, Section, parse, read_section, record_of
from npcgen.evaluation.examinee import Answered, Reply
from npcgen.evaluation.judge.style import read_classifier
from npcgen.evaluation.marking import Judge, mark, mark_form
from npcgen.evaluation.wilson import Share

LEAST = {"grounding": 500, "abstention": 300, "style": 300, "action": 200, "spec": 240}


def marked(section: Section, every: int = 4) -> tuple[Share, Share]:
    """The marks of the reference replies of some of a section, and how many are whole."""
    judge = Judge(read_classifier())
    judged = [
        each
        for question in read_section(section)[::every]
        for each in judge.judged(
            Answered(question, tuple(Reply(t.reference, True) for t in question.turns))
        )
    ]
    return mark(section, judged).total, mark_form(judged).total


@pytest.mark.parametrize("section", SECTIONS)
def test_every_question_is_judged_by_something_and_is_the_same_when_written(
    section: Section,
) -> None:
    questions = read_section(section)
    assert len(questions) >= LEAST.get(section, 12)
    assert len({question.id for question in questions}) == len(questions)
    assert all(parse(record_of(question)) == question for question in questions[::10])
    if section != "variety":
        assert all(any(t.right.is_judged for t in question.turns) for question in questions)


@pytest.mark.parametrize(
    ("section", "least"),
    [("grounding", 0.98), ("abstention", 0.90), ("style", 0.95), ("action", 1.0), ("spec", 1.0)],
)
def test_right_replies_are_judged_right(section: Section, least: float) -> None:
    """What is missing are right replies in words that no general pattern of English has."""
    right, whole = marked(section)
    assert right.value >= least
    assert whole.of == 0 or whole.value >= 0.98


def test_answers_to_other_questions_are_judged_wrong() -> None:
    judge, questions = Judge(read_classifier()), read_section("grounding")[::20]
    others = [*questions[1:], questions[0]]
    judged = [
        judge.judged(Answered(question, (Reply(other.turns[0].reference, True),)))[0]
        for question, other in zip(questions, others, strict=True)
    ]
    assert mark("grounding", judged).total.value < 0.1


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "spec.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(DataLoss, match=r"spec\.jsonl\.gz"):
        read_section("spec", tmp_path)
