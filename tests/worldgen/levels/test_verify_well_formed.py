"""Levels that can't be read as one, and strangers who want too much."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.worldgen.levels.maps import level_of, promise, proof_of
from worldgen.errors import InvalidSpec
from worldgen.levels.level import Entity, Layer, Link, Movement, Room
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.tiles import TileSet
from worldgen.levels.verify import CHECKS, WAY_CHECKS, broken_promises, check, well_formed

HALL = Room("hall", "hall", 0, 0, 2, 1)
CELLAR = Room("cellar", "cellar", 2, 0, 2, 1, difficulty=1.0)
LEVEL = replace(
    level_of("@aA>"),
    rooms=(HALL, CELLAR),
    links=(Link("hall", "cellar", "lock", "a"),),
    critical_path=("hall", "cellar"),
    difficulty=(0.0, 1.0),
    areas=np.array([[[1, 1, 2, 2]]], np.uint16),
    heights=np.array([[0, 1, 2, 65535]], np.uint16),
)


def entity(kind: str, x: Any = 0, y: Any = 0, floor: Any = 0, **properties: Any) -> dict[str, Any]:
    return {"entities": (*LEVEL.entities, Entity("new", kind, x, y, floor, properties))}


def layer(cells: Any) -> dict[str, Any]:
    return {"layers": (Layer("ground", cells),)}


def tile(**changes: Any) -> dict[str, Any]:
    first, *others = LEVEL.tiles
    return {"tiles": TileSet((replace(first, **changes), *others))}


def test_a_level_that_is_well_formed_has_no_flaws() -> None:
    assert well_formed(LEVEL) == ()
    assert broken_promises(LEVEL, proof_of("e e e")) == ()


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"width": 0}, "width is 0, not 1..4096"),
        ({"width": True}, "width is True, not 1..4096"),
        ({"height": 100_000}, "height is 100000, not 1..4096"),
        ({"floors": -1}, "floors is -1, not 1..64"),
        ({"width": 4096, "height": 4096, "floors": 5}, "83886080 cells are too many"),
        ({"width": 5}, "layer 'ground' has the shape (1, 1, 4), not (1, 1, 5)"),
        (layer(np.ones((1, 1, 4), np.int32)), "layer 'ground' is no array of uint16"),
        (layer([[[1, 1, 1, 1]]]), "layer 'ground' is no array of uint16"),
        (layer(np.full((1, 1, 4), 10, np.uint16)), "layer 'ground' has a 10 in some cell"),
        ({"layers": LEVEL.layers * 2}, "2 layers are called 'ground'"),
        ({"layers": LEVEL.layers * 17}, "34 layers are too many; at most 32"),
        ({"areas": np.full((1, 1, 4), 3, np.uint16)}, "areas has a 3 in some cell"),
        ({"areas": np.zeros((1, 4), np.uint16)}, "areas has the shape (1, 4), not (1, 1, 4)"),
        ({"heights": np.zeros((4, 1), np.uint16)}, "heights has the shape (4, 1), not (1, 4)"),
        ({"heights": np.zeros((1, 4))}, "heights is no array of uint16"),
        ({"sea_level": -1}, "sea_level is -1"),
        ({"movement": Movement("fly")}, "there is no movement 'fly'"),  # type: ignore[arg-type]
        ({"movement": Movement("platform", 10**9)}, "jump is 1000000000, not 0..256"),
        (tile(glyph=""), "tile 'floor' has the glyph '', not one character"),
        (tile(glyph="ab"), "tile 'floor' has the glyph 'ab', not one character"),
        (tile(traits=frozenset({"soft"})), "tile 'floor' has an unknown trait: 'soft'"),
        ({"rooms": (HALL, CELLAR, HALL)}, "2 rooms are called 'hall'"),
        ({"rooms": (HALL, replace(CELLAR, width=3))}, "room 'cellar' isn't inside of the map"),
        ({"rooms": (HALL, replace(CELLAR, height=0))}, "room 'cellar' isn't inside of the map"),
        ({"rooms": (HALL, replace(CELLAR, width=0))}, "room 'cellar' isn't inside of the map"),
        ({"rooms": (HALL, replace(CELLAR, x=-1))}, "room 'cellar' isn't inside of the map"),
        ({"rooms": (HALL, replace(CELLAR, floor=1))}, "room 'cellar' isn't inside of the map"),
        ({"rooms": (HALL, replace(CELLAR, difficulty=float("nan")))}, "has the difficulty nan"),
        ({"links": (Link("hall", "attic"),)}, "a link leads to 'attic', and there is no such"),
        ({"links": (Link("hall", "cellar", "rope"),)}, "there is no kind of link 'rope'"),  # type: ignore[arg-type]
        ({"links": (Link("hall", "cellar", "lock", "b"),)}, "asks for a key that isn't there"),
        ({"critical_path": ("hall", "attic")}, "the critical path leads through 'attic'"),
        ({"difficulty": (0.5,)}, "the critical path has 2 rooms and 1 difficulties"),
        ({"difficulty": (0.5, 1.5)}, "a difficulty on the critical path is 1.5, not 0..1"),
        ({"entities": LEVEL.entities * 2}, "2 entities are called 'spawn1'"),
        (entity("enemy", x=4), "'new' isn't inside of the map"),
        (entity("enemy", y=-1), "'new' isn't inside of the map"),
        (entity("enemy", floor=1), "'new' isn't inside of the map"),
        (entity("enemy", x=1.5), "'new' isn't inside of the map"),
        (entity("lock", key="b"), "'new' asks for the key 'b', and there is none"),
        (entity("lock"), "'new' asks for the key '', and there is none"),
        (entity("key", key=7), "the key of 'new' is 7, not a text"),
        (entity("stairs"), "'new' leads to None, and there are no such stairs"),
        (entity("stairs", to="spawn1"), "'new' leads to 'spawn1', and there are no such stairs"),
        (entity("one_way"), "'new' leads toward None, which is none of: north"),
        (entity("one_way", toward="up"), "'new' leads toward 'up', which is none of: north"),
    ],
)
def test_a_flaw_is_named(changes: dict[str, Any], flaw: str) -> None:
    level = replace(LEVEL, **changes)
    assert flaw in well_formed(level)[0]
    report = check(level, proof_of("e e e"))
    assert report.broken == ("well_formed",)
    assert flaw in report.findings[0].sentence


def test_a_level_of_many_flaws_names_some() -> None:
    crowd = tuple(Entity(f"e{number}", "enemy", 99, 99) for number in range(10_000))
    assert len(well_formed(replace(LEVEL, entities=crowd))) == 50


def test_too_many_parts_are_refused() -> None:
    crowd = tuple(Entity(f"e{number}", "enemy", 0, 0) for number in range(2**18 + 1))
    assert well_formed(replace(LEVEL, entities=crowd)) == (
        "262145 entities are too many; at most 262144",
    )


def test_too_many_obligations_are_refused() -> None:
    promises = (promise("border", tiles=("wall",)),) * 100_001
    with pytest.raises(InvalidSpec, match=r"proof\.obligations: 100001 are too many"):
        check(LEVEL, Proof((), promises))


@pytest.mark.parametrize(
    "obligation",
    [
        promise("path_length", start="spawn", to="exit", low=0, high=9, locks="open"),
        promise("reach", start="spawn", to="exit", keys=()),
        promise("pattern", rows=("?." * 32,) * 16, low=0, high=9),
        promise("samples_only", rows=("." * 64,), size=32, symmetry=8, wraps=True),
    ],
    ids=["distances", "ways", "patterns", "samples"],
)
@pytest.mark.parametrize("movement", ["walk4", "platform"])
def test_work_without_end_is_refused(obligation: Obligation, movement: str) -> None:
    level = level_of("\n".join(["@" + "." * 63] + ["." * 64] * 30 + ["." * 63 + ">"]), movement)
    with pytest.raises(InvalidSpec, match="is more work than a level is checked with"):
        check(level, Proof((), (obligation,) * 5000), work=50_000_000)


def test_a_crowd_of_locks_and_gates_is_passed() -> None:
    level = level_of("@a" + "." * 62 + ("\n" + "." * 64) * 63)
    crowd = [
        Entity(f"{kind}{x}.{y}", kind, x, y, 0, {"key": "a", "toward": "east"})
        for kind, first in (("lock", 2), ("one_way", 3))
        for x in range(first, 64, 2)
        for y in range(64)
    ]
    level = replace(level, entities=(*level.entities, *crowd))
    assert check(level, proof_of("", promise("all_reachable"))).findings[0].holds


def test_moves_of_another_kind_are_refused() -> None:
    moves: tuple[Any, ...] = ("e", 7)
    assert check(LEVEL, Proof(moves)).findings[0].sentence == "move 1 is no text"


NAMES = [
    *("what", "low", "high", "tiles", "neighbours", "from", "to", "locks", "keys", "possible"),
    *("rows", "axis", "x", "y", "floor", "tile", "lock", "guards_exit", "kinds", "size"),
    *("symmetry", "wraps", "across", "down"),
]
JUNK: list[Any] = [
    *(0, 1, -1, 2, 4, 8, 2**63, -(10**30), 0.5, float("nan"), True, False, None, "", "?", "wall"),
    *("spawn", "exit", "lock1", "open", "both", "\ud800", (), ("",), ("#", "##"), ("#.", "##")),
    *(("wall",), ("wall|floor",), ("a",), (1, 2), ["wall"], {"wall": 1}, b"wall", ("\0",)),
]


@pytest.mark.parametrize("movement", ["walk4", "walk8", "push", "platform"])
def test_junk_is_a_finding_and_no_crash(movement: str) -> None:
    dice = random.Random(movement)
    level = replace(LEVEL, movement=Movement(movement))  # type: ignore[arg-type]
    for name in [*CHECKS, *WAY_CHECKS, "solvable", ""] * 200:
        arguments = {key: dice.choice(JUNK) for key in NAMES if dice.random() < 0.95}
        moves = tuple(dice.choice(["n", "e", "jr", "stairs", "", "\0"]) for _ in range(3))
        report = check(level, Proof(moves, (Obligation(name, arguments),)))
        assert report.findings[0].sentence
