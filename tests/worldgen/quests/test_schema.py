"""Worlds and schemas are linted as they are read: what can't work is refused, with its field."""

from typing import Any

import pytest

from tests.worldgen.quests.worlds import VILLAGE
from worldgen.errors import InvalidSpec
from worldgen.quests.making import make
from worldgen.quests.schema import bundled, read_schema
from worldgen.quests.spec import read_spec
from worldgen.quests.world import read_world

PRAY = {"parameters": {"at": "place"}, "needs": ["at player at"], "does": ["cleared at"]}


def pray(**changes: Any) -> dict[str, Any]:
    return {"actions": {"pray": {**PRAY, "verb": "pray", **changes}}}


BAD_SCHEMAS: dict[str, tuple[dict[str, Any], str]] = {
    "a cycle in its types": ({"types": {"a": "b", "b": "a"}}, "types.a"),
    "a type of nothing": ({"types": {"a": "b"}}, "types.a"),
    "a fact about nothing": ({"facts": {"lit": {"of": ["lamp"]}}}, "facts.lit.of"),
    "a fact's unfilled place": (
        {"facts": {"lit": {"of": ["item"], "says": "{1} is lit"}}},
        "facts.lit.says",
    ),
    "a fact that actions use otherwise": (
        {"facts": {"captive": {"of": ["character", "place"]}}},
        "actions.free.needs[0]",
    ),
    "no effects": (pray(does=[]), "actions.pray.does"),
    "effects that are so before": (pray(does=["at player at"]), "actions.pray.does"),
    "effects against each other": (
        pray(does=["cleared at", "not cleared at"]),
        "actions.pray.does[0]",
    ),
    "needs against each other": (
        pray(needs=["at player at", "not at player at"]),
        "actions.pray.needs[0]",
    ),
    "an unknown fact": (pray(needs=["near player at"]), "actions.pray.needs[0]"),
    "a fact about too much": (pray(needs=["at player"]), "actions.pray.needs[0]"),
    "an unknown parameter": (pray(does=["cleared there"]), "actions.pray.does[0]"),
    "a parameter of another kind": (pray(parameters={"at": "item"}), "actions.pray.needs[0]"),
    "a parameter nobody uses": (
        pray(parameters={"at": "place", "to": "item"}),
        "actions.pray.parameters.to",
    ),
    "a player of its own": (
        pray(parameters={"player": "character", "at": "place"}),
        "actions.pray.parameters.player",
    ),
    "an unfilled place": (pray(says="Pray at {where}"), "actions.pray.says"),
    "a brace": (pray(says="Pray at {at"), "actions.pray.says"),
}


@pytest.mark.parametrize("what", BAD_SCHEMAS)
def test_a_schema_that_cannot_work_is_refused(what: str) -> None:
    given, field = BAD_SCHEMAS[what]
    with pytest.raises(InvalidSpec) as refused:
        read_schema(given, bundled())
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"entities": {}}, "entities"),
        ({"entities": {"mill": "windmill"}}, "entities.mill.type"),
        ({"facts": ["sings mira"]}, "facts[0]"),
        ({"facts": ["at mira"]}, "facts[0]"),
        ({"facts": ["at mira mill", "at borgan mill"]}, "facts[1]"),
        ({"facts": ["at mira lantern"]}, "facts[0]"),
        ({"facts": ["not alive mira"]}, "facts[0]"),
        ({"facts": ["at mira mill", "at mira hut"]}, "facts"),
    ],
)
def test_a_world_that_cannot_be_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        read_world({**VILLAGE, **changes})
    assert refused.value.field == field


def test_actions_of_a_game_may_say_names_of_its_own() -> None:
    beg = {
        "parameters": {"who": "character", "what": "item", "here": "place"},
        "needs": ["at who here", "at player here"],
        "does": ["has player what"],
        "verb": "beg",
        "says": "Swear by Saint Borgan that {who} will have {what} again",
    }
    facts = [fact for fact in VILLAGE["facts"] if "tobin lantern" not in fact]
    world = read_world({**VILLAGE, "facts": facts, "schema": {"actions": {"beg": beg}}})
    [made] = make(world, read_spec({"givers": ["mira"], "motives": ["need"]}))

    assert made.flaws == ()
    assert any("Saint Borgan" in line.text for line in made.quest.lines)
