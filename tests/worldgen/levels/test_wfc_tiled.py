"""Levels of tile sets: whether neighbours fit is read from the names and edges of the spec."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.conftest import Golden
from tests.worldgen.levels.wfc_specs import broken, finished, glyphs, made, names, spec_of
from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.tiled import redo
from worldgen.rng import Stream

SETS = ("knots", "castle", "circuit", "coast")


def edge(spec: LevelSpec, name: str, side: int) -> str:
    """Of a tile turned as its name says: north, east, south, west is 0..3."""
    source, _, turn = name.partition("@")
    labels = spec.tiles[source].edges
    return labels[(side - int(turn or 0) // 90) % 4] if len(labels) == 4 else labels[0]


def misfits(spec: LevelSpec, rows: list[list[str]], wraps: bool = False) -> list[tuple[str, str]]:
    found = []
    height, width = len(rows), len(rows[0])
    for y in range(height):
        for x in range(width):
            for side, dx, dy in ((1, 1, 0), (2, 0, 1)):
                if not wraps and (x + dx == width or y + dy == height):
                    continue
                a, b = rows[y][x], rows[(y + dy) % height][(x + dx) % width]
                meet = edge(spec, b, (side + 2) % 4).split("/")[::-1]
                if edge(spec, a, side).split("/") != meet:
                    found.append((a, b))
    return found


@pytest.mark.parametrize("name", ["knots", "castle", "circuit"])
def test_every_pair_of_neighbours_fits(name: str) -> None:
    for seed in range(60):
        spec = spec_of(name, 18, 12, seed)
        level = made(spec)
        assert misfits(spec, names(level.level)) == []
        assert broken(level) == ()


def test_a_map_that_wraps_fits_across_its_sides() -> None:
    for seed in range(20):
        spec = spec_of("knots", 9, 7, seed, options={"wraps_output": True})
        assert misfits(spec, names(made(spec).level), wraps=True) == []


def test_neighbours_that_tiles_name_are_the_only_ones() -> None:
    allowed = {"water|beach", "beach|grass", "grass|forest", "forest|hills"}
    for seed in range(40):
        level = made(spec_of("coast", 16, 12, seed))
        rows = names(level.level)
        pairs = [pair for row in rows for pair in pairwise(row)]
        pairs += [(a, b) for one, two in pairwise(rows) for a, b in zip(one, two, strict=True)]
        assert all(a == b or {f"{a}|{b}", f"{b}|{a}"} & allowed for a, b in pairs)
        assert broken(level) == ()


def test_tight_sets_are_closed_where_a_restart_rarely_is() -> None:
    for seed in range(15):
        spec = spec_of("castle", 50, 50, seed)
        assert misfits(spec, names(made(spec).level)) == []


def test_fixed_tiles_stand_where_they_are_fixed_turned_ones_too() -> None:
    fixed = [{"x": 4, "y": 4, "tile": "bridge@90"}, {"x": 12, "y": 8, "tile": "tower@180"}]
    for seed in range(40):
        spec = spec_of("castle", 20, 14, seed, fixed=fixed)
        rows = names(made(spec).level)
        assert (rows[4][4], rows[8][12]) == ("bridge@90", "tower@180")
        assert misfits(spec, rows) == []


def test_a_region_is_made_anew_and_still_fits() -> None:
    changed = 0
    for seed in range(40):
        spec = spec_of("castle", 24, 18, seed)
        old, region = made(spec).level, Region(7, 0, 10, 9)
        again = finished(redo(spec, old, region, Stream("redo", seed), Clock.ending_in(60_000)))
        before, after = old.layers[0].cells.copy(), again.level.layers[0].cells.copy()
        changed += not np.array_equal(before, after)
        assert misfits(spec, names(again.level)) == []
        before[region.slices] = after[region.slices] = 0
        assert np.array_equal(before, after)
    assert changed > 30


def test_tiles_that_stand_for_spawn_and_exit_begin_and_end_play() -> None:
    tiles = {
        "floor": {"glyph": ".", "edges": "open", "weight": 30},
        "wall": {"glyph": "#", "edges": "open", "weight": 2},
        "spawn": {"glyph": "@", "edges": "open", "weight": 0.3},
        "exit": {"glyph": ">", "edges": "open", "weight": 0.3},
    }
    for seed in range(20):
        level = made(read_spec({"kind": "tiles", "size": "16x12", "seed": seed, "tiles": tiles}))
        spawns = [(one.x, one.y) for one in level.level.of_kind("spawn") if one.id != "spawn"]
        rows = glyphs(level.level)
        assert all(rows[y][x] == "@" for x, y in spawns)
        assert len(spawns) == sum(row.count("@") for row in rows)
        assert level.level.of_kind("exit")
        assert broken(level) == ()


def test_the_same_spec_and_seed_make_the_same_map(golden: Golden) -> None:
    level = made(spec_of("castle", 32, 16, 7)).level
    golden.check("levels/tiles_castle.txt", "\n".join(glyphs(level)) + "\n")


def variants(**tile: Any) -> list[str]:
    tiles = {"it": {"glyph": "a", **tile}, "any": {"glyph": "b", "beside": ["it", "any"]}}
    spec = read_spec({"kind": "tiles", "size": "2x2", "tiles": tiles})
    return [one.name for one in made(spec).level.tiles if one.name.startswith("it")]


def test_a_symmetry_says_how_many_turns_there_are() -> None:
    assert variants(edges="a") == ["it"]
    assert variants(edges="a", symmetry="X") == ["it"]
    assert variants(edges="a b a b", symmetry="I") == ["it", "it@90"]
    assert variants(edges="a a b b", symmetry="L") == ["it", "it@90", "it@180", "it@270"]
    assert variants(edges="a b b b", symmetry="T") == ["it", "it@90", "it@180", "it@270"]
    assert len(variants(edges="a b c d", symmetry="F")) == 8


BAD = {
    "tiles": {},
    "tiles.road": {
        "road": {"glyph": "-", "edges": "grass road grass wall"},
        "grass": {"glyph": ".", "edges": "grass"},
    },
    "tiles.path": {"path": {"glyph": "-"}},
    "tiles.path.edges": {"path": {"glyph": "-", "edges": "grass road"}},
    "tiles.path.symmetry": {"path": {"glyph": "-", "edges": "a b a b", "symmetry": "X"}},
    "tiles.path.beside[1]": {"path": {"glyph": "-", "beside": ["path", "moat"]}},
}


@pytest.mark.parametrize("field", BAD)
def test_a_bad_tile_set_is_refused_by_its_field(field: str) -> None:
    with pytest.raises(InvalidSpec) as raised:
        made(read_spec({"kind": "tiles", "size": "8x8", "tiles": BAD[field]}))
    assert raised.value.field == field


def test_an_edge_that_nothing_fits_is_named_with_its_tile() -> None:
    tiles = {
        "grass": {"glyph": ".", "edges": "grass"},
        "pier": {"glyph": "=", "edges": "grass water grass grass"},
    }
    with pytest.raises(InvalidSpec, match="nothing fits the east edge 'water' of pier"):
        made(read_spec({"kind": "tiles", "size": "8x8", "tiles": tiles}))


def test_fixed_tiles_that_clash_are_named() -> None:
    fixed = [
        {"x": 1, "y": 1, "tile": "hills"},
        {"x": 5, "y": 5, "tile": "water"},
        {"x": 6, "y": 6, "tile": "forest"},
    ]
    with pytest.raises(Unsatisfiable) as raised:
        made(spec_of("coast", 12, 12, fixed=fixed))
    assert raised.value.clashes == ("fixed[1]", "fixed[2]")
