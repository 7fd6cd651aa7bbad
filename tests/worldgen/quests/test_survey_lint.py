"""What a designer is told, of quests written down by hand."""

from dataclasses import replace

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN, branch
from worldgen.quests.quest import Line, Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.survey import Remark, Survey
from worldgen.quests.survey.lint import lint
from worldgen.quests.survey.remarks import bundled_limits
from worldgen.quests.verify import Finding

TRADE = branch("trade", "buy lantern tobin green", "go mill", "give lantern mira mill")


def remarks(quest: Quest) -> list[Remark]:
    return list(lint(HOLLOW, quest, "a.json", bundled_limits()))


def said(text: str) -> Line:
    return Line("k", "remind", "", "mira", text)


def with_branches(*branches: tuple[str, ...]) -> Quest:
    made = (branch(f"b{at}", *steps) for at, steps in enumerate(branches))
    return replace(LANTERN, branches=tuple(made))


BAD = {
    "one_way": replace(LANTERN, branches=(TRADE,)),
    "one_ending": replace(LANTERN, branches=(TRADE, replace(TRADE, id="again"))),
    "short": with_branches(("go mill",), ("go cave",)),
    "long": with_branches(("go mill", "take crowbar mill") * 11, ("go cave", "go hut")),
    "slow": with_branches(("go mill", "take crowbar mill") * 16, ("go cave", "go hut")),
    "one_verb": with_branches(("go mill", "go green", "go hut"), ("go cave", "go hut")),
    "unpaid": replace(LANTERN, branches=(branch("free", "go mill", "go hut", money=0),)),
    "unfinished": replace(LANTERN, lines=(said("Bring {what} here."),)),
    "long_text": replace(LANTERN, lines=(said("so " * 120),)),
}


def test_a_good_quest_is_left_alone() -> None:
    assert remarks(LANTERN) == []


@pytest.mark.parametrize(("rule", "quest"), BAD.items())
def test_a_flaw_is_told_with_what_helps(rule: str, quest: Quest) -> None:
    [remark] = [each for each in remarks(quest) if each.rule == rule]

    assert remark.file == "a.json"
    assert remark.severity == ("error" if rule == "unfinished" else "warning")
    assert str(remark).startswith("a.json: ")
    assert remark.what
    assert remark.do


def test_blank_texts_are_unfinished_and_signs_of_speech_are_not() -> None:
    blank = [each.rule for each in remarks(replace(LANTERN, lines=(said(" \n"),)))]
    spoken = remarks(replace(LANTERN, lines=(said("[sighs] Well... {so it goes!}"),)))

    assert blank == ["unfinished"]
    assert spoken == []


def test_braces_of_a_name_are_no_unfinished_text() -> None:
    mira = HOLLOW.entities["mira"].model_copy(update={"name": "{Mira}"})
    world = replace(HOLLOW, entities={**HOLLOW.entities, "mira": mira})

    def rules(text: str) -> list[str]:
        quest = replace(LANTERN, lines=(said(text),))
        return [each.rule for each in lint(world, quest, "a.json", bundled_limits())]

    assert rules("{Mira} waits.") == []
    assert rules("{Mira} waits for {what}.") == ["unfinished"]


def survey_of(*quests: Quest, asked: int = 1) -> Survey:
    survey = Survey(HOLLOW, QuestSpec(count=asked))
    for at, quest in enumerate(quests):
        survey.add(quest, f"{at}.json")
    return survey


def test_what_comes_too_often_is_told_once_there_are_enough() -> None:
    few, many = survey_of(*[LANTERN] * 19), survey_of(*[LANTERN] * 20)
    rules = [remark.rule for remark in many.remarks()]

    assert few.remarks() == []
    assert {"same_giver", "same_motive", "alike", "same_title", "idle_motives"} <= {*rules}
    assert "20 of 20 quests have the giver 'mira'" in [each.what for each in many.remarks()]


def test_what_never_comes_is_named() -> None:
    [places] = [each.what for each in survey_of(*[LANTERN] * 20).remarks() if "places" in each.what]

    assert places == "2 of 5 places are in no quest: chapel, hut"


def test_why_there_are_fewer_is_told() -> None:
    survey = survey_of(LANTERN, asked=3)
    survey.why_few = ("mira can't be met (4)",)
    [remark] = survey.remarks()

    told = "1 of 3 quests could be made, as the world has no more: mira can't be met (4)"
    assert remark.what == told


def test_errors_come_first() -> None:
    survey = survey_of(replace(LANTERN, branches=(TRADE,)))
    survey.left_out("b.json", [Finding("goal", "branches[0]", "it isn't reached")])
    survey.add(LANTERN, "c.json", [Finding("stuck", "after go mill", "nothing leads on")])

    assert [each.rule for each in survey.remarks()] == ["broken", "stuck", "one_way"]
    assert (survey.broken, survey.stuck) == (["b.json"], ["c.json"])


def test_what_is_not_decided_is_a_warning_and_counted_apart() -> None:
    survey = survey_of()
    state = Finding("undecided", "branches[0].steps[1]", "no way was found, nor that there is none")
    survey.add(LANTERN, "a.json", undecided=[state, state])
    [remark] = survey.remarks()

    assert (remark.severity, remark.rule, remark.file) == ("warning", "undecided", "a.json")
    assert remark.what == f"it isn't proved in 2 states: {state}"
    assert (survey.stuck, survey.undecided) == ([], ["a.json"])


def test_remarks_are_counted_beyond_those_that_are_kept() -> None:
    survey = survey_of(*[replace(LANTERN, branches=(TRADE,))] * 1100)

    assert survey.rules["one_way"] == 1100
    assert len(survey.remarks()) < 1010
