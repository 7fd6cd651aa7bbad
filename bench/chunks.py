"""`python -m bench.chunks`: chunks of an overworld, in two orders, and every border between them.

    python -m bench.chunks [--borders N] [--theme NAME]

Makes as many chunks as have N borders, once row by row and once shuffled, and compares their
hashes; then makes a box over each border at once and compares it with the chunks on both sides, to
the last bit. Ends with 1 when anything differs.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from statistics import median, quantiles

import numpy as np

from worldgen.clock import Clock
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.overworld.chunks import chunk, land_at, world_of
from worldgen.levels.spec import LevelSpec, read_spec

SIDE = 32
OVER = 4
"""Cells of a box over a border, to each side."""
Spot = tuple[int, int]


def borders(side: int) -> Iterator[tuple[Spot, Spot]]:
    """Of side x side chunks."""
    for y in range(side):
        for x in range(side):
            if x + 1 < side:
                yield (x, y), (x + 1, y)
            if y + 1 < side:
                yield (x, y), (x, y + 1)


def made(spec: LevelSpec, spots: list[Spot]) -> tuple[dict[Spot, Level], list[float]]:
    """The chunks, and how long each took, in ms of CPU time."""
    levels, took = {}, []
    for spot in spots:
        began = time.process_time()
        levels[spot] = chunk(spec, *spot)
        took.append((time.process_time() - began) * 1000)
    return levels, took


def has_seam(spec: LevelSpec, levels: dict[Spot, Level], one: Spot, other: Spot) -> bool:
    across = 1 if one[0] != other[0] else 0
    world = world_of(spec.seed, spec.theme, ())
    x, y = other[0] * SIDE, other[1] * SIDE
    corner, size = (
        ((x - OVER, y), (2 * OVER, SIDE)) if across else ((x, y - OVER), (SIDE, 2 * OVER))
    )
    heights, _, _ = land_at(world, corner, size, Clock.ending_in(60_000))
    both = [levels[spot].heights for spot in (one, other)]
    joined = np.concatenate([part for part in both if part is not None], axis=across)
    middle = slice(SIDE - OVER, SIDE + OVER)
    return not np.array_equal(heights, joined[:, middle] if across else joined[middle])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--borders", type=int, default=10_000)
    parser.add_argument("--theme", default="temperate")
    asked = parser.parse_args()
    side = 2
    while 2 * side * (side - 1) < asked.borders:
        side += 1
    spec = read_spec(
        {"kind": "overworld", "size": f"{SIDE}x{SIDE}", "theme": asked.theme, "seed": 1}
    )
    chunk(spec, 0, 0)
    spots = [(x, y) for y in range(side) for x in range(side)]
    levels, took = made(spec, spots)
    hashes = {spot: content_sha256(level) for spot, level in levels.items()}
    random.Random(1).shuffle(spots)
    again, _ = made(spec, spots)
    moved = sum(content_sha256(level) != hashes[spot] for spot, level in again.items())
    pairs = list(borders(side))
    seams = sum(has_seam(spec, levels, *pair) for pair in pairs)
    print(
        f"{len(spots)} chunks of {SIDE}x{SIDE}: median {median(took):.1f} ms of CPU time,", end=" "
    )
    print(f"99 in 100 under {quantiles(took, n=100)[98]:.1f} ms")
    print(f"{moved} differ in another order; {seams} of {len(pairs)} borders have a seam")
    sys.exit(1 if moved or seams else 0)


if __name__ == "__main__":
    main()
