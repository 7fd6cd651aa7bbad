"""Obligations about where one gets: a level that holds them, and the smallest that doesn't."""

from dataclasses import replace

import pytest

from tests.worldgen.levels.maps import level_of, promise, proof_of
from worldgen.levels.level import Entity
from worldgen.levels.proof import Obligation
from worldgen.levels.verify import check

LOCKED = """
#######
#@.a.A>
#######
"""
ROUND_IT = """
#######
#@.a.A>
#.#####
#.....>
"""


def held(drawn: str, obligation: Obligation, movement: str = "walk4") -> bool:
    return check(level_of(drawn, movement), proof_of("", obligation)).findings[0].holds


def sentence(drawn: str, obligation: Obligation) -> str:
    return check(level_of(drawn), proof_of("", obligation)).findings[0].sentence


def way(length: int, start: str = "spawn", to: str = "exit", locks: str = "open") -> Obligation:
    return promise("path_length", start=start, to=to, low=length, high=length, locks=locks)


@pytest.mark.parametrize(
    ("drawn", "walk4", "walk8"),
    [
        ("@.>", 2, 2),
        ("@..\n..>", 3, 2),
        ("@#.\n..>", 3, 3),
        ("@#\n.>", 2, 2),
        ("@..\n##.\n>..", 6, 6),
        ("@}.\n..>", 3, 3),
        ("@{.\n..>", 3, 3),
        ("@.\n{.\n>.", 4, 4),
        ("@A.\n..>a", 3, 2),
        ("@?.\n..>", 3, 3),
        ("@?\n?>", None, None),
        ("@#\n#>", None, None),
        ("@{>", None, None),
        ("@~>", None, None),
        ("@1#\n---\n1.>", 4, 4),
        ("@", 0, 0),
    ],
)
def test_path_length(drawn: str, walk4: int | None, walk8: int | None) -> None:
    to = "spawn" if drawn == "@" else "exit"
    for movement, length in (("walk4", walk4), ("walk8", walk8)):
        assert held(drawn, way(length or 0, to=to), movement) is (length is not None)
        assert not held(drawn, way((length or 0) + 1, to=to), movement)


def test_what_path_length_says() -> None:
    assert sentence("@..>", way(5)) == "the way from spawn to exit takes 3 moves, not 5"
    assert sentence("@.#>", way(3)) == "there is no way from spawn to exit with locks open"


def test_locks_on_the_way_are_open_or_closed() -> None:
    assert held(LOCKED, way(5, locks="open"))
    assert not held(LOCKED, way(5, locks="closed"))
    assert held(ROUND_IT.replace("A", "."), way(5, locks="closed"))


def test_places_are_ids_then_kinds_then_tiles() -> None:
    drawn = "@e.e~=.>"
    assert held(drawn, way(1, to="enemy"))
    assert held(drawn, way(3, to="enemy2"))
    assert held("@.e=>", way(2, start="enemy1", to="exit"))
    assert held("@..=", way(3, to="bridge"))
    assert "there is no 'lava' in the level" in sentence(drawn, way(1, to="lava"))


@pytest.mark.parametrize(
    ("drawn", "keys", "possible"),
    [
        (LOCKED, (), False),
        (LOCKED, ("a",), True),
        (LOCKED, ("b",), False),
        (ROUND_IT.replace("...>", ".#>"), ("a",), True),
        ("@AB>ab", ("a",), False),
        ("@AB>ab", ("a", "b"), True),
        ("@}.>", (), True),
        ("@{.>", (), False),
        ("@^.>", (), False),
        ("@}{>", (), False),
        ("@.\nv.\n.>", (), True),
        ("@?>", (), False),
        ("@1#\n---\n1.>", (), True),
        ("@1#\n---\n1#>", (), False),
        ("@a>", (), True),
    ],
)
def test_reach(drawn: str, keys: tuple[str, ...], possible: bool) -> None:
    for asked in (True, False):
        obligation = promise("reach", start="spawn", to="exit", keys=keys, possible=asked)
        assert held(drawn, obligation) is (asked == possible)


def test_keys_on_a_way_are_not_picked_up() -> None:
    assert held("@aA>", promise("reach", start="spawn", to="exit", keys=(), possible=False))


