"""`python -m bench.wfc`: what collapsing costs, how often it ends, and what a restart would do.

Process CPU time of all that a caller waits for but the drawing of previews (learning, beginning,
collapsing), compiled and warm; medians over seeds. The samples are bench/wfc_samples/.
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table

from bench.figures import Figure, as_table
from worldgen.clock import Clock
from worldgen.levels.kind import NAMES
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.wfc.chunks import CHUNK, World, world_of
from worldgen.levels.wfc.making import Plan
from worldgen.levels.wfc.model import Collapsing, collapsing
from worldgen.levels.wfc.solver import DONE, run
from worldgen.levels.wfc.wave import REPAIRS

SAMPLES = Path(__file__).with_name("wfc_samples")
DEADLINE_S = 2.0
"""CPU time that each map is given, by restarts and by repairs alike."""
SEEDS = 9
TARGETS = (
    ("rooms", 48, 25.0),
    ("dungeon", 48, 25.0),
    ("flowers", 48, 25.0),
    ("rooms", 128, 200.0),
    ("dungeon", 128, 200.0),
    ("maze", 128, 40.0),
    ("rooms", 256, 1000.0),
    ("dungeon", 256, 1000.0),
)
"""Sample, side in cells, and the most milliseconds."""
TIGHT = (
    ("hedges", 48, 20),
    ("hedges", 96, 8),
    ("castle", 20, 50),
    ("castle", 50, 15),
    ("castle", 128, 5),
    ("circuit", 100, 10),
    ("knots", 100, 10),
)
"""Sample, side in cells, and seeds."""


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a map was done within the deadline, by restarts alone and by repairs."""

    name: str
    seeds: int
    first_tries: int
    """Restarts alone: maps done at the first try."""
    restarted: int
    restarted_ms: float
    repaired: int
    repaired_ms: float
    slowest_ms: float
    repairs: float


def main() -> None:
    console = Console(width=120)
    with console.status("measuring, about 2 minutes"):
        timings = [*_timings(), *_chunks()]
        tries = [_tries(name, side, seeds) for name, side, seeds in TIGHT]
    console.print(as_table(timings))
    console.print(_as_table(tries))


def _spec(name: str, side: int, seed: int = 0) -> LevelSpec:
    data = yaml.safe_load((SAMPLES / f"{name}.yaml").read_text("utf-8"))
    return read_spec({**data, "width": side, "height": side, "seed": seed})


def _plan(spec: LevelSpec) -> Plan:
    plan: Plan = import_module(NAMES[spec.kind]).plan_of(spec)
    return plan


def _begun(plan: Plan, side: int, seed: int) -> Collapsing:
    wave = collapsing(plan.model, side, side, seed)
    assert not wave.clash()
    return wave


def _timings() -> Iterator[Figure]:
    for name, side, target in TARGETS:
        _made_ms(name, side, 0)
        found = [_made_ms(name, side, seed) for seed in range(SEEDS)]
        yield Figure(f"{name} {side}x{side}", statistics.median(found), "ms", target)


def _made_ms(name: str, side: int, seed: int) -> float:
    start = time.process_time()
    wave = _begun(_plan(_spec(name, side)), side, seed)
    for _ in wave.run(Clock.ending_in(60_000)):
        pass
    wave.map()
    return 1000 * (time.process_time() - start)


def _chunks() -> Iterator[Figure]:
    """A chunk alone, with all the blocks below it, and one of a walk."""
    clock = Clock.ending_in(10_000_000)
    for name in ("castle", "circuit", "rooms"):
        world = world_of(_spec(name, CHUNK, 7))
        alone = [_chunk_ms(world, 100 * at, -7, clock) for at in range(SEEDS)]
        yield Figure(f"{name} chunk {CHUNK}x{CHUNK}, alone", statistics.median(alone), "ms", 30.0)
        walk = [_chunk_ms(world, x, y, clock) for y in range(7) for x in range(7)]
        yield Figure(f"{name} chunk {CHUNK}x{CHUNK}, in a walk", statistics.mean(walk), "ms", 30.0)


def _chunk_ms(world: World, x: int, y: int, clock: Clock) -> float:
    start = time.process_time()
    world.chunk(x, y, clock)
    return 1000 * (time.process_time() - start)


def _tries(name: str, side: int, seeds: int) -> Tries:
    plan = _plan(_spec(name, side))
    firsts, restarts, repairs = [], [], []
    for seed in range(seeds):
        tries, took = _restarted(plan, side, seed)
        firsts.append(tries == 1)
        restarts.append(took)
        repairs.append(_repaired(plan, side, seed))
    done = [took for _, took in repairs]
    return Tries(
        f"{name} {side}x{side}",
        seeds,
        sum(firsts),
        sum(took < DEADLINE_S for took in restarts),
        1000 * statistics.median(restarts),
        sum(took < DEADLINE_S for took in done),
        1000 * statistics.median(done),
        1000 * max(done),
        statistics.median([count for count, _ in repairs]),
    )


def _restarted(plan: Plan, side: int, seed: int) -> tuple[int, float]:
    """Tries until one ends without a contradiction (0: none did), and seconds."""
    start, tries = time.process_time(), 0
    while time.process_time() - start < DEADLINE_S:
        tries += 1
        wave = _begun(plan, side, 1000 * seed + tries)
        if run(plan.model.rules, wave.wave, np.iinfo(np.int64).max // 2, False) == DONE:
            return tries, time.process_time() - start
    return 0, DEADLINE_S


def _repaired(plan: Plan, side: int, seed: int) -> tuple[int, float]:
    start = time.process_time()
    wave = _begun(plan, side, seed)
    for _ in wave.run(Clock.ending_in(60_000)):
        if time.process_time() - start > DEADLINE_S:
            break
    return int(wave.wave.numbers[REPAIRS]), time.process_time() - start


def _as_table(tries: list[Tries]) -> Table:
    table = Table(
        "tight", "first try", "restarts alone", "median", "with repairs", "median", "slowest",
        "repairs", title=f"Maps done in {DEADLINE_S:g} s of CPU time each",
    )  # fmt: skip
    for one in tries:
        table.add_row(
            one.name,
            f"{one.first_tries}/{one.seeds}",
            f"{one.restarted}/{one.seeds}",
            f"{one.restarted_ms:.1f} ms" if one.restarted_ms < 1000 * DEADLINE_S else "-",
            f"{one.repaired}/{one.seeds}",
            f"{one.repaired_ms:.1f} ms",
            f"{one.slowest_ms:.1f} ms",
            f"{one.repairs:g}",
        )
    return table


if __name__ == "__main__":
    main()
