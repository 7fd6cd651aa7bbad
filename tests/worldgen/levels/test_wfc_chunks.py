"""Chunks meet, whatever the order they are visited in."""

import random

import numpy as np
import pytest

from tests.worldgen.levels.test_wfc_example import foreign
from tests.worldgen.levels.test_wfc_tiled import misfits
from tests.worldgen.levels.wfc_specs import spec_of
from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, OutOfTime, Unsatisfiable
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.wfc.chunks import CHUNK, World, chunk, world_of

LONG = Clock.ending_in(10_000_000)


def joined(world: World, left: int, top: int, size: int) -> np.ndarray:
    return np.block(
        [[world.chunk(left + x, top + y, LONG) for x in range(size)] for y in range(size)]
    )


@pytest.mark.parametrize("name", ["knots", "castle", "circuit"])
def test_tiles_fit_across_the_borders_of_chunks(name: str) -> None:
    for seed in range(3):
        spec = spec_of(name, CHUNK, CHUNK, seed)
        world = world_of(spec)
        cells = joined(world, -2 + 7 * seed, -3, 4)
        tiles = [[world.plan.tiles[int(value)].name for value in row] for row in cells]
        assert misfits(spec, tiles) == []


@pytest.mark.parametrize("name", ["rooms", "dungeon", "maze"])
def test_windows_across_the_borders_of_chunks_stand_in_the_sample(name: str) -> None:
    spec = spec_of(name, CHUNK, CHUNK, 5)
    world = world_of(spec)
    rows = [
        "".join(world.plan.tiles[int(v)].glyph for v in row) for row in joined(world, -1, -1, 3)
    ]
    assert foreign(spec, rows) == set()


def test_chunks_are_the_same_in_any_order_and_alone() -> None:
    spec = spec_of("castle", CHUNK, CHUNK, 3)
    places = [(x, y) for x in range(-2, 3) for y in range(-2, 3)]
    one, other = world_of(spec), world_of(spec)
    forward = {place: one.chunk(*place, LONG).tobytes() for place in places}
    shuffled = random.Random(1).sample(places, len(places))
    assert {place: other.chunk(*place, LONG).tobytes() for place in shuffled} == forward
    for place in places[::6]:
        assert chunk(spec, *place, LONG).tobytes() == forward[place]


def test_chunks_differ_from_place_to_place_and_seed_to_seed() -> None:
    chunks = set()
    for seed in range(3):
        world = world_of(spec_of("castle", CHUNK, CHUNK, seed))
        chunks |= {world.chunk(x, y, LONG).tobytes() for x in range(5) for y in range(5)}
    assert len(chunks) == 75


def test_every_cell_is_drawn_by_some_layer() -> None:
    world = world_of(spec_of("coast", CHUNK, CHUNK, 1))
    seen = np.stack([joined(world, 2 * x, 0, 1) for x in range(60)])
    assert all(len(np.unique(seen[:, y, x])) > 1 for y in range(CHUNK) for x in range(CHUNK))


def test_what_a_background_cannot_be_made_of_is_refused() -> None:
    tiles = {
        f"step{at}": {"glyph": str(at), "edges": f"{at} side {(at + 1) % 9} side"}
        for at in range(9)
    }
    with pytest.raises(Unsatisfiable, match="add a tile that fits beside itself"):
        world_of(read_spec({"kind": "tiles", "size": "8x8", "tiles": tiles}))


REFUSED = {
    "kind": {"kind": "dungeon"},
    "fixed": {"fixed": [{"x": 0, "y": 0, "tile": "wall"}]},
    "constraints": {"constraints": {"border": "wall"}},
    "options.max_copy": {"options": {"max_copy": 3}},
}


@pytest.mark.parametrize("field", REFUSED)
def test_what_has_no_meaning_without_an_end_is_refused(field: str) -> None:
    spec = spec_of("rooms", CHUNK, CHUNK)
    with pytest.raises(InvalidSpec) as raised:
        world_of(LevelSpec(**{**spec.model_dump(by_alias=True), **REFUSED[field]}))
    assert raised.value.field == field


def test_a_deadline_that_is_over_is_told() -> None:
    with pytest.raises(OutOfTime):
        chunk(spec_of("knots", CHUNK, CHUNK), 0, 0, Clock.ending_in(0))
