"""From a model to a level, and a level's box made anew: what `example` and `tiles` share."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.alphabet import TileSpec
from worldgen.levels.level import Layer, Level
from worldgen.levels.proof import Obligation
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.levels.tiles import TileSet
from worldgen.levels.wfc.asked import Allowed, allowed_by, asks, check_possible
from worldgen.levels.wfc.model import Collapsing, Grid, Model, collapsing
from worldgen.levels.wfc.play import is_playable, populated, repopulated
from worldgen.rng import Stream

ATTEMPTS = 16
"""Maps that are made for one whose spawn and exit, both tiles, are joined."""

REDRAWS = 400
"""Times that boxes of a map are redrawn, each time a little larger, to be rid of copies."""


class Check(Protocol):
    """What must still change in a map that is otherwise done."""

    def __call__(self, cells: Grid) -> list[tuple[int, int]]:
        """Cells (y, x) around which the map is to be redrawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Everything but the randomness."""

    spec: LevelSpec
    version: str
    model: Model
    tiles: TileSet
    sources: Mapping[str, TileSpec]
    """The spec's tile that each tile is, or is a turn of."""
    obligations: tuple[Obligation, ...]
    check: Check | None = None
    redraw_radius: int = 1

    def level(self, cells: Grid) -> Level:
        return Level(
            kind=self.spec.kind,
            seed=self.spec.seed,
            version=self.version,
            width=self.spec.width,
            height=self.spec.height,
            floors=1,
            tiles=self.tiles,
            layers=(Layer("terrain", cells[np.newaxis]),),
            movement=self.spec.movement.as_movement(),
        )


def make(plan: Plan, stream: Stream, clock: Clock) -> Steps:
    """A level of the plan. Raises Unsatisfiable or OutOfTime."""
    spec = plan.spec
    asked = asks(spec, plan.tiles)
    allowed = allowed_by(asked, spec, plan.tiles) if asked else None
    for attempt in range(ATTEMPTS):
        wave = collapsing(plan.model, spec.width, spec.height, stream.named("wave", attempt).seed())
        if wave.clash(allowed):
            check_possible(asked, spec, plan.tiles, plan.model)
        yield from collapsed(plan, wave, clock)
        level = populated(plan.level(wave.map()), plan.sources)
        if is_playable(level):
            return Made(level, plan.obligations)
        yield Step("joining spawn and exit", 1.0, level)
    raise Unsatisfiable(
        f"no way led from the spawn to the exit in any of {ATTEMPTS} maps; they are tiles of this "
        "spec, so make the ground between them connect",
        ("tiles",),
    )


def remake(plan: Plan, level: Level, region: Region, stream: Stream, clock: Clock) -> Steps:
    """The level with the region made anew and everything outside of it kept.

    Raises InvalidSpec, Unsatisfiable where nothing else fits there, or OutOfTime.
    """
    yield Step("beginning", 0.0, level)
    allowed = _allowed_around(plan, level, region)
    for attempt in range(ATTEMPTS):
        seed = stream.named("redo", attempt).seed()
        wave = collapsing(plan.model, level.width, level.height, seed)
        if wave.clash(allowed):
            raise Unsatisfiable("nothing fits into the region; make it larger", ("region",))
        yield from collapsed(plan, wave, clock)
        remade = repopulated(level, plan.level(wave.map()), region, plan.sources)
        if is_playable(remade):
            return Made(replace(remade, seed=level.seed), plan.obligations)
        yield Step("joining spawn and exit", 1.0, remade)
    raise Unsatisfiable(
        f"none of {ATTEMPTS} ways to fill the region leaves a way from the spawn to the exit; make "
        "it larger",
        ("region",),
    )


def collapsed(plan: Plan, wave: Collapsing, clock: Clock) -> Generator[Step, None, None]:
    """Runs the wave to its end, and again where the plan's check asks for it."""
    furthest = 0.0
    for redrawn in range(REDRAWS):
        for fraction in wave.run(clock):
            furthest = max(furthest, 0.95 * fraction)
            yield Step("collapsing", furthest, plan.level(wave.map()))
        unwanted = plan.check(wave.map()) if plan.check else []
        if not unwanted:
            return
        for y, x in unwanted:
            wave.redraw(y, x, plan.redraw_radius + redrawn // 8)
        clock.check("redrawing copies")
        yield Step("redrawing copies", furthest)
    raise Unsatisfiable(
        "some copy of the sample always stays; allow larger ones, or give a larger sample",
        ("options.max_copy",),
    )


def _allowed_around(plan: Plan, level: Level, region: Region) -> Allowed:
    """What the spec allows inside of the region, and only what stands there outside of it."""
    allowed = allowed_by(asks(plan.spec, plan.tiles), plan.spec, plan.tiles)
    stands = np.array([0, *(plan.tiles.index(tile.name) for tile in level.tiles)])
    cells = stands[level.layer("terrain").cells[0]]
    _, rows, columns = region.slices
    inside = allowed[rows, columns].copy()
    allowed[:] = np.arange(allowed.shape[2]) == cells[:, :, np.newaxis]
    allowed[rows, columns] = inside
    return allowed
