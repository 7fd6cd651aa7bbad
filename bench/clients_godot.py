"""`python -m bench.clients_godot`: what the Godot add-on costs, in Godot 4."""

import json
import resource
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from bench.figures import Figure, as_table
from bench.timed_reply import serving
from tests.clients.godot_engine import imported, run_script

FRAME_MS = 1000 / 60


def _told(project: Path, script: str, **given: str) -> dict[str, Any]:
    lines = run_script(project, script, 0, **given)
    told: dict[str, Any] = json.loads(next(line for line in lines if line.startswith("{")))
    return told


def _passes(project: Path, count: int) -> tuple[dict[str, Any], float]:
    """What reading the same stream so often says, and the processor's seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = _told(project, "tests/bench.gd", BENCH_PASSES=str(count))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def figures(project: Path) -> list[Figure]:
    # NOTE: the processor's time, for a core that others use too; less that of starting the engine.
    few, few_s = _passes(project, 1)
    core, core_s = _passes(project, 6)
    tokens_per_s = (core["tokens"] - few["tokens"]) / (core_s - few_s)
    with serving() as url:
        timed = _told(project, "tests/bench_latency.gd", TEST_URL=url)
    half, most = np.percentile(timed["delays_ms"], [50, 99])
    return [
        Figure("tokens parsed on one core", round(tokens_per_s), "/s", 10_000, False),
        Figure("objects kept after 120,000 tokens", core["kept_objects"], "", 0, True),
        Figure("memory kept after 120,000 tokens", core["kept_bytes"], "bytes", 1024, True),
        Figure("from the server's send to the callback, half of 300", half, "ms", FRAME_MS, True),
        Figure("from the server's send to the callback, 99 %", most, "ms", FRAME_MS, True),
        Figure("the slowest of them", max(timed["delays_ms"]), "ms", FRAME_MS, True),
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        Console().print(as_table(figures(imported(Path(folder)))))
