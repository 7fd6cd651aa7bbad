"""Boxes of overworlds made anew: all outside stays, and what held still holds."""

import random
from typing import Any

import numpy as np
import pytest
from scipy import ndimage

from tests.worldgen.levels.test_overworld import ROADS, flows_down, having, overworld
from worldgen.levels.generated import Generated
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.overworld import KIND
from worldgen.levels.redo import regeneration
from worldgen.levels.region import Region


def redone(made: Generated, region: Region, seed: int) -> Generated:
    steps = regeneration(made.level, region, seed, made.spec)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            again: Generated = end.value
            return again


def arrays(level: Level) -> list[np.ndarray]:
    assert level.heights is not None
    return [level.heights, *(layer.cells[0] for layer in level.layers)]


def box_in(level: Level, seed: int) -> Region:
    draw = random.Random(seed)
    width, height = draw.randint(6, 40), draw.randint(6, 40)
    return Region(
        draw.randint(0, level.width - width), draw.randint(0, level.height - height), width, height
    )


@pytest.mark.parametrize("theme", KIND.themes)
def test_all_outside_stays_and_rivers_and_roads_still_hold(theme: str) -> None:
    for seed in range(12):
        made = overworld(size="72x64", seed=seed, theme=theme)
        region = box_in(made.level, seed)
        again = redone(made, region, seed).level
        outside = np.ones((64, 72), np.bool_)
        outside[region.slices[1:]] = False
        for old, new in zip(arrays(made.level), arrays(again), strict=True):
            assert np.array_equal(old[outside], new[outside])
        assert any(
            (old != new).any() for old, new in zip(arrays(made.level), arrays(again), strict=True)
        )
        assert flows_down(again)
        networks = ndimage.label(having(again, *ROADS))[0]
        towns = again.of_kind("settlement")
        assert len({int(networks[town.y, town.x]) for town in towns}) == 1


def test_who_stands_outside_stays_there_and_nobody_is_lost() -> None:
    for seed in range(8):
        made = overworld(size="64x64", seed=seed, counts={"enemies": 20, "loot": 10})
        region = box_in(made.level, seed + 50)
        again = redone(made, region, 3).level
        assert [each.id for each in again.entities] == [each.id for each in made.level.entities]
        for old, new in zip(made.level.entities, again.entities, strict=True):
            if (old.x, old.y, 0) in region:
                assert (new.x, new.y, 0) in region
            else:
                assert old == new


def test_the_land_leans_to_the_heights_around() -> None:
    made = overworld(size="96x96", seed=4, theme="highlands")
    region = Region(20, 24, 50, 44)
    again = redone(made, region, 1).level
    old, new = arrays(made.level)[0].astype(int), arrays(again)[0].astype(int)
    deep, rim = np.s_[36:56, 32:58], np.s_[24:25, 20:70]
    assert np.abs(old[deep] - new[deep]).mean() > 4 * np.abs(old[rim] - new[rim]).mean()
    steps = [np.abs(np.diff(part[24:68, 18:22], axis=1)).max() for part in (old, new)]
    assert steps[1] < 3 * steps[0]


def test_the_same_seed_makes_the_same_inside_and_another_seed_another() -> None:
    made = overworld(size="64x64", seed=9)
    hashes = [content_sha256(redone(made, Region(10, 10, 30, 30), at).level) for at in (1, 1, 2)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_fixed_cells_of_the_box_stay() -> None:
    fixed: list[dict[str, Any]] = [
        {"x": 20, "y": 22, "tile": "lava"},
        {"x": 25, "y": 22, "tile": "river"},
    ]
    made = overworld(size="64x64", seed=2, fixed=fixed)
    again = redone(made, Region(12, 12, 30, 24), 1)
    for cell in fixed:
        assert having(again.level, cell["tile"])[cell["y"], cell["x"]]


def test_the_whole_map_may_be_redone() -> None:
    made = overworld(size="64x64", seed=6)
    again = redone(made, Region(0, 0, 64, 64), 1)
    assert flows_down(again.level)
    assert again.proof.moves
