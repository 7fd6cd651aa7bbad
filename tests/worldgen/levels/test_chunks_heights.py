"""Chunks of an overworld meet, whatever the order they are visited in and whatever their size."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.worldgen.levels.test_overworld import flows_down, having
from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, OutOfTime
from worldgen.levels.level import Layer, Level, content_sha256
from worldgen.levels.overworld import KIND
from worldgen.levels.overworld.chunks import chunk, land_at, world_of
from worldgen.levels.spec import LevelSpec, read_spec

LONG = Clock.ending_in(10_000_000)
Spots = list[tuple[int, int]]


def spec_of(**given: Any) -> LevelSpec:
    return read_spec({"kind": "overworld", "size": "32x32", **given})


def hashes(spec: LevelSpec, spots: Spots) -> dict[tuple[int, int], str]:
    return {spot: content_sha256(chunk(spec, *spot)) for spot in spots}


def layers(level: Level) -> list[np.ndarray]:
    assert level.heights is not None
    return [level.heights, *(layer.cells[0] for layer in level.layers)]


def around(x: int, y: int, size: int) -> Spots:
    return [(x + column, y + row) for row in range(size) for column in range(size)]


@pytest.mark.parametrize("seed", range(2))
def test_any_two_orders_make_the_same_chunks(seed: int) -> None:
    spec = spec_of(seed=seed)
    spots = around(-4 + 1000 * seed, -3, 7)
    shuffled = spots.copy()
    random.Random(seed).shuffle(shuffled)
    assert hashes(spec, spots) == hashes(spec, shuffled)


@pytest.mark.parametrize("theme", KIND.themes)
def test_chunks_continue_each_other_over_their_borders(theme: str) -> None:
    """A box over each of 2 x 4 x 4 x 4 borders, made at once, is what the chunks on both sides
    hold: heights, rivers and lakes to the last bit."""
    spec = spec_of(seed=11, theme=theme)
    world = world_of(spec.seed, theme, ())
    made = {spot: chunk(spec, *spot) for spot in around(-2, -2, 5)}
    for x, y in around(-2, -2, 4):
        for (over, under), corner, size in (
            ((1, 0), (32 * x + 25, 32 * y), (14, 32)),
            ((0, 1), (32 * x, 32 * y + 25), (32, 14)),
        ):
            here, there = made[x, y], made[x + over, y + under]
            joined = np.concatenate([here.heights, there.heights], axis=over)
            rivers = np.concatenate([having(here, "river"), having(there, "river")], axis=over)
            across = np.s_[:, 25:39] if over else np.s_[25:39, :]
            heights, river, _ = land_at(world, corner, size, LONG)
            assert np.array_equal(heights, joined[across])
            assert np.array_equal(river, rivers[across])


def test_chunks_of_any_size_show_the_same_world() -> None:
    small = {spot: layers(chunk(spec_of(seed=4), *spot)) for spot in around(-2, 4, 2)}
    large = layers(chunk(spec_of(seed=4, size="128x64"), -1, 2))
    for at, whole in enumerate(large):
        parts = np.block([[small[x, y][at] for x in (-2, -1)] for y in (4, 5)])
        assert np.array_equal(parts, whole[:, 64:])


@pytest.mark.parametrize("theme", KIND.themes)
def test_rivers_of_chunks_run_downhill(theme: str) -> None:
    rivers = 0
    for seed in range(5):
        spec = spec_of(seed=seed, theme=theme, size="48x48")
        for spot in around(5 * seed, -seed, 2):
            level = chunk(spec, *spot)
            rivers += int(having(level, "river").sum())
            assert flows_down(level)
    assert rivers > 150


@pytest.mark.parametrize("seed", range(3))
def test_rivers_run_on_downhill_from_chunk_to_chunk(seed: int) -> None:
    spec = spec_of(seed=seed, options={"sea": 0.1})
    chunks = [[chunk(spec, x, y) for x in range(5)] for y in range(5)]
    heights, terrain, water = (
        np.block([[layers(level)[at] for level in row] for row in chunks]) for at in range(3)
    )
    shown = tuple(Layer(name, cells[np.newaxis]) for name, cells in (("t", terrain), ("w", water)))
    joined = replace(chunks[0][0], width=160, height=160, layers=shown, heights=heights)
    assert having(joined, "river").sum() > 200
    assert flows_down(joined)


def test_seeds_and_options_make_other_worlds() -> None:
    specs = [spec_of(seed=1), spec_of(seed=2), spec_of(seed=1, options={"erosion": 0.0})]
    assert len({content_sha256(chunk(spec, 3, 4)) for spec in specs}) == 3


def test_far_away_chunks_meet_too() -> None:
    far = 1_000_000
    spec = spec_of(seed=6)
    here, there = chunk(spec, far - 1, -far), chunk(spec, far, -far)
    heights, _, _ = land_at(world_of(6, "temperate", ()), (32 * far - 7, -32 * far), (14, 32), LONG)
    assert here.heights is not None
    assert there.heights is not None
    assert np.array_equal(heights[:, :7], here.heights[:, -7:])
    assert np.array_equal(heights[:, 7:], there.heights[:, :7])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"fixed": [{"x": 1, "y": 1, "tile": "grass"}]}, "fixed"),
        ({"counts": {"rivers": 2}}, "counts"),
        ({"constraints": {"border": ["grass"]}}, "constraints"),
        ({"options": {"sea": 2.0}}, "options.sea"),
        ({"theme": "lunar"}, "theme"),
        ({"size": "7x32"}, "width"),
    ],
)
def test_what_a_chunk_cant_have_is_refused_by_name(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        chunk(spec_of(**given), 0, 0)
    assert refused.value.field == field


def test_a_deadline_that_is_over_ends_it() -> None:
    with pytest.raises(OutOfTime):
        chunk(spec_of(size="256x256", deadline_ms=1), 0, 0)


def test_any_x86_makes_the_same_chunks() -> None:
    spots = around(-1, 2, 2)
    program = (
        "import json, sys\n"
        "from worldgen.levels.level import content_sha256\n"
        "from worldgen.levels.overworld.chunks import chunk\n"
        "from worldgen.levels.spec import read_spec\n"
        "spec, spots = read_spec(json.loads(sys.argv[1])), json.loads(sys.argv[2])\n"
        "print(*(content_sha256(chunk(spec, *spot)) for spot in spots))"
    )
    spec = spec_of(seed=8, deadline_ms=60_000)
    plain = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX2 FMA3 AVX512F"}
    kernels = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "NUMBA_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, spec.model_dump_json(), json.dumps(spots)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **plain, **kernels},
    )
    assert done.stdout.split() == list(hashes(spec, spots).values())
