"""Each quest by hand is sound, and each way to spoil one is found and named."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.worldgen.quests.quests import (
    HOLLOW,
    LANTERN,
    LINES,
    SALVE,
    branch,
    extra,
    facts,
    failure,
    literals,
    repair,
    step,
)
from tests.worldgen.quests.worlds import village
from worldgen.quests.quest import Branch, Line, Outcome, Quest, Reward, Step
from worldgen.quests.verify import check


@pytest.mark.parametrize("quest", [LANTERN, SALVE], ids=["lantern", "salve"])
def test_a_quest_by_hand_is_sound(quest: Quest) -> None:
    assert check(HOLLOW, quest).findings == ()


def _steps(quest: Quest, *steps: Step, number: int = 0) -> Quest:
    return _branch(quest, replace(quest.branches[number], steps=steps), number)


def _branch(quest: Quest, other: Branch, number: int = 0) -> Quest:
    branches = list(quest.branches)
    branches[number] = other
    return replace(quest, branches=tuple(branches))


def _reward(money: float, number: int, items: tuple[str, ...] = ()) -> Quest:
    given = LANTERN.branches[number]
    outcome = replace(given.outcome, reward=Reward(money, items, 10))
    return _branch(LANTERN, replace(given, outcome=outcome), number)


def _line(text: str, node: str = "", speaker: str = "mira", key: str = "more") -> Quest:
    return replace(LANTERN, lines=(*LINES, Line(key, "offer", node, speaker, text)))


BUY, GO, GIVE = LANTERN.branches[0].steps
SPOILT: dict[str, tuple[str, Callable[[], Quest]]] = {
    "another world's": ("world", lambda: replace(LANTERN, world="elsewhere")),
    "an unknown giver": ("names", lambda: replace(LANTERN, giver="nobody")),
    "the player as giver": ("names", lambda: replace(LANTERN, giver="player")),
    "an unknown action": ("names", lambda: _steps(LANTERN, replace(BUY, action="conjure"))),
    "an argument too few": ("names", lambda: _steps(LANTERN, replace(GO, arguments=()))),
    "an unknown place": ("names", lambda: _steps(LANTERN, replace(GO, arguments=("keep",)))),
    "a place of another type": ("types", lambda: _steps(LANTERN, replace(GO, arguments=("mira",)))),
    "the player given": ("types", lambda: _steps(LANTERN, step("give lantern player mill"))),
    "an unknown fact": ("names", lambda: replace(LANTERN, goal=literals("shines lantern"))),
    "a fact with too many": ("names", lambda: replace(LANTERN, goal=literals("alive mira elsa"))),
    "a fact about the wrong": ("types", lambda: replace(LANTERN, goal=literals("alive lantern"))),
    "an unknown item as reward": ("names", lambda: _reward(4, 0, ("crown",))),
    "needs of another action": ("schema", lambda: _steps(LANTERN, replace(BUY, needs=()))),
    "effects of its own": (
        "schema",
        lambda: _steps(LANTERN, replace(BUY, does=(*BUY.does, *literals("alive tobin")))),
    ),
    "another verb": ("schema", lambda: _steps(LANTERN, replace(BUY, verb="win"))),
    "a cast without the giver": ("cast", lambda: replace(LANTERN, cast=("lantern",))),
    "an unsorted cast": ("cast", lambda: replace(LANTERN, cast=LANTERN.cast[::-1])),
    "steps out of order": ("needs", lambda: _steps(LANTERN, GO, BUY, GIVE)),
    "a step too few": ("needs", lambda: _steps(LANTERN, BUY, GIVE)),
    "no end": ("goal", lambda: _steps(LANTERN, BUY, GO)),
    "a goal that is so already": ("goal", lambda: replace(LANTERN, goal=literals("alive mira"))),
    "a needless step": (
        "needless",
        lambda: _steps(LANTERN, BUY, step("go hut"), GO, GIVE),
    ),
    "steps after the end": ("needless", lambda: _steps(LANTERN, BUY, GO, GIVE, step("go hut"))),
    "no branch": ("branches", lambda: replace(LANTERN, branches=())),
    "two branches that come to the same": (
        "alike",
        lambda: replace(SALVE, branches=(SALVE.branches[1], _twin(SALVE.branches[1]))),
    ),
    "no reason": ("cites", lambda: replace(LANTERN, cites=())),
    "a reason that isn't so": ("cites", lambda: replace(LANTERN, cites=facts("needs tobin coin"))),
    "a failure in a branch": (
        "outcome",
        lambda: _branch(LANTERN, replace(LANTERN.branches[0], outcome=failure("f", "sick elsa"))),
    ),
    "a failure without a when": ("outcome", lambda: replace(LANTERN, failures=(failure("f"),))),
    "a failure from the start": (
        "when",
        lambda: replace(LANTERN, failures=(failure("f", "sick elsa"),)),
    ),
    "a failure on the way": (
        "when",
        lambda: replace(LANTERN, failures=(failure("f", "robbed player tobin lantern"),)),
    ),
    "a repair with nothing to mend": (
        "when",
        lambda: replace(LANTERN, repairs=(repair("r", "letter", ("alive mira",), ("sick mira",)),)),
    ),
    "a repair without a when": (
        "repair",
        lambda: replace(LANTERN, repairs=(repair("r", "letter", (), ("sick mira",)),)),
    ),
    "a repair that does nothing": (
        "repair",
        lambda: replace(LANTERN, repairs=(repair("r", "letter", ("not alive mira",)),)),
    ),
    "a repair behind a failure": (
        "repair",
        lambda: replace(LANTERN, failures=(failure("f", "not alive mira"),)),
    ),
    "grants that clash": (
        "effects",
        lambda: replace(
            LANTERN,
            repairs=(
                repair("heir", "detour", ("not alive mira",), ("at mira mill", "at mira hut")),
            ),
        ),
    ),
    "more than the giver has": ("rewards", lambda: _reward(11, 0)),
    "less than nothing": ("rewards", lambda: _reward(-1, 0)),
    "somebody else's things": ("rewards", lambda: _reward(4, 0, ("ring",))),
    "a paid refusal": (
        "rewards",
        lambda: replace(LANTERN, refusal=Outcome("no", "refusal", (), Reward(1))),
    ),
    "more for less": ("monotone", lambda: replace(SALVE, branches=_unfair())),
    "an extra out of reach": ("extras", lambda: _extra("loot mira coin mill")),
    "an extra that comes to nothing": ("extras", lambda: _extra("go cave")),
    "an extra that is so already": ("extras", lambda: _extra(when=("has player coin",))),
    "an extra that every branch does": (
        "extras",
        lambda: _extra("buy lantern tobin green", "go mill", when=("at player mill",)),
    ),
    "an extra without a when": ("outcome", lambda: _extra("go cave", when=())),
    "an extra that isn't one": (
        "extras",
        lambda: replace(LANTERN, extras=(_needed(extra("x", "go hut", when=("at player hut",))),)),
    ),
    "two parts of one id": (
        "ids",
        lambda: replace(LANTERN, failures=(failure("heir", "destroyed lantern"),)),
    ),
    "two steps of one id": (
        "ids",
        lambda: _steps(LANTERN, BUY, GO, replace(GIVE, id=GO.id)),
    ),
    "one id for another step": ("ids", lambda: _steps(LANTERN, replace(BUY, id=GO.id), GO, GIVE)),
    "two lines of one key": ("keys", lambda: _line("Please.", key="k-offer")),
    "a line of nothing": ("nodes", lambda: _line("Please.", node="elsewhere")),
    "a speaker who isn't there": ("names", lambda: _line("Please.", speaker="nobody")),
    "no words": ("words", lambda: _line("  ")),
    "an unfilled place": ("words", lambda: _line("Bring it to {who}.")),
    "an id for a name": ("words", lambda: _line("Bring it to old_mill.")),
    "a person who isn't there": ("words", lambda: _line("Give it to Borgan, please.")),
    "one with a false surname": ("words", lambda: _line("Give it to Tobin Elsa, please.")),
    "one at the beginning": ("words", lambda: _line("Old Borgan has it.")),
    "a place that isn't there": ("words", lambda: _line("Go to the Silver Tower.")),
}


def _twin(given: Branch) -> Branch:
    return replace(given, id="twin", outcome=replace(given.outcome, id="done-twin"))


def _unfair() -> tuple[Branch, ...]:
    key, force = SALVE.branches
    longer = branch("longer", "force chapel", *[_text(each) for each in key.steps], money=1)
    return longer, replace(force, outcome=replace(force.outcome, reward=Reward(5)))


def _text(given: Step) -> str:
    return " ".join((given.action, *given.arguments))


def _extra(*steps: str, when: tuple[str, ...] = ("has player coin",)) -> Quest:
    return replace(LANTERN, extras=(extra("x", *steps, when=when),))


def _needed(extra: Branch) -> Branch:
    return replace(extra, steps=tuple(replace(step, optional=False) for step in extra.steps))


@pytest.mark.parametrize("how", SPOILT)
def test_what_is_spoilt_is_named(how: str) -> None:
    name, spoil = SPOILT[how]
    assert name in check(HOLLOW, spoil()).broken


def test_a_cited_fact_that_is_gone_is_named_with_its_place() -> None:
    lost = village(without=("needs mira lantern",))
    (finding,) = check(lost, LANTERN).findings
    assert str(finding) == "cites[0]: needs(mira, lantern) isn't so in this world"


def test_a_branch_is_told_what_is_missing_and_when() -> None:
    sold = village("has elsa lantern", without=("has tobin lantern",))
    finding = check(sold, LANTERN).findings[0]
    assert finding.at == "branches[0].steps[0]"
    assert finding.sentence == "has(tobin, lantern): needed, and not so then"


def test_an_extra_that_costs_the_quest_is_found() -> None:
    murder = ("go mill", "challenge mira garrick mill", "fight mira mill")
    spoilt = extra("x", *murder, when=("not alive mira",))
    quest = replace(LANTERN, extras=(spoilt,), cast=tuple(sorted((*LANTERN.cast, "garrick"))))
    (finding,) = check(village("wronged mira garrick"), quest).findings
    assert str(finding) == "extras[0]: from it to the goal, there is no way"


def test_names_that_the_caller_knows_may_be_said() -> None:
    told = _line("Give it to Borgan, please.")
    assert check(HOLLOW, told, known_names=["Borgan Vale"]).holds


@pytest.mark.parametrize(
    "text",
    [
        "Tobin's lantern! Where is it? Mira, I'm tired.",
        "“Elsa,” I said. “Ask Elsa.”",
        "Ask Tobin: He knows. NO",
    ],
)
def test_lines_that_name_only_who_exists_are_fine(text: str) -> None:
    assert check(HOLLOW, _line(text)).findings == ()
