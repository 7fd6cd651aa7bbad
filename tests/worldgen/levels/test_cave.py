"""Caves, over many seeds, checked by code that knows nothing of how they are made."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage

from tests.conftest import Golden
from tests.worldgen.levels.elsewhere import hashes_elsewhere
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.cave import KIND
from worldgen.levels.generate import generate
from worldgen.levels.generated import Generated
from worldgen.levels.spec import read_spec
from worldgen.levels.text import as_text

LIQUIDS = ("water", "deep_water", "lava")


def cave(**given: object) -> Generated:
    return generate(read_spec({"kind": "cave", "deadline_ms": 60_000, **given}))


@pytest.mark.parametrize("theme", KIND.themes)
@pytest.mark.parametrize("size", ["8x8", "9x30", "40x12", "48x32"])
def test_every_cave_is_one_region_with_a_way_through(theme: str, size: str) -> None:
    for seed in range(25):
        made = cave(size=size, seed=seed, theme=theme)
        assert ndimage.label(made.level.walkable()[0])[1] == 1
        assert made.proof.moves


def test_each_chamber_is_one_region_and_together_they_are_the_cave() -> None:
    for seed in range(40):
        level = cave(size="48x32", seed=seed, counts={"chambers": "3..12"}).level
        assert level.areas is not None
        assert 3 <= len(level.rooms) <= 12
        assert not (level.walkable() & (level.areas == 0)).any()
        for number in range(1, len(level.rooms) + 1):
            assert ndimage.label(level.areas[0] == number)[1] == 1


def test_links_join_chambers_that_touch_and_only_those() -> None:
    for seed in range(20):
        level = cave(size="40x40", seed=seed, counts={"chambers": 9}).level
        assert level.areas is not None
        area = level.areas[0].astype(int)
        sides = [(area[:, :-1], area[:, 1:]), (area[:-1], area[1:])]
        touch = {
            tuple(sorted((f"chamber{p}", f"chamber{q}")))
            for a, b in sides
            for p, q in zip(a.ravel(), b.ravel(), strict=True)
            if p and q and p != q
        }
        assert {tuple(sorted((link.a, link.b))) for link in level.links} == touch


def test_counts_are_kept_to() -> None:
    counts = {"chambers": 7, "pools": 3, "enemies": 11, "loot": 5, "npc_places": 2}
    for seed in range(40):
        level = cave(size="48x32", seed=seed, counts=counts).level
        names = ["enemy", "loot", "npc_place"]
        assert [len(level.of_kind(name)) for name in names] == [11, 5, 2]
        assert len(level.rooms) == 7
        liquid = [at for at, tile in enumerate(level.tiles, 1) if tile.name in LIQUIDS]
        pools = np.isin(level.layer("water").cells[0], liquid)
        assert ndimage.label(pools, np.ones((3, 3)))[1] == 3


def test_everybody_stands_alone_where_one_can_stand() -> None:
    for seed in range(40):
        level = cave(size="30x20", seed=seed, counts={"enemies": 20, "loot": 10}).level
        cells = [(e.floor, e.y, e.x) for e in level.entities]
        assert len(set(cells)) == len(cells)
        assert all(level.walkable()[cell] for cell in cells)


def test_the_critical_path_goes_from_the_spawn_to_the_exit_along_links() -> None:
    for seed in range(40):
        level = cave(size="48x32", seed=seed, difficulty=[0.2, 0.9]).level
        links = {frozenset((link.a, link.b)) for link in level.links}
        path = level.critical_path
        assert all(frozenset(pair) in links for pair in pairwise(path))
        assert len(level.difficulty) == len(path)
        assert level.difficulty[0] == 0.2
        assert len(path) == 1 or level.difficulty[-1] == pytest.approx(0.9)


def test_fixed_cells_are_kept_and_joined() -> None:
    fixed = [
        {"x": 3, "y": 3, "tile": "floor"},
        {"x": 44, "y": 28, "tile": "moss"},
        {"x": 20, "y": 15, "tile": "pillar"},
        {"x": 0, "y": 9, "tile": "door"},
        {"x": 30, "y": 8, "tile": "water"},
    ]
    for seed in range(40):
        made = cave(size="48x32", seed=seed, fixed=fixed)
        assert ndimage.label(made.level.walkable()[0])[1] == 1


@pytest.mark.parametrize("tile", ["rock", "wall"])
def test_a_border_is_of_what_is_asked_for(tile: str) -> None:
    made = [cave(seed=seed, constraints={"border": tile}) for seed in range(20)]
    assert all(each.provenance.seed == seed for seed, each in enumerate(made))


def test_a_floor_walled_in_by_fixed_cells_is_refused_by_name() -> None:
    walls = [{"x": 10 + x, "y": 9 + y, "tile": "wall"} for x, y in ((0, 1), (1, 0), (2, 1), (1, 2))]
    with pytest.raises(Unsatisfiable) as refused:
        cave(fixed=[{"x": 11, "y": 10, "tile": "floor"}, *walls])
    assert refused.value.clashes == tuple(f"fixed[{at}]" for at in range(5))


def test_two_tiles_in_one_cell_are_refused_by_name() -> None:
    with pytest.raises(Unsatisfiable) as refused:
        cave(fixed=[{"x": 4, "y": 4, "tile": "floor"}, {"x": 4, "y": 4, "tile": "rock"}])
    assert refused.value.clashes == ("fixed[0]", "fixed[1]")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"size": "7x20"}, "width"),
        ({"size": "20x1025"}, "height"),
        ({"floors": 2}, "floors"),
        ({"theme": "sugar"}, "theme"),
        ({"counts": {"doors": 1}}, "counts.doors"),
        ({"counts": {"chambers": 0}}, "counts.chambers"),
        ({"options": {"openness": 0.9}}, "options.openness"),
        ({"options": {"smoothing": 2.5}}, "options.smoothing"),
        ({"movement": "push"}, "movement"),
        ({"fixed": [{"x": 1, "y": 1, "tile": "cheese"}]}, "fixed[0].tile"),
        ({"tiles": {"wall": "#"}}, "tiles"),
        ({"sample": ["##"]}, "sample"),
    ],
)
def test_what_no_cave_has_is_refused_at_its_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        cave(**given)
    assert refused.value.field == field


@pytest.mark.parametrize("name", ["chambers", "pools", "enemies", "loot", "npc_places"])
def test_more_than_fits_is_refused_by_name(name: str) -> None:
    with pytest.raises(Unsatisfiable) as refused:
        cave(size="8x8", counts={name: 90})
    assert refused.value.clashes[0] == f"counts.{name}"


def test_all_openness_and_smoothing_make_caves() -> None:
    for seed in range(20):
        for openness in (0.3, 0.8):
            for smoothing in (0, 10):
                options = {"openness": openness, "smoothing": smoothing}
                assert cave(size="24x24", seed=seed, options=options).proof.moves


def test_any_x86_makes_the_same_caves() -> None:
    specs = [
        {"kind": "cave", "seed": 5, "size": "70x50", "theme": theme, "deadline_ms": 60_000}
        for theme in KIND.themes
    ]
    here = [generate(read_spec(spec)).provenance.content_sha256 for spec in specs]
    assert hashes_elsewhere(specs) == here


def test_caves_look_as_they_did(golden: Golden) -> None:
    maps = [as_text(cave(size="48x24", seed=7, theme=theme).level) for theme in KIND.themes]
    golden.check("levels/caves.txt", "\n\n".join(maps) + "\n")
