"""Specs of the bundled samples, and maps as rows of names or glyphs."""

from pathlib import Path
from typing import Any

import yaml

from worldgen.clock import Clock
from worldgen.levels.kind import kind_of
from worldgen.levels.level import Level
from worldgen.levels.proof import Proof
from worldgen.levels.solve import solve
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.steps import Made, Steps
from worldgen.levels.verify import broken_promises
from worldgen.rng import Stream

SAMPLES = Path(__file__).parents[3] / "bench" / "wfc_samples"


def spec_of(name: str, width: int, height: int, seed: int = 0, **changes: Any) -> LevelSpec:
    data = yaml.safe_load((SAMPLES / f"{name}.yaml").read_text("utf-8"))
    options = {**data.get("options", {}), **changes.pop("options", {})}
    size = {"width": width, "height": height, "seed": seed}
    return read_spec({**data, **size, **changes, "options": options})


def finished(steps: Steps) -> Made:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: Made = end.value
            return made


def made(spec: LevelSpec) -> Made:
    kind = kind_of(spec.kind)
    kind.check(spec)
    stream = Stream(kind.name, kind.version, spec.seed, 0)
    return finished(kind.steps(spec, stream, Clock.ending_in(60_000)))


def broken(made: Made) -> tuple[str, ...]:
    return broken_promises(made.level, Proof(solve(made.level), made.obligations))


def glyphs(level: Level) -> list[str]:
    return ["".join(level.tiles[int(v)].glyph for v in row) for row in level.layers[0].cells[0]]


def names(level: Level) -> list[list[str]]:
    return [[level.tiles[int(v)].name for v in row] for row in level.layers[0].cells[0]]
