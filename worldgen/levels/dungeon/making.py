"""A dungeon, a step at a time."""

from collections.abc import Generator
from typing import cast

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.canvas import check_walked
from worldgen.levels.dungeon.carve import Carver, Space
from worldgen.levels.dungeon.contents import Contents, danger_of
from worldgen.levels.dungeon.mission import Mission, floors_of, mission_of
from worldgen.levels.dungeon.painting import THEMES, paint
from worldgen.levels.dungeon.plan import Plan, grow, plan_of
from worldgen.levels.dungeon.promises import promises_of
from worldgen.levels.dungeon.wishes import Wishes, wishes_of
from worldgen.levels.fixed import with_fixed
from worldgen.levels.level import Level, Link, LinkKind, Room
from worldgen.levels.region import Region
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

VERSION = "1"
_MISSIONS = 150
"""That are drawn before the counts are said not to fit."""


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """Raises Unsatisfiable, naming the counts, where they don't fit the size."""
    from worldgen.levels.dungeon import KIND

    yield Step("deciding what has to be done", 0.0)
    check_walked(spec)
    options = {name: float(KIND.option(spec, name)) for name in KIND.options}
    wishes = wishes_of(spec, options, stream.named("wishes"))
    mission, plans = yield from _planned(spec, wishes, stream, clock)
    space = _rock(spec)
    for floor, plan in enumerate(plans):
        grow(plan, options["growth"], stream.named("growth", floor))
        draw = stream.named("carving", floor)
        Carver(space, mission, plan, wishes.pitch, floor, draw).carve(options["drawn"])
        yield Step(f"carving floor {floor + 1}", 0.6 + 0.3 * floor / wishes.floors)
    level = _level(spec, mission, space, wishes, stream)
    yield Step("furnishing", 0.9, level)
    return Made(level, promises_of(level))


def _planned(
    spec: LevelSpec, wishes: Wishes, stream: Stream, clock: Clock
) -> Generator[Step, None, tuple[Mission, list[Plan]]]:
    """The first mission all of whose floors find their place."""
    across, down = (spec.width - 1) // wishes.pitch, (spec.height - 1) // wishes.pitch
    refused: Unsatisfiable | None = None
    for draw in range(_MISSIONS):
        drawn = stream.named("mission", draw)
        try:
            mission = mission_of(wishes, drawn)
        except Unsatisfiable as error:
            refused = error
            continue
        plans: list[Plan] = []
        for rooms in floors_of(mission):
            drawing = plan_of(mission, rooms, across, down, drawn.named(rooms[0], 0))
            share = 0.1 + 0.5 * len(plans) / wishes.floors
            plan = yield from _paused(drawing, share, clock)
            if plan is None:
                break
            plans.append(plan)
        else:
            return mission, plans
    raise refused or Unsatisfiable(
        f"no plan of {wishes.rooms} rooms with {wishes.cycles} cycles was found on {spec.width}x"
        f"{spec.height} cells; ask for fewer rooms or cycles, or for a larger level",
        ("counts.rooms", "counts.cycles", "width", "height"),
    )


def _paused(
    drawing: Generator[None, None, Plan | None], share: float, clock: Clock
) -> Generator[Step, None, Plan | None]:
    """The plan; a step wherever drawing it pauses."""
    while True:
        yield Step("laying out rooms", share)
        clock.check("laying out rooms")
        try:
            next(drawing)
        except StopIteration as end:
            plan: Plan | None = end.value
            return plan


def _rock(spec: LevelSpec) -> Space:
    shape = (spec.floors, spec.height, spec.width)
    return Space(np.zeros(shape, np.uint8), np.zeros(shape, np.uint16))


def _level(
    spec: LevelSpec, mission: Mission, space: Space, wishes: Wishes, stream: Stream
) -> Level:
    danger = danger_of(mission, spec.difficulty)
    entities = Contents(mission, space, danger, stream.named("contents")).put(wishes)
    theme = THEMES[spec.theme or next(iter(THEMES))]
    tiles, layers = paint(space, mission, entities, theme, stream.named("painting"))
    return with_fixed(
        Level(
            kind=spec.kind,
            seed=spec.seed,
            version=VERSION,
            width=spec.width,
            height=spec.height,
            floors=spec.floors,
            tiles=tiles,
            layers=layers,
            rooms=tuple(
                _room(room, mission.kind(room), space.boxes[room], danger[room])
                for room in mission.rooms
            ),
            links=tuple(
                Link(a, b, cast(LinkKind, way["kind"]), way["key"])
                if way["toward"] != a
                else Link(b, a, "one_way")
                for a, b, way in mission.ways()
            ),
            entities=tuple(entities),
            movement=spec.movement.as_movement(),
            areas=space.areas,
            properties={"theme": spec.theme or next(iter(THEMES))},
        ),
        spec,
    )


def _room(room: str, kind: str, box: Region, danger: float) -> Room:
    return Room(room, kind, box.x, box.y, box.width, box.height, box.floor, danger)
