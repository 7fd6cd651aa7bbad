"""Obligations about rivers, roads and rooms: one that holds, and the smallest that doesn't."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from tests.worldgen.levels.maps import level_of, promise, proof_of
from worldgen.levels.level import Entity, Layer, Level, Link, Movement, Room
from worldgen.levels.proof import Obligation
from worldgen.levels.tiles import tile_set
from worldgen.levels.verify import check

GROUND = {".": "grass", "t": "grass", "r": "river", "b": "river", "w": "water"} | {
    "-": "road",
    "H": "settlement",
    "A": "mountain",
}
TILES = tile_set([*dict.fromkeys(GROUND.values()), "bridge"])
DOWNHILL = promise("rivers_run_downhill")
JOINED = promise("roads_join", kinds=("town",))


def land(drawn: str, movement: Literal["walk4", "walk8"] = "walk4") -> Level:
    """`t` is a town on grass, `b` a bridge over a river."""
    rows = drawn.split("\n")
    glyphs = np.array([[list(row) for row in rows]])
    ground, bridges = np.zeros((2, *glyphs.shape), np.uint16)
    for glyph, name in GROUND.items():
        ground[glyphs == glyph] = TILES.index(name)
    bridges[glyphs == "b"] = TILES.index("bridge")
    layers = Layer("ground", ground), Layer("bridges", bridges)
    towns = [
        Entity(f"town{number}", "town", int(x), int(y))
        for number, (_, y, x) in enumerate(np.argwhere(glyphs == "t"))
    ]
    size = len(rows[0]), len(rows), 1
    return Level(
        "test", 0, "1", *size, TILES, layers, entities=(*towns,), movement=Movement(movement)
    )


def finding(level: Level, obligation: Obligation) -> tuple[bool, str]:
    found = check(level, proof_of("", obligation)).findings[0]
    return found.holds, found.sentence


def runs_down(drawn: str, heights: str, sea_level: int = 0) -> bool:
    digits = np.array([[int(digit) for digit in row] for row in heights.split("\n")], np.uint16)
    level = replace(land(drawn), heights=digits, sea_level=sea_level)
    return finding(level, DOWNHILL)[0]


@pytest.mark.parametrize(
    ("drawn", "heights", "holds"),
    [
        (".....\n.rrw.\n.....", "99999\n93219\n99999", True),
        (".....\n.rrw.\n.....", "99999\n92319\n99999", False),
        (".....\n.rrw.\n.....", "99999\n92229\n99999", True),
        (".....\n.rrw.\n.....", "99999\n92239\n99999", False),
        (".....\n.rr..\n.....", "99999\n93299\n99999", False),
        (".....\n.rrr.\n...r.", "99999\n93219\n99909", True),
        (".....\n.rrrr\n.....", "99999\n93219\n99999", False),
        (".....\n.rbw.\n.....", "99999\n93219\n99999", True),
        ("......\n.r..w.\n..rr..\n......", "999999\n949919\n993299\n999999", True),
        ("......\n.r..w.\n..r.r.\n......", "999999\n949919\n993299\n999999", False),
        (".....\n.....\n.....", "99999\n99999\n99999", True),
    ],
)
def test_rivers_run_downhill(drawn: str, heights: str, holds: bool) -> None:
    assert runs_down(drawn, heights) is holds


def test_what_lies_below_the_sea_is_water() -> None:
    drawn, heights = ".....\n.rr..\n.....", "99999\n93219\n99999"
    assert runs_down(drawn, heights, sea_level=2)
    assert not runs_down(drawn, heights, sea_level=1)


def test_where_a_river_is_stuck_is_said() -> None:
    level = replace(land("...\n.r.\n..."), heights=np.zeros((3, 3), np.uint16))
    assert finding(level, DOWNHILL) == (
        False,
        "the river at (1, 1) has no way down to water or the map's edge",
    )
    assert "has no heights" in finding(land("r"), DOWNHILL)[1]


@pytest.mark.parametrize(
    ("drawn", "walk4", "walk8"),
    [
        ("t--t", True, True),
        ("t-.t", False, False),
        ("t-wt", True, True),
        ("t-rt", False, False),
        ("t-bt", True, True),
        ("t-At", False, False),
        ("tHHt", True, True),
        ("tt", True, True),
        ("t..", True, True),
        ("t-.\n..t", False, True),
        ("t-.\n.-t", True, True),
        ("t.t\n-.-\n---", True, True),
        ("t.t\n-.-\n.--", False, True),
        ("t.wt-t", True, True),
        ("t.wt.t", False, False),
    ],
)
def test_roads_join(drawn: str, walk4: bool, walk8: bool) -> None:
    assert finding(land(drawn), JOINED)[0] is walk4
    assert finding(land(drawn, "walk8"), JOINED)[0] is walk8


def test_which_town_no_road_joins_is_said() -> None:
    assert finding(land("t-t.t"), JOINED)[1] == "no road joins town0 and town2, on one landmass"


@pytest.mark.parametrize(
    ("links", "cycles"),
    [
        ("", 0),
        ("ab", 0),
        ("ab bc", 0),
        ("ab bc ca", 1),
        ("ab bc cd da", 1),
        ("ab bc cd da ac", 2),
        ("ab ba", 1),
        ("aa", 0),
    ],
)
def test_cycles(links: str, cycles: int) -> None:
    level = replace(
        level_of("...."),
        rooms=tuple(Room(name, "room", x, 0, 1, 1) for x, name in enumerate("abcd")),
        links=tuple(Link(a, b) for a, b in links.split()),
    )
    assert finding(level, promise("cycles", low=cycles))[0]
    assert not finding(level, promise("cycles", low=cycles + 1))[0]


def test_a_level_without_rooms_has_no_cycle() -> None:
    assert finding(level_of("."), promise("cycles", low=0))[0]
    assert not finding(level_of("."), promise("cycles", low=1))[0]
