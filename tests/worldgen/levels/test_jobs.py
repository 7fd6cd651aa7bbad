"""What a process beside a server is asked for, called here as it is there."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.worldgen.levels.maps import level_of
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.fields import fields_in
from worldgen.levels.generate import generate
from worldgen.levels.generated import Generated
from worldgen.levels.jobs import checked, chunk, exported, generated, redone
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.proof import Proof
from worldgen.levels.redo import regeneration
from worldgen.levels.region import Region
from worldgen.levels.solve import solve
from worldgen.levels.spec import read_spec
from worldgen.levels.verify import check


def end_of(steps: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def level_made(kind: str, seed: int, size: str = "48x36") -> Generated:
    return generate(read_spec({"kind": kind, "size": size, "seed": seed}))


def redo(before: Generated, region: Region, seed: int = 1) -> Generated:
    made: Generated = end_of(regeneration(before.level, region, seed, before.spec))
    return made


def outside_is_kept(before: Level, after: Level, region: Region) -> bool:
    outside = np.ones((before.floors, before.height, before.width), np.bool_)
    outside[region.slices] = False
    return all(
        np.array_equal(old.cells[outside], new.cells[outside])
        for old, new in zip(before.layers, after.layers, strict=True)
    )


def inside_differs(before: Level, after: Level, region: Region) -> bool:
    pairs = zip(before.layers, after.layers, strict=True)
    return any((old.cells != new.cells)[region.slices].any() for old, new in pairs)


@pytest.mark.parametrize("kind", ["dungeon", "cave", "building", "settlement", "overworld"])
def test_a_box_of_any_kind_is_made_anew_and_all_else_is_kept(kind: str) -> None:
    for seed in range(4):
        before = level_made(kind, seed)
        region = Region(6 + 3 * seed, 5 + 2 * seed, 16, 12)
        after = redo(before, region)
        assert outside_is_kept(before.level, after.level, region)
        assert inside_differs(before.level, after.level, region)
        assert check(after.level, after.proof).holds


def test_a_box_without_the_spec_is_made_anew_too() -> None:
    for seed in range(8):
        before = level_made("cave", seed)
        region = Region(10, 8, 14, 14)
        after = end_of(regeneration(before.level, region, 1))
        assert outside_is_kept(before.level, after.level, region)
        assert after.level.entities == before.level.entities
        assert check(after.level, Proof(solve(after.level))).holds


def test_a_level_without_layers_has_nothing_to_redo() -> None:
    bare = replace(level_made("cave", 1).level, layers=())
    with pytest.raises(InvalidSpec, match="there are none"):
        end_of(regeneration(bare, Region(0, 0, 4, 4), 1))


def test_another_seed_is_another_inside_and_the_same_is_the_same() -> None:
    before, region = level_made("cave", 2), Region(10, 8, 14, 14)
    hashes = [redo(before, region, seed).provenance.content_sha256 for seed in (1, 1, 2)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_box_with_no_other_inside_is_refused() -> None:
    level = level_of("#######\n#@...>#\n#######")
    with pytest.raises(InvalidSpec):
        end_of(regeneration(level, Region(0, 0, 8, 3), 1))
    whole = level_made("cave", 3)
    spawn = whole.level.of_kind("spawn")[0]
    with pytest.raises(Unsatisfiable) as caught:
        end_of(regeneration(whole.level, Region(spawn.x, spawn.y, 1, 1), 1))
    assert "region" in caught.value.clashes


def test_steps_are_shown_and_the_answer_is_the_level() -> None:
    steps = generated("", {"kind": "dungeon", "seed": 7}, "", {}, True)
    first = next(steps)
    answer = end_of(steps)
    assert (first.phase, first.fraction) == ("reading the spec", 0.0)
    here = generate(read_spec({"kind": "dungeon", "seed": 7}))
    assert content_sha256(answer.made.level) == here.provenance.content_sha256


def test_what_a_model_read_goes_before_the_words() -> None:
    answer = end_of(generated("", {}, "a dungeon", {"kind": "cave", "width": 32}, False))
    assert (answer.made.spec.kind, answer.made.spec.width) == ("cave", 32)


def test_fields_win_over_the_text_part_by_part() -> None:
    text = "size: 40x30\ncounts: {keys: 1, rooms: 8}"
    assert fields_in(text, {"width": 50, "counts": {"keys": 2}}) == {
        "width": 50,
        "height": 30,
        "counts": {"keys": 2, "rooms": 8},
    }


def test_a_job_redoes_a_box() -> None:
    level = level_made("cave", 1).level
    answer = end_of(redone(level, "", {}, (8, 8, 12, 12, 0), 1, False))
    assert outside_is_kept(level, answer.made.level, Region(8, 8, 12, 12))


def test_a_level_that_is_no_level_is_found_and_never_solved() -> None:
    level = level_made("cave", 1, "16x12").level
    level.layers[0].cells[0, 0, 0] = 999
    found = checked(level, None)
    assert [each.name for each in found.report.findings] == ["well_formed"]
    with pytest.raises(InvalidSpec, match="level"):
        exported(level, "json", None)
    with pytest.raises(InvalidSpec, match="level"):
        end_of(redone(level, "", {}, (0, 0, 4, 4, 0), 1, False))


def test_chunks_have_a_size_of_their_own() -> None:
    level, sha256 = chunk("", {"kind": "overworld", "seed": 4}, 1, 1)
    assert (level.width, level.height, len(sha256)) == (32, 32, 64)


def test_tiles_make_chunks_too() -> None:
    text = """
    kind: tiles
    tiles:
      grass: {glyph: ".", edges: grass}
      road: {glyph: "-", edges: grass road grass road, symmetry: I, turned: "|"}
      bend: {glyph: "L", edges: road road grass grass, symmetry: L, turned: "rJ7"}
    """
    here, here_sha256 = chunk(text, {}, 3, 4)
    assert chunk(text, {}, 3, 4)[1] == here_sha256
    assert chunk(text, {"seed": 1}, 3, 4)[1] != here_sha256
    assert here.properties == {"chunk_x": 3, "chunk_y": 4}
