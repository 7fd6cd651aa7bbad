"""The page of results: marks beside targets, what quantisation lost, replies for people."""

from npcgen.evaluation.exam import Asked, Question, Right
from npcgen.evaluation.examinee import Answered, Reply
from npcgen.evaluation.marking import Marks
from npcgen.evaluation.report import Report, Sample
from npcgen.evaluation.wilson import Share
from training.results import bundled_table, page, samples_table


def report(right: int) -> Report:
    marks = Marks("grounding", Share(right, 100), "replies", {"name": Share(9, 10)}, {"bits": 1.5})
    sample = Sample("grounding/name/1", "Who|are\nyou?", "Hm.", "Mora.", False)
    return Report("pocket", "ab", "llama", 7, "greedy", (marks,), {}, (sample,), 0.8, 1.0)


def answered(reply: str) -> Answered:
    turn = Asked("Ada says: Who are you?", Right(holds=("Mora Tarn",), about="Who are you?"))
    question = Question("grounding/Mora/0", "grounding", "Mora Tarn", (), (turn,))
    return Answered(question, (Reply(reply, finished=True),))


def test_the_page_holds_marks_targets_and_losses() -> None:
    text = page({"file": "pocket.gguf"}, [report(90), report(91), report(92)], [])
    assert "| **grounding** (replies) | 95% | **90/100, 90.0% (83% to 94%)** | " in text
    assert "| name | | 9/10, 90.0% (60% to 98%) | " in text
    assert "- grounding: +1.0" in text


def test_without_f16_nothing_is_said_to_be_lost() -> None:
    assert "f16 wasn't compared" in page({}, [report(90), report(91)], [])


def test_bundled_replies_say_whether_they_hold_the_fact() -> None:
    rows = list(bundled_table([answered("Mora Tarn."), answered("Who asks?")]))
    assert rows[0].startswith("Name, trade, place and one fact each: 1/2")
    assert rows[-2:] == [
        "| Mora Tarn | Who are you? | Mora Tarn. | yes |",
        "| Mora Tarn | Who are you? | Who asks? | **no** |",
    ]


def test_no_reply_breaks_the_table() -> None:
    row = list(samples_table(report(1).samples))[-1]
    assert row == "| grounding/name/1 | Who\\|are<br>you? | Hm. | Mora. | **no** |"
