"""The rules of play for running, jumping, climbing and falling."""

import pytest

from tests.worldgen.levels.maps import level_of, promise, proof_of
from worldgen.levels.level import Movement
from worldgen.levels.verify import broken_promises, check

JUMPS_TWO = Movement("platform", 2)
STEP_UP = """
   >
   #
@ .#
####
"""
PIT = """
     .
@   >
##!##
"""
LADDER = """
 >
-H-
 H
@H
###
"""


def sentence(drawn: str, moves: str) -> str:
    level = level_of(drawn, JUMPS_TWO)
    return check(level, proof_of(moves)).findings[-1].sentence


@pytest.mark.parametrize(
    ("drawn", "moves"),
    [
        ("@.>", "r r"),
        (">.@", "l - l"),
        ("@->", "r r"),
        (STEP_UP, "r r j- r"),
        (PIT, "r jr r r"),
        (LADDER, "r u u u"),
        (LADDER, "r u u j-"),
        (LADDER, "r d u u u"),
        ("@\n \n>", "- -"),
        ("@ \n  \n >", "r -"),
        ("@\n-\n \n>", "d - -"),
        (">\n-\n@", "j- -"),
        ("a@A>", "l r r r"),
        ("@  \nbB>", "r r"),
        ("@\nv\n>", "- -"),
        ("@}>", "r r"),
        ("@1\n---\n1>", "r stairs r"),
        ("@~>", "r r"),
    ],
)
def test_ticks_that_keep_the_rules_finish_the_level(drawn: str, moves: str) -> None:
    assert check(level_of(drawn, JUMPS_TWO), proof_of(moves)).broken == ()


@pytest.mark.parametrize(
    ("drawn", "moves", "why"),
    [
        ("@\n \n>", "j- -", "move 0 (j-) at (0, 0): there is nothing to jump off from"),
        ("@.>", "r u", "move 1 (u) at (1, 0): there is nothing to climb"),
        ("@.>", "r d", "move 1 (d) at (1, 0): there is nothing to climb"),
        ("@.>", "r e", "move 1 (e) at (1, 0): there is no such move in platform"),
        ("@.>", "r stairs", "move 1 (stairs) at (1, 0): no stairs lead from (1, 0)"),
        ("@!>", "r r", "move 0 (r) at (0, 0): who enters (1, 0) dies of spikes"),
        (PIT, "r r r r", "move 2 (r) at (2, 1): who enters (2, 2) dies of spikes"),
    ],
)
def test_a_tick_against_the_rules_is_named(drawn: str, moves: str, why: str) -> None:
    assert sentence(drawn, moves) == why


@pytest.mark.parametrize(
    ("drawn", "moves", "ends"),
    [
        ("@#>", "r r", (0, 0)),
        ("@?>", "r r", (0, 0)),
        ("@A>a", "r r", (0, 0)),
        ("@^>", "r r", (0, 0)),
        ("@\n}\n>", "- -", (0, 0)),
        ("@\nA\n>a", "- -", (0, 0)),
        ("@\n-\n \n>", "- - -", (0, 0)),
        (">\n \n \n@", "j- - -", (0, 2)),
        (">@", "l l l l r", (1, 0)),
    ],
)
def test_what_is_in_the_way_stops_the_tick_alone(
    drawn: str, moves: str, ends: tuple[int, int]
) -> None:
    assert sentence(drawn, moves).startswith(f"the moves end at {ends}, not at the exit")


@pytest.mark.parametrize(
    ("drawn", "moves"),
    [
        ("#.\n@>", "jr -"),
        ("   \n H>\n@H ", "jr u r"),
        (" 1\n@ \n---\n  \n1>", "jr stairs r"),
    ],
    ids=["a ceiling", "a ladder", "stairs"],
)
def test_what_ends_the_rise(drawn: str, moves: str) -> None:
    assert check(level_of(drawn, JUMPS_TWO), proof_of(moves)).broken == ()


def test_how_high_a_jump_goes_is_the_levels() -> None:
    assert broken_promises(level_of(STEP_UP, JUMPS_TWO), proof_of("r r j- r")) == ()
    assert broken_promises(level_of(STEP_UP, Movement("platform", 1)), proof_of("r r j- r")) == (
        "solvable",
    )


def test_ways_are_counted_in_ticks() -> None:
    far = promise("path_length", start="spawn", to="exit", low=4, high=4, locks="open")
    assert check(level_of(PIT, JUMPS_TWO), proof_of("r jr r r", far)).broken == ()
    high = check(level_of(STEP_UP, Movement("platform", 1)), proof_of("r", far)).findings[0]
    assert high.sentence == "there is no way from spawn to exit with locks open"


def test_what_can_be_stood_in_is_where_one_comes_to_rest() -> None:
    everywhere = promise("all_reachable")
    assert check(level_of("@  \n## \n  >"), proof_of("", everywhere)).findings[0].holds is False
    assert check(level_of("@  \n## \n  >", JUMPS_TWO), proof_of("", everywhere)).findings[0].holds
    walled = check(level_of("@ #.\n# ##\n  > ", JUMPS_TWO), proof_of("", everywhere)).findings[0]
    assert walled.sentence == "1 cells can be stood in and aren't reached, (3, 0) first"
