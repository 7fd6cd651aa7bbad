"""The solver, against the obvious one of `wfc_reference.py`."""

import math
import random

import numpy as np
import pytest

from tests.worldgen.levels.wfc_reference import STEPS, Domains, arc_consistent
from worldgen.levels.wfc.model import Collapsing, Model, collapsing
from worldgen.levels.wfc.observation import entropy
from worldgen.levels.wfc.propagation import ban, propagate, undo
from worldgen.levels.wfc.repair import reopen
from worldgen.levels.wfc.rules import Rules, log2_of, rules_of_pairs
from worldgen.levels.wfc.solver import CONTRADICTION, DONE, RUNNING, run
from worldgen.levels.wfc.wave import TAIL

WIDTH, HEIGHT = 7, 5


def random_pairs(seed: int, patterns: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    draw = random.Random(seed)
    across = np.array([[draw.random() < share for _ in range(patterns)] for _ in range(patterns)])
    down = np.array([[draw.random() < share for _ in range(patterns)] for _ in range(patterns)])
    return across, down


def fits_by(across: np.ndarray, down: np.ndarray):
    def fits(pattern: int, dx: int, dy: int, other: int) -> bool:
        pairs = across if dx else down
        return bool(pairs[pattern, other] if dx + dy > 0 else pairs[other, pattern])

    return fits


def begun(across: np.ndarray, down: np.ndarray, wraps: bool, seed: int = 0) -> Collapsing | None:
    weights = np.arange(1, len(across) + 1, dtype=np.int64)
    pixels = np.arange(1, len(across) + 1, dtype=np.uint16).reshape(-1, 1, 1)
    rules = rules_of_pairs(weights, across, down)
    wave = collapsing(Model(rules, pixels, wraps), WIDTH, HEIGHT, seed)
    return None if wave.clash() else wave


def domains(wave: Collapsing) -> Domains:
    alive = wave.wave.alive.reshape(HEIGHT, WIDTH, -1)
    return {
        (x, y): set(np.flatnonzero(alive[y, x]).tolist())
        for y in range(HEIGHT)
        for x in range(WIDTH)
    }


def everything(patterns: int) -> Domains:
    return {(x, y): set(range(patterns)) for y in range(HEIGHT) for x in range(WIDTH)}


@pytest.mark.parametrize("wraps", [False, True])
def test_propagation_leaves_exactly_what_is_arc_consistent(wraps: bool) -> None:
    compared = 0
    for seed in range(60):
        across, down = random_pairs(seed, 6, 0.35)
        wave = begun(across, down, wraps)
        expected = arc_consistent(everything(6), fits_by(across, down), WIDTH, HEIGHT, wraps)
        if wave is None:
            assert not all(expected.values())
            continue
        draw = random.Random(seed)
        dead = -1
        while dead < 0 and draw.random() < 0.8:
            cell = draw.randrange(WIDTH * HEIGHT)
            pattern = draw.choice(sorted(domains(wave)[cell % WIDTH, cell // WIDTH]))
            expected[cell % WIDTH, cell // WIDTH].discard(pattern)
            ban(wave.model.rules, wave.wave, cell, pattern)
            dead = propagate(wave.model.rules, wave.wave)
            expected = arc_consistent(expected, fits_by(across, down), WIDTH, HEIGHT, wraps)
            assert (dead >= 0) == (not all(expected.values()))
            compared += 1
            if dead < 0:
                assert domains(wave) == expected
    assert compared > 50


def state(wave: Collapsing) -> list[bytes]:
    held = wave.wave
    return [
        one.tobytes()
        for one in (held.alive, held.counts, held.left, held.weight, held.weighted_log)
    ]


def test_undo_takes_back_every_consequence_even_of_a_contradiction() -> None:
    undone = 0
    for seed in range(60):
        wave = begun(*random_pairs(seed, 6, 0.4), wraps=False)
        if wave is None:
            continue
        rules, held = wave.model.rules, wave.wave
        before = state(wave)
        for cell in random.Random(seed).sample(range(WIDTH * HEIGHT), 8):
            pattern = int(np.flatnonzero(held.alive[cell])[0])
            ban(rules, held, cell, pattern)
            if propagate(rules, held) >= 0:
                break
        undone += int(held.numbers[TAIL])
        undo(rules, held, 0)
        assert state(wave) == before
    assert undone > 200


def test_a_repair_keeps_the_outside_and_leaves_what_is_arc_consistent() -> None:
    repaired = 0
    for seed in range(60):
        across, down = random_pairs(seed, 6, 0.5)
        wave = begun(across, down, False, seed)
        if wave is None or run(wave.model.rules, wave.wave, 10**9, False) != DONE:
            continue
        before = domains(wave)
        dead = random.Random(seed).randrange(WIDTH * HEIGHT)
        assert reopen(wave.model.rules, wave.wave, dead, 1)
        box = {
            (x, y) for x, y in before if abs(x - dead % WIDTH) <= 1 and abs(y - dead // WIDTH) <= 1
        }
        opened = {cell: set(range(6)) if cell in box else kept for cell, kept in before.items()}
        assert domains(wave) == arc_consistent(opened, fits_by(across, down), WIDTH, HEIGHT, False)
        repaired += 1
    assert repaired > 20


def is_valid(cells: np.ndarray, across: np.ndarray, down: np.ndarray, wraps: bool) -> bool:
    fits = fits_by(across, down)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            for dx, dy in STEPS[1:3]:
                if wraps or (x + dx < WIDTH and y + dy < HEIGHT):
                    other = cells[(y + dy) % HEIGHT, (x + dx) % WIDTH]
                    if not fits(cells[y, x] - 1, dx, dy, other - 1):
                        return False
    return True


@pytest.mark.parametrize("wraps", [False, True])
def test_random_rules_that_begin_end_in_a_map_that_keeps_them(wraps: bool) -> None:
    solved = contradictions = 0
    for seed in range(100):
        across, down = random_pairs(seed, 8, 0.32)
        wave = begun(across, down, wraps, seed)
        if wave is None:
            continue
        for _ in range(20):
            if run(wave.model.rules, wave.wave, 50_000, True) == DONE:
                cells = wave.map().astype(int)
                assert cells.all()
                assert is_valid(cells, across, down, wraps)
                solved += 1
                break
        again = begun(across, down, wraps, seed)
        assert again is not None
        contradictions += run(again.model.rules, again.wave, 10**9, False) == CONTRADICTION
    assert solved > 30
    assert contradictions > 10


def test_steps_of_any_size_end_in_the_same_map() -> None:
    maps = []
    for bans in (1, 37, 10**9):
        wave = begun(*random_pairs(3, 6, 0.6), wraps=False, seed=5)
        assert wave is not None
        while run(wave.model.rules, wave.wave, bans, True) == RUNNING:
            pass
        maps.append(wave.map().tolist())
    assert maps[0] == maps[1] == maps[2]


def test_logarithms_are_floored_to_their_last_bit() -> None:
    numbers = [1, 2, 3, 1000, *range(1024, 2048)]
    assert [log2_of(number) for number in numbers] == [
        math.floor(math.log2(number) * 65536) for number in numbers
    ]


def test_the_entropy_of_equal_patterns_is_the_logarithm_of_their_number() -> None:
    everywhere = np.ones((8, 8), np.bool_)
    rules: Rules = rules_of_pairs(np.full(8, 5, np.int64), everywhere, everywhere)
    wave = collapsing(Model(rules, np.arange(1, 9, dtype=np.uint16).reshape(-1, 1, 1)), 3, 3, 0)
    assert wave.clash() is False
    assert abs(entropy(rules, wave.wave, 0) - 3 * 65536) < 128
