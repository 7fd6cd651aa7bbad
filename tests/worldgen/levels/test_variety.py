"""How different levels are: by structure, not by paint."""

from dataclasses import replace

import numpy as np
import pytest

from worldgen.levels.generate import generate
from worldgen.levels.level import Layer, Level
from worldgen.levels.spec import read_spec
from worldgen.levels.tiles import tile_set
from worldgen.levels.variety import distance, structure, variety
from worldgen.levels.verify.replay import way_of


def dungeon(seed: int, **fields: object) -> Level:
    return generate(read_spec({"kind": "dungeon", "seed": seed, **fields})).level


def open_box(width: int, height: int, walls: int = 0) -> Level:
    cells = np.ones((1, height, width), np.uint16)
    cells[:, :, :walls] = 2
    layers = (Layer("terrain", cells),)
    return Level("test", 0, "1", width, height, 1, tile_set(("floor", "wall")), layers)


def test_a_level_is_no_distance_from_itself() -> None:
    level = dungeon(1)
    assert distance(structure(level), structure(level)) == pytest.approx(0)


def test_other_seeds_are_other_structures() -> None:
    structures = [structure(dungeon(seed)) for seed in range(6)]
    found = variety(structures)
    assert (found.levels, found.alike) == (6, ())
    assert found.mean > 0.5
    assert 0 < found.nearest <= found.mean


def test_paint_is_no_variety() -> None:
    level = dungeon(2)
    painted = replace(level, kind="repainted", seed=3, properties={"paint": "red"})
    assert variety([structure(level), structure(painted)]).alike == ((0, 1),)


def test_space_is_compared_by_its_shares() -> None:
    whole, half, none = (structure(open_box(24, 24, walls)) for walls in (0, 12, 24))
    assert distance(whole, half) == pytest.approx(0.5)
    assert distance(whole, none) == pytest.approx(1.0)


def test_the_way_counts_where_both_have_one() -> None:
    made = generate(read_spec({"kind": "dungeon", "seed": 4}))
    way = way_of(made.level, made.proof.moves)
    there, back = structure(made.level, way), structure(made.level, way[: len(way) // 4])
    assert 0 < distance(there, back) < 0.5


def test_distance_is_symmetric_and_bounded() -> None:
    some = [structure(dungeon(seed, size="32x24")) for seed in range(5)]
    for a in some:
        for b in some:
            assert 0 <= distance(a, b) <= 1
            assert distance(a, b) == pytest.approx(distance(b, a))


def test_one_level_has_no_variety() -> None:
    found = variety([structure(open_box(8, 8))])
    assert (found.levels, found.mean, found.nearest, found.alike) == (1, 0, 0, ())
