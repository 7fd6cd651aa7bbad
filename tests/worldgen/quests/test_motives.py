"""Motives: patterns over facts, linted, and the wants that they find."""

import pytest

from tests.worldgen.quests.worlds import village
from worldgen.errors import InvalidSpec
from worldgen.quests.motives import bundled_motives, read_motives, regard, wants
from worldgen.quests.patterns import FactIndex
from worldgen.quests.schema import bundled

HUNGER = {
    "parameters": {"giver": "character", "what": "item"},
    "because": ["needs giver what"],
    "goal": ["has giver what"],
}


def read(**changed: object) -> None:
    read_motives({"motives": {"hunger": {**HUNGER, **changed}}}, bundled())


def test_there_are_motives_of_many_kinds() -> None:
    assert len(bundled_motives().each) >= 10


def test_a_want_cites_what_made_it() -> None:
    found = {want.motive: want for want in wants(bundled_motives(), FactIndex(village()))}
    assert [str(fact) for fact in found["care"].cites] == ["kin(mira, elsa)", "sick(elsa)"]
    assert [str(literal) for literal in found["care"].goal] == ["not sick(elsa)"]


def test_whom_the_player_let_down_asks_less_often() -> None:
    motives = bundled_motives()
    assert regard(motives, FactIndex(village("let_down mira player")), "mira") == 0.5
    assert regard(motives, FactIndex(village("trusts mira player")), "mira") == 1.5


def test_a_motive_without_a_giver_is_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"motives\.hunger\.parameters: there is no giver"):
        read(parameters={"what": "item"}, because=["broken what"], goal=["not broken what"])


def test_a_goal_about_nobody_in_particular_is_refused() -> None:
    parameters = {**HUNGER["parameters"], "other": "item"}
    with pytest.raises(InvalidSpec, match="nothing stated says which other"):
        read(parameters=parameters, goal=["has giver other"])


def test_a_reason_that_denies_something_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="only what is so can be cited"):
        read(because=["needs giver what", "not has giver what"])


def test_an_unknown_fact_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="there is no fact 'craves'"):
        read(because=["craves giver what"])
