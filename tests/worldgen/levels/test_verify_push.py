"""The rules of play for crates."""

from dataclasses import replace

import pytest

from tests.worldgen.levels.maps import level_of, promise, proof_of
from worldgen.levels.verify import broken_promises, check

TWO_CRATES = """
@o.x
....
..o.
>.x.
""".strip()


@pytest.mark.parametrize(
    ("drawn", "moves"),
    [
        ("@o.x", "e e"),
        ("@ox\n..>", "e s e"),
        ("@aox", "e e"),
        ("1@ox\n---\n1..", "w stairs stairs e e"),
        ("@.*", "e"),
        (TWO_CRATES, "e e s s w w s"),
    ],
)
def test_crates_on_their_targets_finish_the_level(drawn: str, moves: str) -> None:
    assert check(level_of(drawn, "push"), proof_of(moves)).broken == ()


@pytest.mark.parametrize(
    ("drawn", "moves", "why"),
    [
        ("@o.x", "e", "the moves leave no crate on the target at (3, 0)"),
        ("@o.x", "e e e", "the crate in (3, 0) can't be pushed on: (4, 0) can't be stood in"),
        ("@o#x", "e", "the crate in (1, 0) can't be pushed on: (2, 0) can't be stood in"),
        ("@o~x", "e", "the crate in (1, 0) can't be pushed on: (2, 0) can't be stood in"),
        ("@o!x", "e", "the crate in (1, 0) can't be pushed on: (2, 0) can't be stood in"),
        ("@o?x", "e", "the crate in (1, 0) can't be pushed on: (2, 0) can't be stood in"),
        ("@oox", "e", "the crate in (1, 0) can't be pushed on: (2, 0) holds another"),
        ("a@oAx", "w e e", "(3, 0) holds a lock, a one_way or stairs"),
        ("@o}x", "e", "(2, 0) holds a lock, a one_way or stairs"),
        ("@o1x1", "e", "(2, 0) holds a lock, a one_way or stairs"),
        ("@ox\n..>", "e s", "the moves end at (1, 1), not at the exit (2, 1)"),
        ("@o.x>", "e s", "(1, 1) is outside of the map"),
        ("@.o.\n...x", "ne", "there is no such move in push"),
    ],
)
def test_a_push_against_the_rules_is_named(drawn: str, moves: str, why: str) -> None:
    assert why in check(level_of(drawn, "push"), proof_of(moves)).findings[-1].sentence


def test_stairs_push_no_crate() -> None:
    drawn = "@1\n---\n1."
    level = level_of(drawn, "push")
    crate = level_of("..\n---\no.", "push").of_kind("crate")[0]
    level = replace(level, entities=(*level.entities, crate))
    assert "stairs push no crate" in check(level, proof_of("e stairs")).findings[-1].sentence


def test_crates_are_in_nobodys_way_but_in_push() -> None:
    assert broken_promises(level_of("@o>"), proof_of("e e")) == ()


def test_crates_are_in_no_ways_way() -> None:
    far = promise("path_length", start="spawn", to="exit", low=3, high=3, locks="open")
    assert far.name not in check(level_of("@oo>", "push"), proof_of("e", far)).broken


def test_a_crate_keeps_the_spawn_from_being_used() -> None:
    level = level_of("@ox", "push")
    spawn = level.of_kind("spawn")[0]
    level = replace(level, entities=(*level.entities, replace(spawn, id="c", kind="crate")))
    assert "a crate is in (0, 0)" in check(level, proof_of("e")).findings[-1].sentence


def test_an_exit_is_reached_with_every_crate_in_place() -> None:
    """The walker stands in the exit, and the crate is still on its way."""
    assert "no crate on the target" in (
        check(level_of("@>ox", "push"), proof_of("e")).findings[-1].sentence
    )
    assert broken_promises(level_of("@>ox", "push"), proof_of("e e w")) == ()
