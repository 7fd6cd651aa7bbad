"""Levels learned from samples, against the windows that the reference finds in them."""

import numpy as np
import pytest

from tests.conftest import Golden
from tests.worldgen.levels.wfc_reference import windows
from tests.worldgen.levels.wfc_specs import broken, finished, glyphs, made, spec_of
from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, OutOfTime, Unsatisfiable
from worldgen.levels.example import redo, steps
from worldgen.levels.redo import regeneration
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.rng import Stream

SAMPLES = ("rooms", "dungeon", "maze", "flowers", "hedges")


def foreign(spec: LevelSpec, rows: list[str], wraps: bool = False) -> set[tuple[str, ...]]:
    """Windows of a map that aren't in its sample, turned and mirrored as the spec says."""
    size, symmetry = spec.options.get("pattern", 3), spec.options.get("symmetry", 8)
    sample_wraps = bool(spec.options.get("wraps_sample", True))
    known = set(windows(list(spec.sample), size, sample_wraps, symmetry))
    return set(windows(rows, size, wraps, 1)) - known


@pytest.mark.parametrize("name", SAMPLES)
def test_every_window_of_the_map_stands_in_the_sample(name: str) -> None:
    for seed in range(30):
        spec = spec_of(name, 20, 14, seed)
        level = made(spec)
        assert foreign(spec, glyphs(level.level)) == set()
        assert broken(level) == ()


@pytest.mark.parametrize("pattern", [2, 3, 4, 5])
@pytest.mark.parametrize("symmetry", [1, 2, 4, 8])
def test_patterns_and_symmetries_are_those_asked_for(pattern: int, symmetry: int) -> None:
    options = {"pattern": pattern, "symmetry": symmetry}
    spec = spec_of("rooms", 16, 12, 3, options=options)
    level = made(spec)
    assert foreign(spec, glyphs(level.level)) == set()
    assert broken(level) == ()


def test_a_map_that_wraps_has_no_foreign_window_across_its_sides() -> None:
    spec = spec_of("rooms", 17, 13, 5, options={"wraps_output": True})
    assert foreign(spec, glyphs(made(spec).level), wraps=True) == set()


def test_a_sample_that_does_not_wrap_teaches_nothing_across_its_sides() -> None:
    options = {"wraps_sample": False, "symmetry": 1}
    spec = spec_of("rooms", 16, 16, 5, options=options)
    assert foreign(spec, glyphs(made(spec).level)) == set()


def test_the_ground_lies_lowest_and_only_there() -> None:
    for seed in range(20):
        *above, ground = glyphs(made(spec_of("flowers", 24, 16, seed)).level)
        assert ground == "." * 24
        assert "." not in "".join(above)


def test_fixed_tiles_and_a_border_are_kept() -> None:
    fixed = [{"x": 5, "y": 4, "tile": "floor"}, {"x": 9, "y": 9, "tile": "wall"}]
    for seed in range(20):
        spec = spec_of("rooms", 24, 16, seed, fixed=fixed, constraints={"border": "wall"})
        rows = glyphs(made(spec).level)
        assert (rows[4][5], rows[9][9]) == (".", "#")
        assert {*rows[0], *rows[-1], *(row[0] for row in rows), *(row[-1] for row in rows)} == {"#"}


def copied(spec: LevelSpec, rows: list[str], size: int) -> set[tuple[str, ...]]:
    """Windows of a map that stand in its sample and aren't of one glyph alone."""
    known = set(windows(list(spec.sample), size, True, int(spec.options["symmetry"])))
    both = known & set(windows(rows, size, False, 1))
    return {one for one in both if len({*"".join(one)}) > 1}


def test_no_piece_larger_than_the_cap_is_copied() -> None:
    were_copied = 0
    for seed in range(12):
        spec = spec_of("hedges", 32, 24, seed)
        were_copied += bool(copied(spec, glyphs(made(spec).level), 12))
        capped = made(spec_of("hedges", 32, 24, seed, options={"max_copy": 4}))
        assert copied(spec, glyphs(capped.level), 12) == set()
        assert foreign(spec, glyphs(capped.level)) == set()
        assert broken(capped) == ()
    assert were_copied > 2


