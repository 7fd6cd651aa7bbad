"""Redoing a box of a rule room: what is outside stays, what is asked still holds."""

from importlib.resources import files

import numpy as np
import pytest

from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.generate import generate
from worldgen.levels.generated import Generated
from worldgen.levels.redo import regeneration
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.verify import check


def spec_of(name: str, seed: int) -> LevelSpec:
    text = files("worldgen").joinpath("data/rules", name).read_text("utf-8")
    return read_spec(text).model_copy(update={"seed": seed, "deadline_ms": 120_000})


def redone(made: Generated, region: Region, seed: int = 1) -> Generated:
    steps = regeneration(made.level, region, seed, made.spec)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            generated: Generated = end.value
            return generated


@pytest.mark.parametrize("name", ["keys.yaml", "arena.yaml", "crates.yaml", "platform.yaml"])
def test_a_box_changes_and_nothing_outside_of_it(name: str) -> None:
    for seed in range(5):
        made = generate(spec_of(name, seed))
        width, height = made.level.width, made.level.height
        whole = name == "arena.yaml"
        region = Region(0 if whole else seed, 2 if whole else 0, width if whole else 5, height - 3)
        after = redone(made, region)
        outside = np.ones((1, height, width), np.bool_)
        outside[region.slices] = False
        old, new = made.level.layers[0].cells, after.level.layers[0].cells
        assert (old[outside] == new[outside]).all()
        assert (old != new).any()
        assert check(after.level, after.proof).broken == ()


def test_entities_outside_keep_their_ids() -> None:
    made = generate(spec_of("arena.yaml", 2))
    after = redone(made, Region(0, 5, 13, 4))
    kept = [e.id for e in made.level.entities if e.y < 5]
    assert kept
    assert kept == [e.id for e in after.level.entities if e.y < 5]


def test_another_seed_gives_another_inside() -> None:
    made = generate(spec_of("keys.yaml", 4))
    insides = {
        redone(made, Region(1, 0, 6, 7), seed).level.layers[0].cells.tobytes() for seed in range(6)
    }
    assert len(insides) > 2


def test_a_box_that_leaves_no_choice_is_refused() -> None:
    made = generate(spec_of("keys.yaml", 4))
    with pytest.raises(Unsatisfiable) as refused:
        redone(made, Region(0, 0, 11, 1))
    assert refused.value.clashes == ("border", "region")


def test_a_level_of_other_rules_is_refused() -> None:
    made = generate(spec_of("keys.yaml", 4))
    with pytest.raises(InvalidSpec):
        next(regeneration(made.level, Region(9, 0, 5, 7), 1, made.spec))
