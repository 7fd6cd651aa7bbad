"""`python -m bench.overworld`: how long each phase of an overworld takes, and how much memory.

    python -m bench.overworld [--seeds N]

Times are of a warm process: medians over seeds, wall and CPU, made, solved and verified. Memory is
the most that a process of its own ever held (`ru_maxrss`), interpreter and compiled code included.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table

from worldgen.levels.generate import generation
from worldgen.levels.spec import LevelSpec, read_spec

SIDES = (128, 512, 1024)


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds."""

    wall: float
    cpu: float
    phases: Counter[str]
    first_step: float
    longest_step: float
    longest_without_draft: float


def spec_of(side: int, seed: int) -> LevelSpec:
    size = {"width": side, "height": side}
    return read_spec({"kind": "overworld", **size, "seed": seed, "deadline_ms": 120_000})


def timed(spec: LevelSpec) -> Timed:
    began, cpu = time.perf_counter(), time.process_time()
    last, last_draft, phase = began, began, "until the first step"
    phases: Counter[str] = Counter()
    longest, undrawn, first = 0.0, 0.0, 0.0
    for step in generation(spec):
        now = time.perf_counter()
        phases[phase] += int((now - last) * 1e6)
        longest, first = max(longest, now - last), first or now - began
        if step.draft is not None:
            undrawn, last_draft = max(undrawn, now - last_draft), now
        last, phase = now, step.phase
    now = time.perf_counter()
    phases[phase] += int((now - last) * 1e6)
    return Timed(
        (now - began) * 1000,
        (time.process_time() - cpu) * 1000,
        phases,
        first * 1000,
        max(longest, now - last) * 1000,
        max(undrawn, now - last_draft) * 1000,
    )


def peak_mb(side: int) -> float:
    """Of a process that makes one overworld and ends.

    NOTE: call it before anything large is made here: Linux hands a parent's `ru_maxrss` down.
    """
    program = f"from bench.overworld import one; one({side})"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout))


def one(side: int) -> None:
    """Makes one, and prints the most memory that this process held, in MB."""
    timed(spec_of(side, 1))
    print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    seeds = range(parser.parse_args().seeds)
    peaks = [peak_mb(side) for side in SIDES]
    timed(spec_of(64, 0))
    columns = {side: [timed(spec_of(side, seed)) for seed in seeds] for side in SIDES}
    table = Table("ms, medians", *(f"{side}x{side}" for side in SIDES))
    for phase in columns[SIDES[0]][0].phases:
        cells = [median(run.phases[phase] for run in runs) / 1000 for runs in columns.values()]
        table.add_row(phase, *(f"{cell:.1f}" for cell in cells))
    table.add_section()
    for name in ("wall", "cpu", "first_step", "longest_step", "longest_without_draft"):
        cells = [median(getattr(run, name) for run in runs) for runs in columns.values()]
        table.add_row(name.replace("_", " "), *(f"{cell:.0f}" for cell in cells))
    table.add_row("peak memory, MB", *(f"{peak:.0f}" for peak in peaks))
    Console().print(table)


if __name__ == "__main__":
    main()
