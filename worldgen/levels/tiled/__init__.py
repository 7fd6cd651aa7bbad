"""Levels of a tile set: every pair of neighbours fits, turned and mirrored as their symmetry says.

The tiled model of wave function collapse (M. Gumin, 2016); the solver is `levels/wfc`.
"""

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.levels.kind import Kind, Option
from worldgen.levels.level import Level
from worldgen.levels.proof import Obligation
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Step, Steps
from worldgen.levels.tiled.adjacency import adjacency
from worldgen.levels.wfc.making import Plan, make, remake
from worldgen.levels.wfc.model import Model
from worldgen.rng import Stream

VERSION = "1"


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """A level whose neighbours all fit. Raises InvalidSpec, Unsatisfiable or OutOfTime."""
    yield Step("fitting tiles", 0.0)
    return (yield from make(plan_of(spec), stream, clock))


def redo(spec: LevelSpec, level: Level, region: Region, stream: Stream, clock: Clock) -> Steps:
    """The level with the region made anew, and all outside of it as it was."""
    return (yield from remake(plan_of(spec), level, region, stream, clock))


def plan_of(spec: LevelSpec) -> Plan:
    """What the spec's tile set says. Raises InvalidSpec, naming the tile and its edge."""
    if not spec.tiles:
        raise InvalidSpec.at("tiles", "a tile set has at least one tile; give each its edges")
    found = adjacency(spec.tiles)
    pixels = np.arange(1, len(found.variants) + 1, dtype=np.uint16).reshape(-1, 1, 1)
    fit = {"across": found.names(found.across), "down": found.names(found.down)}
    return Plan(
        spec,
        VERSION,
        Model(found.rules(), pixels, bool(KIND.option(spec, "wraps_output"))),
        found.tiles(),
        {variant.tile.name: spec.tiles[variant.source] for variant in found.variants},
        (Obligation("neighbours_allowed", fit),),
    )


KIND = Kind(
    name="tiles",
    description="A map of a tile set whose neighbours all fit.",
    version=VERSION,
    steps=steps,
    min_side=1,
    max_side=1024,
    options={"wraps_output": Option("The map's opposite sides touch.", False)},
)
