"""`python -m bench.rules`: how long rule rooms take, over seeds; prints one table.

A room is timed from its spec to its tiles, in milliseconds of this process's CPU, both threads of
it, so that what else the machine does counts little; the deadline is the clock's. The proof and its
check, which `worldgen.levels.generate` adds, take their own time.
"""

import statistics
import sys
import time
from dataclasses import dataclass
from importlib.resources import files

from rich.console import Console
from rich.progress import track
from rich.table import Column, Table

from worldgen.clock import Clock
from worldgen.errors import OutOfTime
from worldgen.levels.level import Level
from worldgen.levels.region import Region
from worldgen.levels.rules import KIND, redo
from worldgen.levels.spec import read_spec
from worldgen.levels.steps import Steps
from worldgen.rng import Stream

SEEDS = 40
DEADLINE_MS = 10_000


@dataclass(frozen=True, slots=True)
class Case:
    """`columns`: how many of them are made anew; 0 is a whole room."""

    name: str
    file: str
    columns: int = 0
    target_ms: float | None = None


CASES = (
    Case("11x7, two exact ways, key and lock", "keys.yaml", target_ms=100),
    Case("5 columns of it redone", "keys.yaml", columns=5, target_ms=100),
    Case("12x18, two exact ways", "cellar.yaml", target_ms=1_000),
    Case("5 columns of it redone", "cellar.yaml", columns=5),
    Case("13x9 arena, symmetric, walk8", "arena.yaml"),
    Case("17x9 corridor, one exact way", "corridor.yaml"),
    Case("12x9 stepping stones", "hazard.yaml"),
    Case("14x8 platform room", "platform.yaml"),
    Case("9x8 crate room, ten pushes", "crates.yaml"),
    Case("13x9, two gates, one after the other", "gates.yaml"),
)


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    table = Table(
        Column("what", no_wrap=True),
        "median ms",
        "p95",
        "max",
        "target",
        f"within {DEADLINE_MS // 1000} s",
    )
    for case in track(CASES, "measuring"):
        took = [_measured(case, seed) for seed in range(seeds)]
        done = sorted(ms for ms in took if ms is not None)
        p95 = done[min(len(done) - 1, int(0.95 * len(done)))]
        target = f"<= {case.target_ms:g}" if case.target_ms else ""
        figures = [f"{ms:.0f}" for ms in (statistics.median(done), p95, done[-1])]
        table.add_row(case.name, *figures, target, f"{100 * len(done) / seeds:.0f} %")
    Console().print(table)


def _measured(case: Case, seed: int) -> float | None:
    """Nothing where the deadline was over first."""
    text = files("worldgen").joinpath("data/rules", case.file).read_text("utf-8")
    spec = read_spec(text).model_copy(update={"seed": seed})
    stream = Stream("rules", KIND.version, seed, 0)
    if not case.columns:
        return _timed(KIND.steps(spec, stream, Clock.ending_in(DEADLINE_MS)))
    level = _made(KIND.steps(spec, stream, Clock.ending_in(60_000)))
    region = Region(1 + seed % (spec.width - case.columns), 0, case.columns, spec.height)
    return _timed(redo(spec, level, region, stream, Clock.ending_in(DEADLINE_MS)))


def _timed(steps: Steps) -> float | None:
    began = time.process_time()
    try:
        _made(steps)
    except OutOfTime:
        return None
    return (time.process_time() - began) * 1000


def _made(steps: Steps) -> Level:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            level: Level = end.value.level
            return level


if __name__ == "__main__":
    main()
