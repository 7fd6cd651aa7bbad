"""What is said of a box that was made anew."""

from dataclasses import replace

import pytest

pytest.importorskip("nicegui")

from npcgen.preview.pages.levels.difference import changed_cells, told
from worldgen.levels.fixed import with_fixed
from worldgen.levels.generate import generate
from worldgen.levels.level import Level
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec, read_spec

SPEC = read_spec({"kind": "cave", "width": 24, "height": 24, "seed": 3})
CORNER = Region(0, 0, 4, 4)


@pytest.fixture(scope="module")
def level() -> Level:
    return generate(SPEC).level


def edited(level: Level, *cells: tuple[int, int]) -> Level:
    """With water in these cells."""
    fixed = [{"x": x, "y": y, "tile": "water"} for x, y in cells]
    return with_fixed(level, LevelSpec.model_validate({**SPEC.model_dump(), "fixed": fixed}))


def test_cells_of_the_box_are_counted_that_show_another_tile(level: Level) -> None:
    assert changed_cells(level, level, CORNER) == 0
    assert changed_cells(level, edited(level, (1, 1), (3, 2), (9, 9)), CORNER) == 2


def test_what_stands_elsewhere_counts_where_it_stood_and_where_it_stands(level: Level) -> None:
    spawn, *others = level.entities
    moved = replace(level, entities=(replace(spawn, x=0, y=0), *others))
    assert changed_cells(level, moved, Region(0, 0, 24, 24)) == 2


def test_a_box_that_hardly_changed_is_told_why(level: Level) -> None:
    assert "0 of the box's 16 cells" in told(level, level, CORNER)
    assert "a larger box leaves more" in told(level, level, CORNER)
    much = edited(level, (0, 0), (1, 1), (2, 2))
    assert told(level, much, CORNER).endswith("Press again for another one.")
