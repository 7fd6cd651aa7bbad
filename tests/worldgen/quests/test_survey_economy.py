"""Whether who is asked for more gets less is found, by code that knows no price."""

from dataclasses import replace

from tests.worldgen.quests.quests import HOLLOW, LANTERN, branch
from tests.worldgen.quests.worlds import village
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.survey.economy import Paid, paid, unfair

SHORT = branch("short", "go mill", money=5)
LONG = branch("long", "go mill", "go green", money=5)


def of(*quests: Quest) -> list[Paid]:
    return [way for at, quest in enumerate(quests) for way in paid(HOLLOW, quest, f"{at}.json")]


def test_a_way_is_what_its_steps_ask_for_and_what_it_pays() -> None:
    [way] = of(replace(LANTERN, branches=(branch("b", "go mill", "force chapel", money=3),)))
    go, force = (HOLLOW.schema.actions[name].schema for name in ("go", "force"))

    assert (way.file, way.way, way.pays, way.experience) == ("0.json", 1, 3, 10)
    assert way.minutes == go.minutes + force.minutes
    assert way.danger == go.danger + force.danger
    assert way.means == HOLLOW.entities["mira"].worth


def test_more_work_for_the_same_pay_is_fair() -> None:
    assert list(unfair(of(replace(LANTERN, branches=(SHORT, LONG))))) == []
    assert list(unfair([])) == []


def test_more_work_for_less_pay_is_found_between_quests_too() -> None:
    less = branch("long", "go mill", "go green", money=4.9)
    one, other = (replace(LANTERN, branches=(each,)) for each in (SHORT, less))
    [(found, instead)] = unfair(of(one, other))

    assert (found.file, instead.file) == ("1.json", "0.json")


def test_less_experience_is_found() -> None:
    ways = of(replace(LANTERN, branches=(SHORT, LONG)))
    ways[1] = replace(ways[1], experience=9)

    assert [each.way for each, _ in unfair(ways)] == [2]


def test_who_has_less_to_spend_may_pay_less() -> None:
    ways = of(replace(LANTERN, branches=(SHORT, LONG)))
    poor = replace(ways[1], money=1.0, means=2.0)

    assert list(unfair([ways[0], poor])) == []


def test_what_is_made_is_fair_with_any_economy() -> None:
    rich = {"base": 40, "giver_share": 1, "per_minute": 3}
    for economy in ({}, rich):
        spec = read_spec({"count": 25, "seed": 2, "economy": economy})
        ways = [way for made in make(village(), spec) for way in paid(HOLLOW, made.quest, "")]

        assert len(ways) > 25
        assert list(unfair(ways)) == []
