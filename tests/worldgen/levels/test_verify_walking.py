"""The rules of play for walk4 and walk8: a proof that holds, and the smallest that doesn't."""

import pytest

from tests.worldgen.levels.maps import level_of, promise, proof_of
from worldgen.levels.level import Cell
from worldgen.levels.verify import broken_promises, check
from worldgen.levels.verify.replay import way_of

LOCKED = """
#######
#@a.A>#
#######
"""
STAIRS = """
####
#@1#
####
---
####
#>1#
####
"""


def sentence(drawn: str, moves: str, movement: str = "walk4") -> str:
    report = check(level_of(drawn.strip("\n"), movement), proof_of(moves))
    return report.findings[-1].sentence


@pytest.mark.parametrize(
    ("drawn", "moves"),
    [
        ("@.>", "e e"),
        ("@=>", "e e"),
        ("@e$>", "e e e"),
        ("@}>", "e e"),
        (LOCKED, "e e e e"),
        (STAIRS, "e stairs w"),
        (">1.\n---\n@1.", "e stairs w"),
        ("@.\n.>", "e s"),
        ("a@A>", "w e e e"),
    ],
)
def test_moves_that_keep_the_rules_finish_the_level(drawn: str, moves: str) -> None:
    assert broken_promises(level_of(drawn.strip("\n")), proof_of(moves)) == ()


@pytest.mark.parametrize(
    ("drawn", "moves", "why"),
    [
        ("@.>", "e", "the moves end at (1, 0), not at the exit (2, 0)"),
        ("@.>", "", "the proof has no moves"),
        ("@.>", "e e e", "move 2 (e) at (2, 0): (3, 0) is outside of the map"),
        ("@#>", "e e", "move 0 (e) at (0, 0): nobody can stand in (1, 0)"),
        ("@~>", "e e", "move 0 (e) at (0, 0): nobody can stand in (1, 0)"),
        ("@!>", "e e", "move 0 (e) at (0, 0): nobody can stand in (1, 0)"),
        ("@ >", "e e", "move 0 (e) at (0, 0): nobody can stand in (1, 0)"),
        ("@?>", "e e", "move 0 (e) at (0, 0): (1, 0) is a secret, which no proof knows"),
        ("@A>a", "e e", "move 0 (e) at (0, 0): (1, 0) is locked, and key 'a' isn't held"),
        ("b@A>a", "w e e e", "move 2 (e) at (1, 0): (2, 0) is locked, and key 'a' isn't held"),
        ("@{>", "e e", "move 0 (e) at (0, 0): a one_way at (0, 0) or (1, 0) doesn't lead east"),
        ("@^>", "e e", "move 0 (e) at (0, 0): a one_way at (0, 0) or (1, 0) doesn't lead east"),
        ("@.>", "e stairs", "move 1 (stairs) at (1, 0): no stairs lead from (1, 0)"),
        ("@.>", "e up", "move 1 (up) at (1, 0): there is no such move in walk4"),
        ("@.\n.>", "se", "move 0 (se) at (0, 0): there is no such move in walk4"),
        ("@.>", "e w", "the moves end at (0, 0), not at the exit (2, 0)"),
    ],
)
def test_a_move_against_the_rules_is_named(drawn: str, moves: str, why: str) -> None:
    assert sentence(drawn, moves) == why


def test_a_one_way_is_left_only_along_its_direction() -> None:
    assert sentence("@}.\n.>.", "e s") == (
        "move 1 (s) at (1, 0): a one_way at (1, 0) or (1, 1) doesn't lead south"
    )


def test_a_key_is_only_held_by_who_walked_over_it() -> None:
    drawn = "#######\n#@..A>#\n#.a...#\n#######"
    assert "locked" in sentence(drawn, "e e e e")
    assert broken_promises(level_of(drawn), proof_of("s e e n e e")) == ()


def test_corners_are_not_cut() -> None:
    assert broken_promises(level_of("@.\n.>", "walk8"), proof_of("se")) == ()
    assert "nobody can stand in (1, 0)" in sentence("@#\n.>", "se", "walk8")
    assert "the corner (0, 1) holds a lock" in sentence("@.a\nA>.", "se", "walk8")
    assert "the corner (1, 0) holds a lock or a one_way" in sentence("@}\n.>", "se", "walk8")
    assert "(1, 0) is a secret" in sentence("@?\n.>", "se", "walk8")


def test_diagonal_moves_neither_enter_nor_leave_a_one_way() -> None:
    assert "only left and entered along" in sentence("@..\n.}>", "se e", "walk8")
    assert "only left and entered along" in sentence("@}.\n..>", "e se", "walk8")


def test_a_level_with_no_way_to_be_finished_needs_no_moves() -> None:
    assert broken_promises(level_of("..>"), proof_of()) == ()
    assert broken_promises(level_of("@.."), proof_of()) == ()
    assert broken_promises(level_of("@.>"), proof_of()) == ("solvable",)


def test_moves_are_replayed_whatever_else_is_promised() -> None:
    walls = promise("border", tiles=("floor",))
    assert broken_promises(level_of("@.>"), proof_of("e", walls)) == ("solvable",)
    assert broken_promises(level_of("@.>"), proof_of("e e", walls)) == ()


def test_moves_are_replayed_once() -> None:
    asked = promise("solvable", "playable")
    report = check(level_of("@.>"), proof_of("e", asked))
    assert (len(report.findings), report.broken) == (1, ("playable",))


def test_moves_without_a_spawn_are_refused() -> None:
    assert sentence("..>", "e") == "there is no spawn, so nobody begins"


@pytest.mark.parametrize("movement", ["walk4", "push", "platform"])
def test_moves_without_an_exit_are_refused(movement: str) -> None:
    move = "r" if movement == "platform" else "e"
    assert sentence("@..", move, movement) == "there is no exit"


def test_nobody_begins_in_a_wall() -> None:
    level = level_of("@.>")
    level.layers[1].cells[0, 0, 0] = level.tiles.index("wall")
    assert "the spawn is where nobody can be" in check(level, proof_of("e e")).findings[-1].sentence


def test_the_way_of_moves_ends_before_the_first_illegal_one() -> None:
    level = level_of("@.\n.#")
    assert way_of(level, ("e", "w", "s", "n")) == (
        Cell(0, 0), Cell(1, 0), Cell(0, 0), Cell(0, 1), Cell(0, 0),
    )  # fmt: skip
    assert way_of(level, ("e", "s", "w")) == (Cell(0, 0), Cell(1, 0))
    assert way_of(level_of("..>"), ("e",)) == ()
