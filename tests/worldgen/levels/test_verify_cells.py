"""Obligations about tiles: a level that holds them, and the smallest that doesn't."""

import pytest

from tests.worldgen.levels.maps import level_of, promise, proof_of
from worldgen.levels.proof import Argument, Obligation
from worldgen.levels.verify import check

RING = """
####
#..#
####
"""


def held(drawn: str, obligation: Obligation) -> bool:
    return check(level_of(drawn), proof_of("", obligation)).findings[0].holds


def sentence(drawn: str, obligation: Obligation) -> str:
    return check(level_of(drawn), proof_of("", obligation)).findings[0].sentence


@pytest.mark.parametrize(
    ("what", "low", "high", "holds"),
    [
        ("wall", 10, 10, True),
        ("wall", 0, 9, False),
        ("wall", 11, 99, False),
        ("floor", 2, 2, True),
        ("water", 0, 0, True),
        ("spawn", 0, 0, True),
        ("spawn", 1, 1, False),
    ],
)
def test_count(what: str, low: int, high: int, holds: bool) -> None:
    assert held(RING, promise("count", what=what, low=low, high=high)) is holds


def test_only_the_topmost_tile_counts() -> None:
    assert held("~=", promise("count", what="water", low=1, high=1))
    assert held("~=", promise("count", what="bridge", low=1, high=1))


def test_entities_are_counted_where_no_tile_has_the_name() -> None:
    assert held("ee.\n---\ne..", promise("count", what="enemy", low=3, high=3))
    assert sentence("ee", promise("count", what="enemy", low=3, high=5)) == (
        "the level has 2 enemy, not 3..5"
    )
    many = promise("count", what="enemy", low=3, high=1_000_000)
    assert sentence("ee", many) == "the level has 2 enemy, not 3 or more"


@pytest.mark.parametrize(
    ("drawn", "neighbours", "holds"),
    [
        ("..#", 4, True),
        (".#.", 4, False),
        (".#\n#.", 4, False),
        (".#\n#.", 8, True),
        ("###", 4, False),
        (".#\n---\n.#", 4, True),
        ("##\n---\n.#", 4, True),
        ("..\n..\n---\n.#\n#.", 4, False),
    ],
)
def test_connected(drawn: str, neighbours: int, holds: bool) -> None:
    together = promise("connected", tiles=("floor", "bridge"), neighbours=neighbours)
    assert held(drawn, together) is holds


def test_tiles_are_connected_with_each_other() -> None:
    assert held(".=.", promise("connected", tiles=("floor", "bridge"), neighbours=4))
    assert not held(".=.", promise("connected", tiles=("floor",), neighbours=4))


def test_border() -> None:
    walls = promise("border", tiles=("wall",))
    assert held(RING, walls)
    for gap in ("###.\n#..#\n####", "####\n#...\n####", "####\n#..#\n#.##"):
        assert not held(gap, walls)
    assert held("###.\n#~.#\n####", promise("border", tiles=("wall", "floor")))
    assert held("##", walls)
    assert sentence("####\n#..#\n#.##", walls) == "the border has floor at (1, 2), not wall"


def test_fixed() -> None:
    assert held(RING, promise("fixed", x=3, y=2, floor=0, tile="wall"))
    assert not held(RING, promise("fixed", x=1, y=1, floor=0, tile="wall"))
    assert held("=", promise("fixed", x=0, y=0, floor=0, tile="water"))
    assert held(".\n---\n#", promise("fixed", x=0, y=0, floor=1, tile="wall"))
    assert not held(RING, promise("fixed", x=4, y=0, floor=0, tile="wall"))
    assert not held(RING, promise("fixed", x=-1, y=0, floor=0, tile="wall"))
    assert not held(RING, promise("fixed", x=0, y=0, floor=0, tile="lava"))


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (("##",), 6),
        (("#.",), 1),
        (("#", "."), 2),
        (("?.?",), 2),
        (("#?#",), 4),
        (("#####",), 0),
        (("%",), 0),
        (("####", "#..#", "####"), 1),
    ],
)
def test_pattern(rows: tuple[str, ...], number: int) -> None:
    assert held(RING, promise("pattern", rows=rows, low=number, high=number))
    assert not held(RING, promise("pattern", rows=rows, low=number + 1, high=99))


def test_nothing_has_the_glyph_of_a_space() -> None:
    assert held(". .", promise("pattern", rows=(". .",), low=1, high=1))


