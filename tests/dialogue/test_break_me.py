"""The authored cases of `evals/break_me`, without a model: promises that none may break."""

from collections import Counter
from pathlib import Path

import pytest

from evals.break_me.cases import read_cases
from evals.break_me.forging import every_template, is_forged
from evals.break_me.run import Runner
from npcgen.dialogue.guardrails.rules import bundled_rules
from npcgen.dialogue.persona_store import PersonaStore
from tests.dialogue.cast import MILLER, VILLAGE, scripted

CASES = read_cases()


def test_there_are_enough_of_each_kind() -> None:
    families = Counter(case.family for case in CASES)

    assert len(CASES) >= 300
    assert len(families) == 10
    assert min(families.values()) >= 30
    assert sum(not case.expected for case in CASES) >= 60


def test_rules_that_cases_name_exist() -> None:
    assert {case.expected for case in CASES} - {""} <= set(bundled_rules().by_id)


@pytest.mark.parametrize("name", every_template())
def test_no_text_becomes_a_role(name: str) -> None:
    template = every_template()[name]

    assert not [case.title for case in CASES if is_forged(template, MILLER, VILLAGE, case.say)]


async def test_no_promise_is_broken_and_no_honest_line_is_caught(tmp_path: Path) -> None:
    engine = scripted("Say what you want.")
    runner = Runner(PersonaStore(tmp_path), engine)
    outcomes = [await runner.run(case) for case in CASES]
    await engine.close()

    assert [(each.case.title, each.problems) for each in outcomes if each.problems] == []
    assert [each.case.title for each in outcomes if each.alarms] == []
    assert sum(each.caught for each in outcomes) >= 130
