"""One box of a level made anew: every cell outside of it stays as it is, and all that held of the
level still holds.

level -> what it keeps -> the kind's own `redo`, or `refill` -> solve -> verify -> Generated
"""

from dataclasses import replace
from importlib import import_module

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.critical_path import with_critical_path
from worldgen.levels.generate import Generation, asked_of
from worldgen.levels.generated import Generated
from worldgen.levels.kind import NAMES, Kind, called, kind_of
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.refill import SIZES, refill
from worldgen.levels.region import Region
from worldgen.levels.solve import solve
from worldgen.levels.spec import LevelSpec, read_spec, spec_sha256
from worldgen.levels.steps import Made, Step, Steps
from worldgen.levels.verify import check
from worldgen.levels.verify.replay import way_of
from worldgen.provenance import Provenance
from worldgen.rng import MAX_SEED, Stream

ATTEMPTS = 30
"""Insides that are made before a region is told to leave no choice."""
MOST_LOCKS = 64
_SOUGHT = ("key", "loot", "npc_place", "enemy", "boss", "trigger")


def regeneration(
    level: Level, region: Region, seed: int, spec: LevelSpec | None = None
) -> Generation:
    """The level with the region made anew, a step at a time.

    With the spec that it was made from, what that asks for still holds; without, only what holds
    of the level anyhow. Raises InvalidSpec, Unsatisfiable or OutOfTime.
    """
    region.check(level)
    if not level.layers:
        raise InvalidSpec.at("level.layers", "there are none; a level has one at least")
    if not 0 <= seed <= MAX_SEED:
        raise InvalidSpec.at("seed", f"{seed} is none of 0..{MAX_SEED}")
    given = spec or _bare_spec(level)
    kind = kind_of(given.kind)
    _check_same(level, given)
    clock = Clock.ending_in(given.deadline_ms)
    yield Step("reading the level", 0.0, level)
    promised = (*_kept_promises(level), *asked_of(given))
    yield Step("reading the level", 0.0, level)
    broken: tuple[str, ...] = ()
    for attempt in range(ATTEMPTS):
        clock.check("making the region")
        stream = Stream("redo", kind.name, kind.version, level.seed, seed, attempt)
        made = yield from _steps(spec, level, region, attempt, stream, clock)
        _check_kept(level, made.level, region)
        if content_sha256(made.level) == content_sha256(level):
            broken = ("region",)
            continue
        yield Step("proving", 1.0, made.level)
        proof = Proof(solve(made.level), (*made.obligations, *promised))
        broken = check(made.level, proof).broken
        if not broken:
            clock.check("proving")
            changed = replace(made.level, critical_path=(), difficulty=())
            changed = with_critical_path(changed, way_of(changed, proof.moves))
            return Generated(changed, proof, given, _provenance(kind, given, seed, changed))
    raise Unsatisfiable(
        f"none of {ATTEMPTS} other insides of the region held: {', '.join(broken)}; "
        "make it larger, or move it",
        tuple(dict.fromkeys((*broken, "region"))),
    )


def _steps(
    spec: LevelSpec | None,
    level: Level,
    region: Region,
    attempt: int,
    stream: Stream,
    clock: Clock,
) -> Steps:
    """The kind's own way, which needs the spec, else the one that any level can be redone in.

    NOTE: what is made of the game's own tiles keeps promises that only its own way knows.
    """
    own = getattr(import_module(NAMES[level.kind]), "redo", None) if spec else None
    if own is not None:
        try:
            made: Made = yield from own(spec, level, region, stream, clock)
            return made
        except Unsatisfiable:
            if spec is None or spec.tiles:
                raise
    fixed = [(it.x, it.y, it.floor) for it in spec.fixed] if spec else []
    size = SIZES[attempt * len(SIZES) // ATTEMPTS]
    return (yield from refill(level, region, fixed, size, stream, clock))


def _bare_spec(level: Level) -> LevelSpec:
    """What can be told of the spec from the level alone. Raises InvalidSpec."""
    size = {"width": level.width, "height": level.height, "floors": level.floors}
    return read_spec({"kind": level.kind, "seed": level.seed, **size})


def _check_same(level: Level, spec: LevelSpec) -> None:
    given = f"{spec.width}x{spec.height} cells on {spec.floors} floors"
    found = f"{level.width}x{level.height} cells on {level.floors} floors"
    if spec.kind != level.kind or given != found:
        raise InvalidSpec.at(
            "spec",
            f"it asks for {called(spec.kind)} of {given}, and the level is "
            f"{called(level.kind)} of {found}; give the spec that it was made from",
        )


def _kept_promises(level: Level) -> tuple[Obligation, ...]:
    """What may hold of any level, and holds of this one."""
    locks = level.of_kind("lock")[:MOST_LOCKS]
    candidates = [Obligation("lock_holds", {"lock": lock.id}) for lock in locks]
    kinds = tuple(dict.fromkeys(each.kind for each in level.entities if each.kind in _SOUGHT))
    if kinds:
        candidates.append(Obligation("entities_reachable", {"kinds": kinds}))
    candidates.append(Obligation("all_reachable"))
    if any(tile.name == "river" for tile in level.tiles):
        candidates.append(Obligation("rivers_run_downhill"))
    if not level.of_kind("spawn"):
        return ()
    report = check(level, Proof(solve(level), tuple(candidates)))
    held = [finding.holds for finding in report.findings[: len(candidates)]]
    return tuple(promise for promise, holds in zip(candidates, held, strict=True) if holds)


def _check_kept(before: Level, after: Level, region: Region) -> None:
    """NOTE: that nothing outside changes is ours to see to, whatever a kind's `redo` does."""
    floor, rows, columns = region.slices
    outside = np.ones((before.floors, before.height, before.width), np.bool_)
    outside[floor, rows, columns] = False
    stands = np.array([0, *(_index(before, tile.name) for tile in after.tiles)], np.uint16)
    for old, new in zip(before.layers, after.layers, strict=True):
        assert old.name == new.name
        assert np.array_equal(old.cells[outside], stands[new.cells][outside])


def _index(level: Level, name: str) -> int:
    return level.tiles.index(name) if name in level.tiles else len(level.tiles) + 1


def _provenance(kind: Kind, spec: LevelSpec, seed: int, level: Level) -> Provenance:
    name = f"worldgen.{kind.name}.redo"
    return Provenance(name, kind.version, seed, spec_sha256(spec), content_sha256(level))
