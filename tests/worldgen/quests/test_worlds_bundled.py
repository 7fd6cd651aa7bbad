"""The worlds that ship: they read, they hang together, and there is enough in them to want."""

from pathlib import Path

import pytest
import yaml

from worldgen.errors import InvalidSpec
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import ground
from worldgen.quests.planner import Plan, plan
from worldgen.quests.worlds import bundled_worlds, world_of

WANTS = {
    "needs", "lost", "owes", "hates", "loves", "fears", "sick", "captive", "unmourned", "duty",
    "curious", "robbed", "wronged", "message",
}  # fmt: skip
PERSONAS = Path(__file__).parents[3] / "npcgen" / "data" / "personas"


def test_they_are_listed_by_id() -> None:
    assert bundled_worlds() == ("emberlow", "tallow_ring")
    assert world_of("tallow_ring").name == "Tallow Ring"


def test_an_unknown_one_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidSpec, match="emberlow, tallow_ring"):
        world_of("atlantis")


@pytest.mark.parametrize("name", bundled_worlds())
def test_people_want_things_for_every_reason(name: str) -> None:
    assert {fact.name for fact in world_of(name).facts} >= WANTS


@pytest.mark.parametrize("name", bundled_worlds())
def test_everybody_and_everything_is_somewhere(name: str) -> None:
    world = world_of(name)
    placed = {fact.of[0] for fact in world.facts if fact.name in {"at", "lies"}}
    placed |= {fact.of[1] for fact in world.facts if fact.name in {"has", "makes"}}
    assert set(world.of_type("character|item")) - placed == set()


@pytest.mark.parametrize("name", bundled_worlds())
def test_names_are_given_once_and_in_full(name: str) -> None:
    world = world_of(name)
    names = [world.called(entity) for entity in world.entities]
    assert len(set(names)) == len(names)
    assert all(given.name for given in world.entities.values())


def test_the_village_is_that_of_the_personas() -> None:
    spoken = {given.persona: given.name for given in world_of("emberlow").entities.values()}
    del spoken[""]
    personas = [yaml.safe_load(file.read_text("utf-8")) for file in PERSONAS.glob("*.yaml")]
    assert spoken == {persona["id"]: persona["name"] for persona in personas}


@pytest.mark.parametrize("name", bundled_worlds())
def test_whatever_is_needed_lost_or_healed_can_be_had(name: str) -> None:
    world = world_of(name)
    grounded = ground(world)
    wanted = [
        Literal(Fact("has", f.of)) for f in world.sorted_facts() if f.name in {"needs", "lost"}
    ]
    wanted += [Literal(f, False) for f in world.sorted_facts() if f.name in {"sick", "captive"}]
    assert [goal for goal in wanted if not isinstance(plan(grounded, [goal]), Plan)] == []