def test_a_cap_that_no_map_can_keep_is_named() -> None:
    with pytest.raises(Unsatisfiable) as raised:
        made(spec_of("maze", 16, 12, options={"max_copy": 1}))
    assert raised.value.clashes == ("options.max_copy",)


def test_a_region_is_made_anew_and_nothing_else() -> None:
    changed = 0
    for seed in range(30):
        spec = spec_of("rooms", 24, 18, seed)
        old, region = made(spec).level, Region(6, 5, 9, 7)
        again = finished(redo(spec, old, region, Stream("redo", seed), Clock.ending_in(60_000)))
        before, after = old.layers[0].cells.copy(), again.level.layers[0].cells.copy()
        changed += not np.array_equal(before, after)
        before[region.slices] = after[region.slices] = 0
        assert np.array_equal(before, after)
        outside = [one for one in old.entities if (one.x, one.y, 0) not in region]
        assert [one for one in again.level.entities if one in outside] == outside
        assert broken(again) == ()
    assert changed > 20


def test_the_same_spec_and_seed_make_the_same_map(golden: Golden) -> None:
    level = made(spec_of("dungeon", 40, 20, 7)).level
    golden.check("levels/example_dungeon.txt", "\n".join(glyphs(level)) + "\n")


def test_other_seeds_make_other_maps() -> None:
    maps = {"\n".join(glyphs(made(spec_of("rooms", 16, 16, seed)).level)) for seed in range(50)}
    assert len(maps) == 50


def test_the_first_step_comes_before_any_work_and_a_deadline_is_kept() -> None:
    spec = spec_of("rooms", 128, 128)
    running = steps(spec, Stream("any"), Clock.ending_in(0))
    assert next(running).fraction == 0.0
    with pytest.raises(OutOfTime, match="the deadline was over while"):
        finished(running)


def test_fractions_never_fall() -> None:
    spec = spec_of("hedges", 64, 64)
    fractions = [step.fraction for step in steps(spec, Stream("any"), Clock.ending_in(60_000))]
    assert fractions == sorted(fractions)
    assert len(fractions) > 3


TILES = {"wall": "#", "floor": "."}
BAD = {
    "options.max_copy": {"options": {"max_copy": 1.5}},
    "options.symmetry": {"options": {"symmetry": 3}},
    "options.wraps_output": {"options": {"ground": True, "wraps_output": True}},
    "sample": {"sample": ["##", "#."]},
    "sample[1]": {"sample": ["####", "###", "####"]},
    "sample[2]": {"sample": ["###", "#.#", "#x#"]},
    "tiles.floor.glyph": {"tiles": {"wall": "#", "floor": "#"}},
    "fixed[0].tile": {"fixed": [{"x": 0, "y": 0, "tile": "moat"}]},
    "constraints.border[0]": {"constraints": {"border": "moat"}},
    "width": {"width": 2},
}


@pytest.mark.parametrize("field", BAD)
def test_a_bad_field_is_named(field: str) -> None:
    data = {"kind": "example", "size": "16x16", "tiles": TILES, "sample": ["###", "#.#", "###"]}
    if field == "width":
        data = {**data, "height": 16}
        del data["size"]
    with pytest.raises(InvalidSpec) as raised:
        made(read_spec({**data, **BAD[field]}))
    assert raised.value.field == field


def test_fixed_tiles_that_clash_are_named() -> None:
    fixed = [
        {"x": 3, "y": 3, "tile": "floor"},
        {"x": 9, "y": 9, "tile": "floor"},
        {"x": 10, "y": 9, "tile": "floor"},
    ]
    data = {"kind": "example", "size": "16x16", "tiles": TILES, "options": {"pattern": 2}}
    spec = read_spec({**data, "sample": ["####", "#.##", "####", "####"], "fixed": fixed})
    with pytest.raises(Unsatisfiable) as raised:
        made(spec)
    assert raised.value.clashes == ("fixed[1]", "fixed[2]")


def test_a_level_of_another_size_is_refused_for_a_redo() -> None:
    level = made(spec_of("rooms", 16, 16)).level
    other, region = spec_of("rooms", 17, 16), Region(2, 2, 4, 4)
    with pytest.raises(InvalidSpec, match="give the spec that it was made from"):
        next(regeneration(level, region, 1, other))