@pytest.mark.parametrize(
    ("drawn", "axes"),
    [
        ("#.#\n..#\n#.#", {"horizontal"}),
        ("#.#\n###\n...", {"vertical"}),
        ("#..\n...\n..#", {"rotation"}),
        ("#.#\n...\n#.#", {"vertical", "horizontal", "both", "rotation"}),
        ("#..\n...\n...", set()),
    ],
)
def test_symmetry(drawn: str, axes: set[str]) -> None:
    for axis in ("vertical", "horizontal", "both", "rotation"):
        assert held(drawn, promise("symmetry", axis=axis)) is (axis in axes)


@pytest.mark.parametrize(
    ("drawn", "symmetry", "wraps", "holds"),
    [
        ("#.", 1, False, True),
        (".#", 1, False, False),
        (".#", 2, False, True),
        (".#", 1, True, True),
    ],
)
def test_windows_of_one_row_need_a_square(
    drawn: str, symmetry: int, wraps: bool, holds: bool
) -> None:
    sample = ("#.", "#.")
    known = promise("samples_only", rows=sample, size=2, symmetry=symmetry, wraps=wraps)
    assert held(f"{drawn}\n{drawn}", known) is holds


@pytest.mark.parametrize(
    ("drawn", "symmetries"),
    [
        ("##\n#.", {1, 2, 4, 8}),
        ("##\n.#", {2, 4, 8}),
        (".#\n##", {4, 8}),
        (".#\n#.", set()),
    ],
)
def test_a_sample_is_turned_and_mirrored(drawn: str, symmetries: set[int]) -> None:
    for symmetry in (1, 2, 4, 8):
        known = promise("samples_only", rows=("##", "#."), size=2, symmetry=symmetry, wraps=False)
        assert held(drawn, known) is (symmetry in symmetries)


def test_turns_and_mirror_images_are_told_apart() -> None:
    for symmetry in (1, 2, 4, 8):
        known = promise("samples_only", rows=("#.", "~="), size=2, symmetry=symmetry, wraps=False)
        assert held("=~\n.#", known) is (symmetry in (4, 8)), "turned by half"
        assert held(".#\n=~", known) is (symmetry in (2, 8)), "mirrored"
        assert held("#~\n.=", known) is (symmetry == 8), "turned and mirrored"


def test_copies_at_most() -> None:
    rows: dict[str, Argument] = {"rows": ("#..", "#..", "###"), "symmetry": 1, "wraps": False}
    assert held("#.\n##", promise("copies_at_most", size=3, **rows))
    assert not held("##..\n##..\n.###", promise("copies_at_most", size=3, **rows))
    assert held("....\n....\n....", promise("copies_at_most", size=2, **rows))


def test_neighbours_allowed() -> None:
    allowed = promise("neighbours_allowed", across=("wall|floor",), down=("floor|floor",))
    assert held("#.", allowed)
    assert sentence(".#", allowed) == "floor is left of wall at (0, 0)"
    some = promise("neighbours_allowed", across=("wall|wall", "floor|wall"), down=())
    assert sentence("##.#", some) == "wall is left of floor at (1, 0)"
    assert held(".\n.", allowed)
    assert sentence(".\n#", allowed) == "floor is above wall at (0, 0)"
    assert not held("# ", allowed)
    assert held("# ", promise("neighbours_allowed", across=("wall|",), down=()))


@pytest.mark.parametrize(
    "obligation",
    [
        promise("count", what="wall", low=3, high=1),
        promise("count", what="wall", low=1),
        promise("count", what="wall", low="1", high=2),
        promise("count", what="wall", low=True, high=2),
        promise("connected", tiles=("floor",), neighbours=6),
        promise("connected", tiles="floor", neighbours=4),
        promise("symmetry", axis="sideways"),
        promise("pattern", rows=("##", "#"), low=0, high=9),
        promise("pattern", rows=(), low=0, high=9),
        promise("pattern", rows=("",), low=0, high=9),
        promise("samples_only", rows=("#",), size=0, symmetry=1, wraps=False),
        promise("samples_only", rows=("#",), size=10**9, symmetry=1, wraps=False),
        promise("samples_only", rows=("#",), size=1, symmetry=3, wraps=False),
        promise("is_fun"),
    ],
)
def test_an_obligation_that_makes_no_sense_does_not_hold(obligation: Obligation) -> None:
    assert "can't be checked" in sentence(RING, obligation)


def test_a_broken_promise_goes_by_the_constraint_that_states_it() -> None:
    level = level_of(RING)
    promises = [
        promise("count", "tiles.wall", what="wall", low=0, high=1),
        promise("count", "tiles.floor", what="floor", low=2, high=2),
        promise("border", tiles=("floor",)),
        promise("border", tiles=("water",)),
    ]
    assert check(level, proof_of("", *promises)).broken == ("tiles.wall", "border")
