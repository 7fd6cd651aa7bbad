"""The compiled parts of overworlds against slow and obvious ones."""

import heapq
import random
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from worldgen.levels.overworld.drainage import NOWHERE, Flood
from worldgen.levels.overworld.erosion import Rain, let_run, settle
from worldgen.levels.overworld.ground import Shape, raise_ground
from worldgen.levels.overworld.noise import fbm, hashed, noise, ridged
from worldgen.levels.overworld.roads import Roads

MASK = 2**64 - 1
SHAPE = Shape(wavelength=60.0, mountains=0.7, roughness=0.6)
AROUND = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if x or y]


def mixed(value: int) -> int:
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ value >> 27) * 0x94D049BB133111EB & MASK
    return value ^ value >> 31


def plain_hash(seed: int, x: int, y: int) -> int:
    across = (x & MASK) * 0x9E3779B97F4A7C15 & MASK
    down = (y & MASK) * 0xD1B54A32D192ED03 & MASK
    return mixed(mixed(seed + across & MASK) + down & MASK)


def land(seed: int, height: int, width: int) -> NDArray[np.int32]:
    ground = np.zeros((height, width), np.int32)
    raise_ground(ground, seed, SHAPE, 0, 0, (0, height))
    return ground


def rained_on(
    ground: NDArray[np.int32], rain: Rain, corner: tuple[int, int], band: int
) -> NDArray[np.int32]:
    ground, moved = ground.copy(), np.zeros_like(ground)
    for at_round in range(rain.rounds):
        for first in range(0, len(ground), band):
            rows = first, min(first + band, len(ground))
            let_run(ground, moved, 77, rain, at_round, corner, rows)
        ground = settle(ground, moved)
    return ground


