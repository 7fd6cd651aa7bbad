"""`python -m bench.levels`: how long levels take, and that none of many is unsolvable or late.

Every level is made, solved and verified as a user's is. Times are of a warm process, wall and CPU;
`--seeds` levels over all kinds and sizes are spread over processes.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from worldgen.errors import OutOfTime, ProofFailed, Unsatisfiable
from worldgen.levels.generate import generate
from worldgen.levels.proof import Proof
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.verify import check

REPORT = Path(__file__).parent / "LEVELS.md"
SIZES = ("32x32", "48x32", "64x64", "96x48", "128x96")
SMALL = {"building": ("24x18", "32x24")}
DEADLINE_MS = 20_000


@dataclass(frozen=True, slots=True)
class Timed:
    """One named case of the issue's numbers."""

    name: str
    spec: dict[str, Any]
    limit_ms: float
    seeds: int = 12


TIMED = (
    Timed(
        "dungeon of 60 rooms, 96x64",
        {"kind": "dungeon", "size": "96x64", "counts": {"rooms": 60}},
        150,
    ),
    Timed("overworld 512x512 with erosion", {"kind": "overworld", "size": "512x512"}, 1500, 3),
    Timed("cave 128x96", {"kind": "cave", "size": "128x96"}, 150),
    Timed("building 32x24", {"kind": "building", "size": "32x24"}, 100),
    Timed("settlement 96x64", {"kind": "settlement", "size": "96x64"}, 300),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first of these seeds")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=60.0, help="stop making more after that")
    parser.add_argument("--write", action="store_true", help="write bench/LEVELS.md")
    options = parser.parse_args()
    lines = [*_timed_lines(), "", *_many_lines(options)]
    print("\n".join(lines))
    if options.write:
        REPORT.write_text("\n".join(["# Levels, measured", "", *lines, ""]), "utf-8")


def _timed_lines() -> Iterator[str]:
    yield "| level, proven | median ms | p95 ms | CPU ms | wanted |"
    yield "|---|---|---|---|---|"
    for case in TIMED:
        generate(read_spec({**case.spec, "deadline_ms": 60_000, "seed": 999}))
        walls, cpus = [], []
        for seed in range(case.seeds):
            spec = read_spec({**case.spec, "deadline_ms": 60_000, "seed": seed})
            began, cpu = time.perf_counter(), time.process_time()
            generate(spec)
            walls.append((time.perf_counter() - began) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        p95 = quantiles(walls, n=20)[-1]
        yield (
            f"| {case.name} | {median(walls):.0f} | {p95:.0f} | {median(cpus):.0f} "
            f"| {case.limit_ms:.0f} |"
        )


def _many_lines(options: argparse.Namespace) -> Iterator[str]:
    """Levels of every kind, and what became of them, by the verifier run once more on each."""
    specs = list(_specs(options.first, options.seeds))
    ends_at = time.monotonic() + 60 * options.minutes
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    slowest: dict[str, float] = defaultdict(float)
    with ProcessPoolExecutor(options.processes) as pool:
        for done, (kind, outcome, ms) in enumerate(pool.map(_outcome, specs, chunksize=8), start=1):
            outcomes[kind][outcome] += 1
            slowest[kind] = max(slowest[kind], ms)
            if done % 100 == 0:
                print(f"\r{done} of {len(specs)} levels", end="", file=sys.stderr, flush=True)
            if time.monotonic() > ends_at:
                pool.shutdown(cancel_futures=True)
                break
    yield "| kind | levels | proven | refused by name | late | unsolvable | slowest ms |"
    yield "|---|---|---|---|---|---|---|"
    for kind, counted in sorted(outcomes.items()):
        yield (
            f"| {kind} | {counted.total()} | {counted['proven']} | {counted['refused']} "
            f"| {counted['late']} | {counted['unsolvable']} | {slowest[kind]:.0f} |"
        )


def _specs(first: int, seeds: int) -> Iterator[dict[str, Any]]:
    samples = _with_tiles()
    kinds = ("dungeon", "cave", "building", "settlement", "overworld", *samples)
    for seed in range(first, first + seeds):
        kind = kinds[seed % len(kinds)]
        sizes = SMALL.get(kind, SIZES)
        asked = samples.get(kind, {"kind": kind, "size": sizes[seed // len(kinds) % len(sizes)]})
        yield {**asked, "seed": seed, "deadline_ms": DEADLINE_MS, "name": kind}


def _with_tiles() -> dict[str, dict[str, Any]]:
    """The bundled rule rooms, and the samples and tile sets of bench/wfc_samples."""
    rooms = Path(str(files("worldgen").joinpath("data/rules"))).glob("*.yaml")
    samples = (Path(__file__).parent / "wfc_samples").glob("*.yaml")
    read = {path.stem: read_spec(path.read_text("utf-8")) for path in sorted((*rooms, *samples))}
    return {
        f"{spec.kind} {name}": json.loads(
            spec.model_dump_json(by_alias=True, exclude={"seed", "deadline_ms"})
        )
        for name, spec in read.items()
    }


def _outcome(fields: dict[str, Any]) -> tuple[str, str, float]:
    name = fields.pop("name")
    began = time.perf_counter()
    outcome = _judged(read_spec(fields))
    return name, outcome, (time.perf_counter() - began) * 1000


def _judged(spec: LevelSpec) -> str:
    try:
        made = generate(spec)
    except Unsatisfiable:
        return "refused"
    except OutOfTime:
        return "late"
    except ProofFailed as error:
        print(f"\n{spec.kind} {spec.seed}: {error}", file=sys.stderr)
        return "unsolvable"
    proof = Proof(made.proof.moves, made.proof.obligations)
    return "proven" if check(made.level, proof).holds else "unsolvable"


if __name__ == "__main__":
    main()
