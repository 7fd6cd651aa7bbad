"""Worlds made of levels and personas: they state what those state, and quests can be had there."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from worldgen.errors import InvalidSpec
from worldgen.levels.generate import generate
from worldgen.levels.level import Level
from worldgen.levels.spec import read_spec
from worldgen.quests.facts import read_fact, read_literal
from worldgen.quests.grounding import ground
from worldgen.quests.imports import from_level, from_personas, world_from
from worldgen.quests.planner import Plan, plan
from worldgen.quests.world import World

PERSONAS = Path(__file__).parents[3] / "npcgen" / "data" / "personas"
KINDS = ("dungeon", "settlement", "building", "cave", "overworld")


@cache
def level(kind: str) -> Level:
    size = {"overworld": "96x96", "dungeon": "48x32"}.get(kind, "48x48")
    return generate(read_spec({"kind": kind, "size": size, "seed": 3})).level


def personas() -> list[dict[str, Any]]:
    return [yaml.safe_load(file.read_text("utf-8")) for file in sorted(PERSONAS.glob("*.yaml"))]


def so(world: World, fact: str) -> bool:
    return read_fact(fact, "test") in world.facts


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_level_becomes_a_world(kind: str) -> None:
    given = level(kind)
    world = world_from("imported", from_level(given))
    assert len(list(world.of_type("place"))) == len(given.rooms)
    people = len(given.of_kind("npc_place")) + len(given.of_kind("enemy"))
    assert len(list(world.of_type("character"))) == people + 1
    names = [world.called(entity) for entity in world.entities]
    assert len(set(names)) == len(names)


def test_what_is_behind_a_lock_is_locked_and_its_key_opens_it() -> None:
    world = world_from("dungeon", from_level(level("dungeon")))
    assert so(world, "locked exit")
    assert so(world, "opens iron_key exit")
    assert not so(world, "locked entrance")
    assert so(world, "at player entrance")


def test_the_key_of_a_dungeon_is_the_plan_to_its_exit() -> None:
    world = world_from("dungeon", from_level(level("dungeon")))
    grounded = ground(world)
    forced = [action for action in grounded.actions if action.name == "force"]
    found = plan(grounded, [read_literal("at player exit", "test")], banned=forced)
    assert isinstance(found, Plan)
    assert [action.name for action in found.actions] == ["go", "take", "unlock", "go"]


def test_personas_move_in_where_their_role_is_wanted() -> None:
    world = world_from("town", from_level(level("settlement"), personas()[4:5]))
    home = next(e for e in level("settlement").of_kind("npc_place")
                if e.properties.get("role") == "innkeeper")  # fmt: skip
    assert so(world, f"at odrin {home.properties['room']}")
    assert world.entities["odrin"].persona == "odrin"


def test_more_personas_than_places_are_refused() -> None:
    crowd = [{"id": f"p{at}", "name": f"P {at}"} for at in range(500)]
    with pytest.raises(InvalidSpec, match="500 are to live where"):
        from_level(level("settlement"), crowd)


def test_personas_alone_say_where_they_are_and_whom_they_know() -> None:
    world = world_from("village", from_personas(personas()))
    assert so(world, "at brannoch the_forge_by_the_north_gate")
    assert so(world, "member brannoch old_miners")
    assert so(world, "knows brannoch news_tamsin")
    assert so(world, "about news_tamsin tamsin")
    assert so(world, "knows odrin secret_odrin")
    assert world.called("tamsin") == "Tamsin Reed"


def test_facts_of_ones_own_are_about_what_was_imported() -> None:
    world = world_from("village", from_personas(personas()), facts=["owes corrin odrin"])
    assert so(world, "owes corrin odrin")
    with pytest.raises(InvalidSpec, match="there is no 'nobody' in this world"):
        world_from("village", from_personas(personas()), facts=["owes corrin nobody"])


def test_a_persona_without_a_name_is_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"persona\.name: this is missing"):
        from_personas([{"id": "mira"}])


def test_ids_and_names_of_strangers_are_made_to_fit() -> None:
    two = [{"id": "Mira!", "name": "Mira"}, {"id": "mira", "name": "Mira"}]
    world = world_from("two", from_personas(two))
    assert [world.called(entity) for entity in ("mira", "mira_2")] == ["Mira", "Mira 2"]