def spilling(heights: NDArray[np.uint16], sinks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The least, over all ways to a sink, of the highest cell on the way."""
    best = np.full(heights.shape, 10**6)
    heap = [(int(heights[y, x]), int(y), int(x)) for y, x in np.argwhere(sinks)]
    heapq.heapify(heap)
    while heap:
        level, y, x = heapq.heappop(heap)
        if level >= best[y, x]:
            continue
        best[y, x] = level
        for down, across in AROUND:
            to = y + down, x + across
            if 0 <= to[0] < heights.shape[0] and 0 <= to[1] < heights.shape[1]:
                heapq.heappush(heap, (max(level, int(heights[to])), *to))
    return best


def test_the_hash_is_that_of_plain_whole_numbers() -> None:
    draw = random.Random(1)
    for _ in range(200):
        seed, x, y = draw.getrandbits(64), draw.randint(-(2**40), 2**40), draw.randint(-9, 9)
        assert int(hashed(np.uint64(seed), x, y)) == plain_hash(seed, x, y)


def test_noise_is_nought_on_the_lattice_continuous_and_within_one() -> None:
    draw, seed = random.Random(2), np.uint64(99)
    for _ in range(3000):
        x, y = draw.uniform(-500, 500), draw.uniform(-500, 500)
        assert noise(seed, float(round(x)), float(round(y))) == 0.0
        assert abs(noise(seed, x, y) - noise(seed, x + 1e-7, y)) < 1e-6
        assert -1 <= noise(seed, x, y) <= 1
        assert -1 <= fbm(seed, x, y, 5) <= 1
        assert 0 <= ridged(seed, x, y, 5) <= 1


def test_fbm_is_the_sum_of_its_octaves() -> None:
    octaves = [0.5**at * noise(np.uint64(7 + at), 2.0**at * 3.3, 2.0**at * 8.1) for at in range(4)]
    assert fbm(np.uint64(7), 3.3, 8.1, 4) == sum(octaves) / 1.875


def test_ground_is_the_same_whatever_box_it_is_raised_in() -> None:
    whole, part = land(5, 80, 90), np.zeros((20, 30), np.int32)
    raise_ground(part, 5, SHAPE, 40, 25, (0, 7))
    raise_ground(part, 5, SHAPE, 40, 25, (7, 20))
    assert np.array_equal(part, whole[25:45, 40:70])


def test_rain_is_the_same_in_bands_of_any_height() -> None:
    ground, rain = land(5, 64, 64), Rain(4, 20, 0.5)
    once = rained_on(ground, rain, (0, 0), 64)
    assert not np.array_equal(once, ground)
    assert np.array_equal(once, rained_on(ground, rain, (0, 0), 5))


@pytest.mark.parametrize("rain", [Rain(1, 6, 0.7), Rain(3, 9, 0.35), Rain(2, 14, 0.7)])
def test_nothing_beyond_its_reach_tells(rain: Rain) -> None:
    size, halo = 24, rain.reach
    ground = land(8, size + 4 * halo, size + 4 * halo)
    wide = rained_on(ground, rain, (0, 0), 999)[2 * halo :, 2 * halo :][:size, :size]
    near = rained_on(ground[halo:-halo, halo:-halo], rain, (halo, halo), 999)
    assert np.array_equal(near[halo : halo + size, halo : halo + size], wide)


def test_a_round_neither_digs_holes_nor_builds_towers() -> None:
    ground = land(3, 48, 48)
    moved = np.random.default_rng(1).integers(-(10**7), 10**7, ground.shape).astype(np.int32)
    after = settle(ground, moved)
    assert after.min() >= ground.min()
    assert after.max() <= ground.max()
    assert not moved.any()


def flooded(heights: NDArray[np.uint16], sinks: NDArray[np.bool_]) -> Flood:
    flood = Flood(heights, sinks)
    assert list(flood.run())[-1] == 1.0
    return flood


@pytest.mark.parametrize("seed", range(12))
def test_depressions_are_filled_to_where_they_spill(seed: int) -> None:
    draw = np.random.default_rng(seed)
    heights = draw.integers(0, 5 if seed % 2 else 60_000, (30, 41)).astype(np.uint16)
    sinks = draw.random((30, 41)) < 0.02
    drainage = flooded(heights, sinks).drainage()
    sinks[[0, -1]] = sinks[:, [0, -1]] = True
    assert np.array_equal(drainage.filled.reshape(30, 41), spilling(heights, sinks))


@pytest.mark.parametrize("seed", range(12))
def test_every_cell_drains_down_and_all_water_arrives(seed: int) -> None:
    draw = np.random.default_rng(seed)
    heights = draw.integers(0, 9 if seed % 2 else 60_000, (25, 33)).astype(np.uint16)
    drainage = flooded(heights, np.zeros((25, 33), np.bool_)).drainage()
    to, filled = drainage.receiver, drainage.filled
    passed = np.zeros(heights.size, int)
    for cell in range(heights.size):
        at, way = cell, [cell]
        while to[at] != NOWHERE:
            assert filled[to[at]] <= filled[at]
            at = int(to[at])
            way.append(at)
            assert len(way) <= heights.size
        passed[way] += 1
    assert np.array_equal(passed, drainage.flow)
    assert sorted(drainage.order.tolist()) == list(range(heights.size))


@pytest.mark.parametrize("seed", range(8))
def test_roads_cost_what_the_least_tree_of_all_ways_costs(seed: int) -> None:
    draw = np.random.default_rng(seed)
    heights = draw.integers(0, 3000, (18, 23)).astype(np.uint16)
    toll = draw.integers(1, 60, (18, 23)).astype(np.int32)
    toll[draw.random((18, 23)) < 0.1] = 0
    ground = steps_between(heights, toll)
    part = sorted(max(nx.connected_components(ground), key=len))
    starts = sorted(random.Random(seed).sample(part, 6))
    roads = Roads(heights, toll, starts)
    list(roads.run())
    chosen: nx.Graph[int] = nx.Graph()
    for road in roads.network():
        assert {road.cells[0], road.cells[-1]} == {starts[road.a], starts[road.b]}
        chosen.add_edge(road.a, road.b, weight=nx.path_weight(ground, road.cells, "weight"))
    all_ways: nx.Graph[int] = nx.Graph()
    for a, b in combinations(range(6), 2):
        cost = nx.dijkstra_path_length(ground, starts[a], starts[b])
        all_ways.add_edge(a, b, weight=cost)
    least = [nx.minimum_spanning_tree(graph).size("weight") for graph in (chosen, all_ways)]
    assert least[0] == least[1]


def steps_between(heights: NDArray[np.uint16], toll: NDArray[np.int32]) -> "nx.Graph[int]":
    """Neighbouring cells, and what a move costs: both tolls, and 1 for every 12 steps of climb."""
    rows, columns = heights.shape
    graph: nx.Graph[int] = nx.Graph()
    for y, x in np.argwhere(toll > 0):
        for to in ((y, x + 1), (y + 1, x)):
            if to[0] < rows and to[1] < columns and toll[to] > 0:
                climb = abs(int(heights[y, x]) - int(heights[to])) // 12
                cost = int(toll[y, x]) + int(toll[to]) + climb
                graph.add_edge(int(y * columns + x), int(to[0] * columns + to[1]), weight=cost)
    return graph
