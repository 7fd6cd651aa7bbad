"""From a spec to a cave, a step at a time."""

from collections.abc import Generator

import numpy as np
from scipy import ndimage

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.levels.canvas import Canvas, blocked_by_fixed, fixed_walkable
from worldgen.levels.cave.chambers import chambers
from worldgen.levels.cave.dwellers import populate
from worldgen.levels.cave.hollow import hollow
from worldgen.levels.cave.looks import decorate, draw_pool, draw_rock
from worldgen.levels.cave.pools import pools
from worldgen.levels.cave.themes import THEMES, Theme
from worldgen.levels.counted import counted
from worldgen.levels.grading import grade, passed
from worldgen.levels.ground import Labels, contacts, distances, way_back
from worldgen.levels.level import Cell, Link, Mask, Room
from worldgen.levels.names import Names, words
from worldgen.levels.proof import Obligation
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

VERSION = "1"
MOST_CHAMBERS = 400
MOST_POOLS = 200
USUAL_CHAMBER = 150
"""Open cells for each, where the spec doesn't say."""
SMALLEST_CHAMBER = 8
USUAL_MOST_CHAMBERS = 64
USUAL_OPENNESS = 0.55
USUAL_SMOOTHING = 4
TILES = (
    "rock",
    "wall",
    "floor",
    "pillar",
    "rubble",
    "moss",
    "fungus",
    "lava",
    "deep_water",
    "water",
    "shallows",
)


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """A cave. Raises InvalidSpec, Unsatisfiable or OutOfTime."""
    yield Step("hollowing", 0.0)
    theme = THEMES[spec.theme or next(iter(THEMES))]
    canvas = Canvas.of(spec, VERSION, TILES)
    open_, closed = fixed_walkable(spec)
    open_ = yield from hollow(spec, *_options(spec), open_, closed, stream, clock)
    if np.count_nonzero(open_) < 2:
        raise blocked_by_fixed(spec, (), "from a spawn to an exit")
    draw_rock(canvas, open_)
    yield Step("parting chambers", 0.4, canvas.level())
    clock.check("parting chambers")
    labels = yield from _parted(open_, _chambers(spec, open_, stream), clock)
    keep = canvas.fixed[0].copy()
    _place_ends(canvas, open_, keep)
    yield Step("filling pools", 0.6)
    yield from _fill_pools(canvas, theme, open_, keep, stream, clock)
    decorate(canvas, theme, open_, keep, stream.named("looks"))
    yield Step("naming chambers", 0.85, canvas.level())
    clock.check("naming chambers")
    _add_rooms(canvas, labels, open_, stream)
    populate(canvas, theme, stream.named("dwellers"))
    return Made(canvas.level(), _OBLIGATIONS)


_OBLIGATIONS = (
    Obligation("all_reachable"),
    Obligation("entities_reachable", {"kinds": ("enemy", "loot", "npc_place", "exit")}),
)


def _options(spec: LevelSpec) -> tuple[float, int]:
    openness = float(spec.options.get("openness", USUAL_OPENNESS))
    smoothing = spec.options.get("smoothing", USUAL_SMOOTHING)
    if not isinstance(smoothing, int):
        raise InvalidSpec.at("options.smoothing", f"{smoothing} is no whole number")
    return openness, smoothing


def _chambers(spec: LevelSpec, open_: Mask, stream: Stream) -> int:
    cells = int(np.count_nonzero(open_))
    most = max(1, min(MOST_CHAMBERS, cells // SMALLEST_CHAMBER))
    usual = max(1, min(USUAL_MOST_CHAMBERS, cells // USUAL_CHAMBER))
    return counted(spec, "chambers", usual, most, stream, least=1)


def _parted(open_: Mask, wanted: int, clock: Clock) -> Generator[Step, None, Labels]:
    pauses = chambers(open_, wanted)
    while True:
        try:
            next(pauses)
        except StopIteration as end:
            labels: Labels = end.value
            return labels
        clock.check("parting chambers")
        yield Step("parting chambers", 0.45)


def _place_ends(canvas: Canvas, open_: Mask, keep: Mask) -> None:
    """Spawn and exit, about as far apart as can be; nothing may block them."""
    spawn = _farthest(open_, *_farthest(open_, *_first(open_)))
    exit_ = _farthest(open_, *spawn)
    for kind, (x, y) in (("spawn", spawn), ("exit", exit_)):
        canvas.add(kind, Cell(x, y))
        keep[y, x] = True


def _first(open_: Mask) -> tuple[int, int]:
    y, x = divmod(int(open_.argmax()), open_.shape[1])
    return x, y


def _farthest(open_: Mask, x: int, y: int) -> tuple[int, int]:
    y, x = divmod(int(distances(open_, (x, y)).argmax()), open_.shape[1])
    return x, y


def _fill_pools(
    canvas: Canvas, theme: Theme, open_: Mask, keep: Mask, stream: Stream, clock: Clock
) -> Generator[Step, None, None]:
    """Pools are closed in `open_`."""
    spec = canvas.spec
    wide = min(24, int(np.count_nonzero(open_)) // USUAL_CHAMBER)
    usual = int(wide * theme.pools_per_chamber + 0.5)
    wanted = counted(spec, "pools", usual, MOST_POOLS, stream)
    least = spec.counts["pools"].low if "pools" in spec.counts else 0
    for at, pool in enumerate(pools(open_, keep, wanted, least, stream.named("pools"))):
        clock.check("filling pools")
        draw_pool(canvas, theme, pool, open_)
        yield Step("filling pools", 0.6 + 0.2 * (at + 1) / wanted)


def _add_rooms(canvas: Canvas, labels: Labels, open_: Mask, stream: Stream) -> None:
    """Chambers as rooms, their links, and the critical path through them."""
    spawn, exit_ = canvas.entities
    names = Names(words("cave"), stream.named("names"))
    wet = np.unique(labels[canvas.layers["water"][0] > 0]).tolist()
    first, last = (int(labels[end.y, end.x]) for end in (spawn, exit_))
    for number, box in enumerate(ndimage.find_objects(labels), 1):
        rows, columns = box
        kind = "pool" if number in wet else "chamber"
        kind = "entrance" if number == first else "exit" if number == last else kind
        canvas.rooms.append(
            Room(
                f"chamber{number}",
                kind,
                x=columns.start,
                y=rows.start,
                width=columns.stop - columns.start,
                height=rows.stop - rows.start,
                name=names.name("the {before} {after}"),
            )
        )
    canvas.links += [Link(f"chamber{a}", f"chamber{b}") for a, b, _ in contacts(labels)]
    canvas.areas = labels.astype(np.uint16)[np.newaxis]
    way = way_back(distances(open_, (spawn.x, spawn.y)), exit_.x, exit_.y)
    grade(canvas, passed(f"chamber{labels[y, x]}" for x, y in way))
