"""From a spec to a level that is proven: the file to read first.

spec -> the kind's generator, a step at a time -> solve -> verify -> Generated
"""

from collections.abc import Generator

from worldgen.clock import Clock
from worldgen.errors import OutOfTime, ProofFailed, Unsatisfiable
from worldgen.levels.constraints import obligations
from worldgen.levels.critical_path import with_critical_path
from worldgen.levels.generated import Generated
from worldgen.levels.kind import Kind, kind_of
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.solve import solve
from worldgen.levels.spec import LevelSpec, spec_sha256
from worldgen.levels.steps import Step
from worldgen.levels.verify import broken_promises
from worldgen.levels.verify.replay import way_of
from worldgen.provenance import Provenance
from worldgen.rng import Stream

ATTEMPTS = 64
"""Levels that are made before a spec that asks for the improbable is refused."""


Generation = Generator[Step, None, Generated]


def generate(spec: LevelSpec) -> Generated:
    """The level, at once. Raises InvalidSpec, Unsatisfiable or OutOfTime."""
    steps = generation(spec)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            generated: Generated = end.value
            return generated


def generation(spec: LevelSpec) -> Generation:
    """The same, a step at a time; closing it stops the work."""
    clock = Clock.ending_in(spec.deadline_ms)
    kind = kind_of(spec.kind)
    kind.check(spec)
    asked = asked_of(spec)
    broken: tuple[str, ...] = ()
    for attempt in range(ATTEMPTS):
        try:
            clock.check("starting" if attempt == 0 else f"meeting {', '.join(broken)}")
            stream = Stream(kind.name, kind.version, spec.seed, attempt)
            made = yield from kind.steps(spec, stream, clock)
        except OutOfTime as error:
            raise _slow(error, broken) from None
        level = made.level
        yield Step("proving", 1.0, level)
        clock.check("proving")
        moves = solve(level)
        proof = Proof(moves, (*made.obligations, *asked))
        broken = broken_promises(level, proof)
        if not broken:
            clock.check("proving")
            level = with_critical_path(level, way_of(level, moves))
            return Generated(level, proof, spec, _provenance(kind, spec, level))
        if not spec.fixed and not set(broken) & {promise.stated_by for promise in asked}:
            raise ProofFailed(
                f"a {kind.name} of seed {spec.seed} doesn't hold what it promises: "
                f"{', '.join(broken)}; this is a bug of {kind.name} {kind.version}",
                broken,
            )
    clashes = (*broken, "fixed") if spec.fixed else broken
    raise Unsatisfiable(
        f"none of {ATTEMPTS} levels held: {', '.join(clashes)}; ask for less of it, "
        "or for a larger level",
        clashes,
    )


def asked_of(spec: LevelSpec) -> tuple[Obligation, ...]:
    """What follows from the spec's constraints and fixed tiles."""
    fixed_hold = (
        Obligation(
            "fixed",
            {"x": fixed.x, "y": fixed.y, "floor": fixed.floor, "tile": fixed.tile},
            f"fixed[{at}]",
        )
        for at, fixed in enumerate(spec.fixed)
    )
    return (*obligations(spec.constraints), *fixed_hold)


def _provenance(kind: Kind, spec: LevelSpec, level: Level) -> Provenance:
    return Provenance(
        f"worldgen.{kind.name}", kind.version, spec.seed, spec_sha256(spec), content_sha256(level)
    )


def _slow(error: OutOfTime, broken: tuple[str, ...]) -> OutOfTime:
    """The same, naming what no level held so far."""
    if not broken:
        return error
    return OutOfTime(f"{error.message}; no level so far held: {', '.join(broken)}", error.phase)