def test_two_locks_in_one_cell_need_both_keys() -> None:
    level = level_of("@A>ab")
    both = replace(level.of_kind("lock")[0], id="second", properties={"key": "b"})
    level = replace(level, entities=(*level.entities, both))
    for keys, possible in ((("a",), False), (("b",), False), (("a", "b"), True)):
        obligation = promise("reach", start="spawn", to="exit", keys=keys, possible=possible)
        assert check(level, proof_of("", obligation)).findings[0].holds


def test_stairs_neither_leave_nor_enter_a_one_way() -> None:
    level = level_of("@1\n---\n1>")
    there = promise("reach", start="spawn", to="exit", keys=())
    assert check(level, proof_of("", there)).findings[0].holds
    for spot in ((1, 0, 0), (0, 0, 1)):
        gate = Entity("gate", "one_way", *spot, properties={"toward": "east"})
        gated = replace(level, entities=(*level.entities, gate))
        assert not check(gated, proof_of("", there)).findings[0].holds


@pytest.mark.parametrize(
    ("drawn", "guards_exit", "holds"),
    [
        (LOCKED, False, True),
        (LOCKED, True, True),
        (ROUND_IT, False, True),
        ("@.A>a\n.....", False, False),
        ("@.A>a\n.....", True, False),
        ("@.A.#\n#a##>", True, False),
        ("@.A#\na##>", False, False),
        ("@a.B>\n..A.b", True, False),
        ("@aA.#\n.#..>", True, True),
        ("@?A>a\n?????", False, False),
        ("@.AA>\n#a###", False, True),
        ("@.A.\n.aA.\n....", False, False),
        ("@.A.\n.aA.\n####", False, True),
        ("#####\n@a1##\n---\n#####\n##1A.", False, True),
    ],
)
def test_lock_holds(drawn: str, guards_exit: bool, holds: bool) -> None:
    obligation = promise("lock_holds", lock="lock1", guards_exit=guards_exit)
    assert held(drawn, obligation) is holds


def test_a_lock_may_guard_stairs() -> None:
    down = Entity("down", "stairs", 1, 0, 0, {"to": "up"})
    up = Entity("up", "stairs", 0, 0, 1, {"to": "down"})
    guards = promise("lock_holds", lock="lock1")
    walled = level_of("@A#\n##a\n---\n.##\n###")
    assert not check(walled, proof_of("", guards)).findings[0].holds
    both = replace(walled, entities=(*walled.entities, down, up))
    assert check(both, proof_of("", guards)).findings[0].holds


def test_all_reachable() -> None:
    everywhere = promise("all_reachable")
    assert held(LOCKED, everywhere)
    assert held("@?.", everywhere)
    assert not held("@.~\n##.", everywhere)
    assert sentence("@.#..\n..#..", everywhere) == (
        "4 cells can be stood in and aren't reached, (3, 0) first"
    )
    assert not held("@{.", everywhere)
    assert held("@ #!~", everywhere)
    assert not held("@\n---\n.", everywhere)
    assert "can't be checked" in sentence("...", everywhere)


@pytest.mark.parametrize(
    ("drawn", "holds"),
    [
        ("@.e", True),
        ("@#e", False),
        ("@.#e\n.#..", False),
        ("@A.e..a", True),
        ("@?e", True),
        ("@{{e", False),
        ("@\n---\ne", False),
        ("@...\n###e", True),
        ("@.#\n#.#\n##e", False),
    ],
)
def test_entities_reachable(drawn: str, holds: bool) -> None:
    assert held(drawn, promise("entities_reachable", kinds=("enemy", "loot"))) is holds


def test_an_entity_beside_a_reached_cell_is_reached() -> None:
    """It may stand in a wall, as a shop's counter does."""
    level = level_of("@.#\n...")
    for spot, holds in (((2, 0, 0), True), ((0, 0, 0), True)):
        entity = Entity("it", "npc_place", *spot)
        near = promise("entities_reachable", kinds=("npc_place",))
        found = check(replace(level, entities=(*level.entities, entity)), proof_of("", near))
        assert found.findings[0].holds is holds
