"""Levels learned from an example: every small window of the map stands somewhere in the sample.

The overlapping model of wave function collapse (M. Gumin, 2016); the solver is `levels/wfc`.
"""

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.levels.alphabet import tile_set
from worldgen.levels.example.learn import ground_model, overlap_model
from worldgen.levels.example.sample import copies_of, sample_of
from worldgen.levels.kind import Kind, Option
from worldgen.levels.level import Level
from worldgen.levels.proof import Argument, Obligation
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Step, Steps
from worldgen.levels.wfc.making import Plan, make, remake
from worldgen.rng import Stream

VERSION = "1"
SYMMETRIES = (1, 2, 4, 8)


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """A level as its sample has it. Raises InvalidSpec, Unsatisfiable or OutOfTime."""
    yield Step("learning patterns", 0.0)
    return (yield from make(plan_of(spec), stream, clock))


def redo(spec: LevelSpec, level: Level, region: Region, stream: Stream, clock: Clock) -> Steps:
    """The level with the region made anew, and all outside of it as it was."""
    return (yield from remake(plan_of(spec), level, region, stream, clock))


def plan_of(spec: LevelSpec) -> Plan:
    """What the spec's sample teaches. Raises InvalidSpec."""
    size, symmetry = int(KIND.option(spec, "pattern")), int(KIND.option(spec, "symmetry"))
    wraps, ground = bool(KIND.option(spec, "wraps_sample")), bool(KIND.option(spec, "ground"))
    wraps_output = bool(KIND.option(spec, "wraps_output"))
    largest = int(KIND.option(spec, "max_copy"))
    _check_options(spec, size, symmetry, ground, wraps_output)
    sample = sample_of(spec)
    if min(sample.shape) < size:
        raise InvalidSpec.at(
            "sample",
            f"{sample.shape[1]}x{sample.shape[0]} glyphs are less than one pattern of "
            f"{size}x{size}; draw more, or set options.pattern lower",
        )
    model = (
        ground_model(sample, size, symmetry, wraps)
        if ground
        else overlap_model(sample, size, symmetry, wraps, wraps_output)
    )
    read: dict[str, Argument] = {"rows": spec.sample, "symmetry": symmetry, "wraps": wraps}
    promises = [Obligation("samples_only", {**read, "size": size})]
    if largest:
        promises.append(Obligation("copies_at_most", {**read, "size": largest * size}))
    return Plan(
        spec,
        VERSION,
        model,
        tile_set(spec.tiles),
        spec.tiles,
        tuple(promises),
        copies_of(sample, largest * size, symmetry, wraps) if largest else None,
        size,
    )


def _check_options(
    spec: LevelSpec, size: int, symmetry: int, ground: bool, wraps_output: bool
) -> None:
    for name in ("pattern", "symmetry", "max_copy"):
        if not isinstance(KIND.option(spec, name), int):
            raise InvalidSpec.at(f"options.{name}", "is a whole number")
    if symmetry not in SYMMETRIES:
        raise InvalidSpec.at("options.symmetry", f"{symmetry} is none of: 1, 2, 4, 8")
    if ground and wraps_output:
        raise InvalidSpec.at(
            "options.wraps_output", "a map with a ground has a bottom, so it can't wrap; drop one"
        )
    for side in ("width", "height"):
        if getattr(spec, side) < size:
            raise InvalidSpec.at(
                side,
                f"{getattr(spec, side)} cells are less than a pattern of {size}; make it larger",
            )


KIND = Kind(
    name="example",
    description="A map like the one that is drawn in the spec.",
    version=VERSION,
    steps=steps,
    min_side=2,
    max_side=1024,
    options={
        "pattern": Option("Width of the windows that are learned.", 3, 2, 5),
        "symmetry": Option("1: as drawn, 2: also mirrored, 4: also turned, 8: both.", 8, 1, 8),
        "wraps_sample": Option("The sample's opposite sides touch.", True),
        "wraps_output": Option("The map's opposite sides touch.", False),
        "ground": Option(
            "What lies lowest in the sample lies lowest in the map, and only there.", False
        ),
        "max_copy": Option(
            "No piece of the sample this many patterns wide and high is copied; 0: any may be.",
            0,
            0,
            16,
        ),
    },
)
