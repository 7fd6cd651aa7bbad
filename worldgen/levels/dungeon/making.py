"""A dungeon, a step at a time."""

from collections.abc import Generator

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.dungeon.carve import Box, Carver, Space
from worldgen.levels.dungeon.contents import Contents, danger_of
from worldgen.levels.dungeon.mission import Mission, floors_of, mission_of
from worldgen.levels.dungeon.painting import THEMES, paint
from worldgen.levels.dungeon.plan import Plan, grow, plan_of
from worldgen.levels.dungeon.wishes import Wishes, wishes_of
from worldgen.levels.fixed import with_fixed
from worldgen.levels.level import Level, Link, LinkKind, Movement, Room
from worldgen.levels.proof import Obligation
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

_DRAWS = 400
"""Plans of one floor before the mission is said not to fit."""


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """Raises Unsatisfiable, naming the counts, where they don't fit the size."""
    from worldgen.levels.dungeon import KIND

    yield Step("deciding what has to be done", 0.0)
    options = {name: float(KIND.option(spec, name)) for name in KIND.options}
    wishes = wishes_of(spec, options, stream.named("wishes"))
    mission = mission_of(wishes, stream.named("mission"))
    space = _rock(spec)
    for floor, rooms in enumerate(floors_of(mission)):
        name = f"laying out floor {floor + 1}"
        share = 0.1 + 0.6 * floor / wishes.floors
        plan = yield from _planned(spec, mission, rooms, wishes, name, share, stream, clock)
        grow(plan, options["growth"], stream.named("growth", floor))
        draw = stream.named("carving", floor)
        Carver(space, mission, plan, wishes.pitch, floor, draw).carve(options["drawn"])
        yield Step(name, share)
    level = _level(spec, mission, space, wishes, stream)
    yield Step("furnishing", 0.9, level)
    return Made(level, _promises(mission, wishes))


def _planned(
    spec: LevelSpec,
    mission: Mission,
    rooms: list[str],
    wishes: Wishes,
    name: str,
    share: float,
    stream: Stream,
    clock: Clock,
) -> Generator[Step, None, Plan]:
    across, down = (spec.width - 1) // wishes.pitch, (spec.height - 1) // wishes.pitch
    for draw in range(_DRAWS):
        plan = plan_of(mission, rooms, across, down, stream.named("plan", rooms[0], draw))
        if plan is not None:
            return plan
        clock.check(name)
        yield Step(name, share)
    raise Unsatisfiable(
        f"no plan of {len(rooms)} rooms with {wishes.cycles} cycles was found on {spec.width}x"
        f"{spec.height} cells; ask for fewer rooms or cycles, or for a larger level",
        ("counts.rooms", "counts.cycles", "width", "height"),
    )


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
            version="1",
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
                Link(a, b, _link(way["kind"]), way["key"])
                if way["toward"] != a
                else Link(b, a, "one_way")
                for a, b, way in mission.ways()
            ),
            entities=tuple(entities),
            movement=Movement("walk4"),
            areas=space.areas,
            properties={"theme": spec.theme or next(iter(THEMES))},
        ),
        spec,
    )


def _room(room: str, kind: str, box: Box, danger: float) -> Room:
    return Room(room, kind, box.x, box.y, box.width, box.height, box.floor, danger)


def _link(kind: str) -> LinkKind:
    kinds: dict[str, LinkKind] = {
        "open": "open",
        "door": "door",
        "lock": "lock",
        "one_way": "one_way",
        "secret": "secret",
        "stairs": "stairs",
    }
    return kinds[kind]


def _promises(mission: Mission, wishes: Wishes) -> tuple[Obligation, ...]:
    locks = [way["key"] for _, _, way in mission.ways() if way["kind"] == "lock"]
    return (
        Obligation("all_reachable"),
        Obligation("entities_reachable", {"kinds": ("key", "loot", "npc_place", "enemy")}),
        Obligation("cycles", {"low": wishes.cycles}),
        *(Obligation("lock_holds", {"lock": f"lock_{key}"}) for key in locks),
    )
