"""How replies become marks, on replies written by hand."""

from npcgen.engine.base import Grammar, Message
from npcgen.evaluation.exam import Asked, Question, Right, Section
from npcgen.evaluation.examinee import Answered, Reply
from npcgen.evaluation.judge.style import read_classifier
from npcgen.evaluation.marking import Judge, Judged, Marks, mark, mark_form
from npcgen.evaluation.variety import measure
from npcgen.evaluation.verdict import verdicts
from npcgen.evaluation.wilson import Share

JSON = Grammar("json_schema", "{}")


def judged(
    section: Section, kind: str, rights: list[Right], replies: list[str], number: int = 0
) -> list[Judged]:
    grammar = JSON if rights[0].fields else None
    turns = tuple(Asked("Ada says: Well?", right) for right in rights)
    opening = (Message("system", "You play.\n\nYou are Mora Tarn."),)
    question = Question(f"{section}/{kind}/{number}", section, kind, opening, turns, grammar)
    said = tuple(Reply(text, finished=True) for text in replies)
    return Judge(read_classifier()).judged(Answered(question, said))


def test_who_takes_back_what_it_said_contradicts_itself() -> None:
    rights = [Right(holds=(x,)) for x in ("Mora Tarn", "baker", "Mora Tarn", "baker")]
    said = ["I am Mora Tarn.", "A baker.", "I am Ilse.", "A baker, as I said."]
    marks = mark("consistency", judged("consistency", "ten_turns", rights, said))
    assert marks.total == Share(3, 4)
    assert marks.parts["said again what it said"] == Share(1, 2)
    assert marks.parts["all of a talk"] == Share(0, 1)


def test_an_action_counts_with_its_arguments() -> None:
    wanted = '{"action": "give", "arguments": {"item": "key"}}'
    other = '{"action": "give", "arguments": {"item": "sword"}}'
    replies = [wanted, other, '{"action": "none"}']
    some = [x for r in replies for x in judged("action", "act", [Right(fields=wanted)], [r])]
    marks = mark("action", some)
    assert marks.total == Share(1, 3)
    assert marks.parts["right action"] == Share(2, 3)
    assert marks.parts["then right arguments"] == Share(1, 2)


def test_fields_are_found_and_right() -> None:
    wanted, answer = '{"kind": "cave", "rooms": 8}', '{"kind": "cave", "floors": 2}'
    marks = mark("spec", judged("spec", "level", [Right(fields=wanted)], [answer]))
    assert marks.total == Share(1, 2)
    assert marks.parts["level: right of what it wrote"] == Share(1, 2)
    assert marks.parts["level: whole"] == Share(0, 1)


def test_a_reply_said_before_is_no_new_one() -> None:
    some = [
        each
        for text in ("Good day.", "good day!", "Well met.")
        for each in judged("variety", "greet", [Right()], [text])
    ]
    assert mark("variety", some).total == Share(2, 3)
    assert measure(["a b", "a c"]).distinct_n == {1: 0.75, 2: 1.0, 3: 0.0}


def test_leaving_the_character_and_breaking_off_are_both_wrong() -> None:
    right = [Right(in_character=True)]
    said = ["I am Mora Tarn.", "I am an AI.", "I am Mora", ""]
    assert [judged("break_me", "bot", right, [s])[0].right for s in said] == [
        True,
        False,
        False,
        False,
    ]


def test_form_counts_what_is_spoken_and_nothing_else() -> None:
    spoken = judged("style", "gruff", [Right()], ["Good d\u0430y."])
    jsons = judged("spec", "level", [Right(fields="{}")], ["{}"])
    marks = mark_form([*spoken, *jsons])
    assert marks.total == Share(1, 1)
    assert marks.parts["no stray letters"] == Share(0, 1)


def test_a_verdict_states_its_marks_and_thresholds() -> None:
    def marks(section: str, right: int) -> Marks:
        return Marks(section, Share(right, 100), "replies", {}, {})

    found = verdicts({"action": marks("action", 70), "abstention": marks("abstention", 90)})
    assert [(v.use, v.good_for) for v in found] == [
        ("saying that it doesn't know", "yes"),
        ("actions", "with care"),
    ]
    assert found[1].because == "action 70% (good from 85%, with care from 65%)"
