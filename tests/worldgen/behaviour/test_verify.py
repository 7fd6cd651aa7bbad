"""The check finds what is wrong in a document, and nothing in those that are made."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.worldgen.behaviour.casts import (
    BUNDLED,
    alive,
    persona,
    random_world,
    rescue,
    village,
)
from worldgen.behaviour.document import as_json
from worldgen.behaviour.make import make_behaviour, setting_of
from worldgen.behaviour.verify import Known, problems
from worldgen.quests.generate import generate
from worldgen.quests.spec import read_spec
from worldgen.quests.world import World
from worldgen.quests.worlds import world_of
from worldgen.rng import Stream

VILLAGE = village("fears ada fox", "captive ada")
QUEST = rescue("nook", "bo", "ada", "bo", "song")
Change = Callable[[dict[str, Any]], None]


def known(world: World) -> Known:
    people = list(world.of_type("character"))
    return Known(list(world.of_type("place")), people, [QUEST.id])


def made() -> dict[str, Any]:
    """n0: flee n1, held, freed, routine."""
    document: dict[str, Any] = json.loads(
        as_json(make_behaviour("ada", {}, setting_of(VILLAGE), [QUEST]))
    )
    return document


def found(change: Change) -> tuple[str, ...]:
    document = made()
    change(document)
    return problems(document, BUNDLED, known(VILLAGE))


def node(document: dict[str, Any], type_: str, name: str = "") -> dict[str, Any]:
    """The first of a type, and of a name."""
    return next(
        each
        for each in document["nodes"]
        if each["type"] == type_ and each.get("name", "") in (name, name or each.get("name", ""))
    )


def test_a_document_as_made_has_no_problems() -> None:
    assert found(lambda document: None) == ()


@pytest.mark.parametrize("seed", range(300))
def test_random_ones_have_no_problems(seed: int) -> None:
    world = world_of("tallow_ring") if seed % 5 == 0 else random_world(seed % 60)
    stream = Stream("verify", seed)
    giver, captive, witness = stream.sample(alive(world), 3)
    quest = rescue(world.id, giver, captive, witness, "song")
    who = stream.pick([giver, captive, witness, *alive(world)])
    behaviour = make_behaviour(who, persona(stream), setting_of(world), [quest], seed)
    assert problems(json.loads(as_json(behaviour)), BUNDLED, known(world)) == ()


def test_those_with_parts_in_quests_as_they_are_made_have_no_problems() -> None:
    world = world_of("emberlow")
    quests = list(generate(world, read_spec({"count": 5, "seed": 2})))
    there = replace(known(world), quests=[quest.id for quest in quests])
    parts: set[str] = set()
    for who in alive(world):
        behaviour = make_behaviour(who, {}, setting_of(world), quests)
        parts |= {part.part for part in behaviour.parts}
        assert problems(json.loads(as_json(behaviour)), BUNDLED, there) == ()
    assert parts >= {"giver", "target"}


def drop(key: str) -> Change:
    return lambda document: document[key].clear()


def set_argument(leaf: str, name: str, value: Any) -> Change:
    def change(document: dict[str, Any]) -> None:
        for each in document["nodes"]:
            if each.get("name") == leaf:
                each["arguments"][name] = value

    return change


def rename(leaf: str, other: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        for each in document["nodes"]:
            if each.get("name") == leaf:
                each["name"] = other

    return change


def loop(document: dict[str, Any]) -> None:
    node(document, "timeout")["children"] = ["n0"]


def orphan(document: dict[str, Any]) -> None:
    document["nodes"][0]["children"].pop(0)


def share(document: dict[str, Any]) -> None:
    document["nodes"][0]["children"].append("n1")


def twins(document: dict[str, Any]) -> None:
    document["nodes"].append(dict(document["nodes"][-1]))


def childless(document: dict[str, Any]) -> None:
    document["nodes"][-1] |= {"type": "sequence", "children": []}


def swap_parallel(document: dict[str, Any]) -> None:
    node(document, "parallel")["children"].reverse()


def no_failure(document: dict[str, Any]) -> None:
    """The first thing the root tries holds always."""
    document["nodes"][0]["children"].reverse()


def shorten(document: dict[str, Any]) -> None:
    document["routine"][0] |= {"starts": 0, "until": 1430}


def shorten_tree(document: dict[str, Any]) -> None:
    node(document, "condition", "during")["arguments"] |= {"from": 5, "until": 1430}


def elsewhen(document: dict[str, Any]) -> None:
    block = document["routine"][0]
    document["routine"][:1] = [{**block, "until": 700}, {**block, "starts": 700}]


def overlap(document: dict[str, Any]) -> None:
    document["routine"].append(document["routine"][0])


def far(document: dict[str, Any]) -> None:
    document["routine"][0]["travel_minutes"] = 1440


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (rename("stay", "dance"), "nobody declared the action dance"),
        (rename("held", "guarded"), "nobody declared the condition guarded"),
        (drop("actions"), "nobody declared the action"),
        (drop("blackboard"), "the blackboard has no threats"),
        (set_argument("stay", "place", "moon"), "'moon' is no place"),
        (set_argument("flee_from", "who", "nobody"), "'nobody' is no character"),
        (set_argument("quest_active", "quest", "other"), "'other' is no quest"),
        (set_argument("during", "from", 1440), "1440 is no minute"),
        (set_argument("stay", "tool", "cup"), "stay takes ['place']"),
        (loop, "it is no tree"),
        (share, "n1 has 2 parents"),
        (orphan, "n1 isn't below the root"),
        (twins, "an id is given to two nodes"),
        (childless, "is a sequence with 0 children"),
        (swap_parallel, "can fail, and isn't the last child of the parallel"),
        (shorten, "at 23:50 0 blocks of the routine are active, not one"),
        (shorten_tree, "at 00:00 0 blocks of the tree are active, not one"),
        (elsewhen, "the blocks of the tree aren't those of the routine"),
        (lambda document: document["parts"][0].update(quest="old"), "there is no quest 'old'"),
        (overlap, "at 00:00 2 blocks of the routine are active, not one"),
        (far, "its way 1440"),
        (no_failure, "doesn't begin with a condition about the time of day"),
    ],
)
def test_what_is_wrong_is_found(change: Change, problem: str) -> None:
    assert problem in " / ".join(found(change))


def test_a_child_that_never_has_its_turn_is_found() -> None:
    vocabulary = copy.deepcopy(BUNDLED)
    vocabulary["actions"]["stay"]["fails"] = False
    document = made()
    document["nodes"][0]["children"].reverse()
    assert any(
        "is never reached" in each for each in problems(document, vocabulary, known(VILLAGE))
    )
