"""An overworld from its spec: the file to read first.

relief (ground, rain, rivers) -> biomes -> settlements -> roads -> landmarks, camps, finds
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.levels.canvas import Canvas
from worldgen.levels.counted import counted, too_many
from worldgen.levels.ground import distances
from worldgen.levels.level import Cell, Entity, Level, Link, Mask
from worldgen.levels.names import Names, words
from worldgen.levels.overworld.biomes import DEEP, TILES, paint_biomes
from worldgen.levels.overworld.people import Distance, add_camps_and_finds, add_inns, draw_sites
from worldgen.levels.overworld.relief import Relief, bands, relief
from worldgen.levels.overworld.roads import BLOCKED, Road, Roads
from worldgen.levels.overworld.sites import Site, landmarks, named, settle
from worldgen.levels.overworld.wishes import COUNTS, wishes_of
from worldgen.levels.proof import Obligation
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Made, Step, Steps
from worldgen.rng import Stream

VERSION = "1"
CELLS_A_SETTLEMENT, CELLS_A_LANDMARK = 7_000, 4_000
_CELLS_OF_ONE = 16
"""Of good land, that a settlement or a landmark needs at least."""
ROADLIKE = frozenset({"road", "street", "bridge", "plaza", "settlement"})
TOLLS = {"forest": 14, "swamp": 22, "hills": 14, "mountain": 150, "peak": 260}
_PLAIN, _FORD = 10, 80
_SWAY = 7
"""Cells differ in their toll by less, so that roads over plains aren't drawn with a ruler."""
SOLID = ("mountain", "peak")
_Stepping = Generator[Step, None, None]


def steps(spec: LevelSpec, stream: Stream, clock: Clock) -> Steps:
    """The overworld of a spec. Raises InvalidSpec, Unsatisfiable or OutOfTime."""
    yield Step("reading the wishes", 0.0)
    canvas = Canvas.of(spec, VERSION, TILES)
    land = yield from relief(spec, wishes_of(spec), stream, clock)
    yield from paint(canvas, land, stream, clock)
    country = Country.of(canvas, land)
    yield from populate(canvas, land, country, stream, clock)
    return Made(finished(canvas, land), promises(canvas.entities))


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """Where roads and places can be; shape (height, width)."""

    open: Mask
    """A road can run there: the largest land that hangs together, mountains and rivers included."""
    good: Mask
    """Cells of it that one can live on."""

    @classmethod
    def of(cls, canvas: Canvas, land: Relief) -> "Country":
        """Raises Unsatisfiable where nobody could live anywhere."""
        open_ = ~land.waters.still & ~_closed(canvas)
        flat = ~land.waters.river & ~solid(canvas) & ~canvas.fixed[0]
        largest = _largest(open_, flat)
        if not (largest & flat).any():
            raise _uninhabitable(canvas.spec)
        return cls(largest, largest & flat)


def paint(canvas: Canvas, land: Relief, stream: Stream, clock: Clock) -> _Stepping:
    """Biomes and water, and what the spec fixes over them."""
    spec, theme = canvas.spec, wishes_of(canvas.spec).theme
    seed = stream.named("climate").seed()
    terrain, climate = canvas.layers["terrain"][0], (theme.warmth, theme.wetness)
    wavelength = wishes_of(spec).shape.wavelength
    for rows in bands(spec.height, spec.width):
        clock.check("growing forests")
        paint_biomes(terrain, land.heights, land.sea_level, seed, climate, wavelength, (0, 0), rows)
        yield Step("growing forests", 0.75 + 0.05 * rows[1] / spec.height)
    waters, deep = land.waters, land.heights < land.sea_level - DEEP
    canvas.fill("water", "river", waters.river)
    canvas.fill("water", "water", waters.still)
    canvas.fill("water", "deep_water", waters.sea & deep)
    canvas.stamp()
    yield Step("settling", 0.8, canvas.level())


def populate(
    canvas: Canvas, land: Relief, country: Country, stream: Stream, clock: Clock
) -> _Stepping:
    """Settlements, roads, landmarks, and who and what is there."""
    names = Names(words("overworld"), stream.named("names"))
    settlements = _settlements(canvas, land, country, names, stream)
    yield Step("settling", 0.81)
    roads = yield from _roads(canvas, land, country, settlements, clock)
    yield Step("looking for places", 0.92, canvas.level())
    clock.check("looking for places")
    start = _arrival(settlements, country.good, names)
    yield Step("looking for places", 0.93)
    away = distances(canvas.walkable()[0], (start.x, start.y))
    reached = country.good & (away >= 0)
    wild = reached & (canvas.layers["decor"][0] == 0)
    for site in settlements:
        wild[site.slices(*wild.shape)] = False
    marks = _landmarks(canvas, wild, names, stream)
    end = _far_end(start, [*settlements, *marks], away, names)
    distance = Distance(away, end, canvas.spec.difficulty)
    clock.check("peopling")
    yield Step("peopling", 0.95)
    areas = draw_sites(canvas, [*settlements, *marks], reached, distance)
    ids = [room.id for room in canvas.rooms]
    canvas.links += [Link(ids[road.a], ids[road.b], "road") for road in roads]
    add_inns(canvas, settlements, names)
    free = wild & (areas[0] == 0)
    free[start.y, start.x] = free[end.y, end.x] = False
    add_camps_and_finds(canvas, free, distance, stream)
    canvas.add("exit", Cell(end.x, end.y), name=end.name)
    canvas.add("spawn", Cell(start.x, start.y), name=start.name)


def finished(canvas: Canvas, land: Relief) -> Level:
    return replace(canvas.level(), heights=land.heights, sea_level=land.sea_level)


def promises(entities: Iterable[Entity]) -> tuple[Obligation, ...]:
    """What holds of every overworld that has these."""
    kinds = {entity.kind for entity in entities} - {"spawn", "exit"}
    return (
        Obligation("rivers_run_downhill"),
        Obligation("roads_join", {"kinds": ("settlement",)}),
        Obligation("entities_reachable", {"kinds": tuple(sorted(kinds))}),
    )


def solid(canvas: Canvas) -> Mask:
    """Shape (height, width): mountains, peaks."""
    solid_: Mask = np.isin(canvas.layers["terrain"][0], [canvas.index(name) for name in SOLID])
    return solid_


def _closed(canvas: Canvas) -> Mask:
    """Fixed cells that no road can run through."""
    closed: Mask = canvas.fixed[0].copy()
    for fixed in canvas.spec.fixed:
        if fixed.tile in ROADLIKE:
            closed[fixed.y, fixed.x] = False
    return closed


def _largest(open_: Mask, good: Mask) -> Mask:
    """The part that has the most good cells; parts hang together in four directions."""
    labels, number = ndimage.label(open_)
    sizes = np.bincount(labels[good & open_], minlength=number + 1)
    if not number:
        return np.zeros_like(open_)
    return np.asarray(labels == int(np.argmax(sizes[1:])) + 1, np.bool_)


def _uninhabitable(spec: LevelSpec) -> Unsatisfiable:
    names = [*(f"options.{name}" for name in spec.options), *(("fixed",) if spec.fixed else ())]
    return Unsatisfiable(
        "no cell is left that one could live on: all is water, mountain or fixed; set options.sea "
        "or options.mountains lower, or fix fewer cells",
        tuple(names) or ("width", "height"),
    )


def _settlements(
    canvas: Canvas, land: Relief, country: Country, names: Names, stream: Stream
) -> list[Site]:
    cells = int(np.count_nonzero(country.good))
    most = min(COUNTS["settlements"].high, max(1, cells // _CELLS_OF_ONE))
    usual = max(2, 1 + cells // CELLS_A_SETTLEMENT)
    number = counted(canvas.spec, "settlements", usual, most, stream)
    drawn = stream.named("settlements")
    sites = settle(country.good, land.waters.sea, land.heights, number, names, drawn)
    _check_least(canvas.spec, "settlements", len(sites))
    return sites


def _landmarks(canvas: Canvas, wild: Mask, names: Names, stream: Stream) -> list[Site]:
    cells = int(np.count_nonzero(wild))
    most = min(COUNTS["points_of_interest"].high, cells // _CELLS_OF_ONE)
    usual = max(2, 2 + cells // CELLS_A_LANDMARK)
    number = counted(canvas.spec, "points_of_interest", usual, most, stream)
    sites = landmarks(wild, number, names, stream.named("landmarks"))
    _check_least(canvas.spec, "points_of_interest", len(sites))
    return sites


def _check_least(spec: LevelSpec, name: str, made: int) -> None:
    if name in spec.counts and made < spec.counts[name].low:
        raise too_many(name, spec.counts[name].low, made)


def _roads(
    canvas: Canvas, land: Relief, country: Country, settlements: list[Site], clock: Clock
) -> Generator[Step, None, list[Road]]:
    """Draws them. One that crosses a river is a bridge there, one over a mountain a pass."""
    if not settlements:
        return []
    width = canvas.spec.width
    starts = [site.y * width + site.x for site in settlements]
    search = Roads(land.heights, tolls(canvas, land, country.open), starts)
    for share in search.run():
        clock.check("laying roads")
        yield Step("laying roads", 0.81 + 0.1 * share)
    roads = search.network()
    on_road = np.zeros(land.heights.size, np.bool_)
    for road in roads:
        on_road[list(road.cells)] = True
    draw_roads(canvas, land, on_road.reshape(land.heights.shape))
    return roads


def tolls(canvas: Canvas, land: Relief, open_: Mask) -> NDArray[np.int32]:
    """What a cell of road costs."""
    table = np.full(len(canvas.tiles) + 1, _PLAIN, np.int32)
    for name, toll in TOLLS.items():
        table[canvas.index(name)] = toll
    costs = np.where(land.waters.river, np.int32(_FORD), table[canvas.layers["terrain"][0]])
    sway = land.heights.astype(np.int32) % _SWAY
    return np.where(open_, costs + sway, np.int32(BLOCKED))


def draw_roads(canvas: Canvas, land: Relief, on_road: Mask) -> None:
    canvas.fill("terrain", "hills", on_road & solid(canvas))
    canvas.fill("decor", "road", on_road & ~land.waters.river)
    canvas.fill("decor", "bridge", on_road & land.waters.river)


def _arrival(settlements: list[Site], good: Mask, names: Names) -> Site:
    """The harbour nearest to the map's edge, else the settlement nearest to it."""
    height, width = good.shape
    if not settlements:
        cell = int(np.flatnonzero(good)[0])
        return Site("tower", named("tower", names), cell % width, cell // width)

    def far_in(site: Site) -> tuple[bool, int]:
        edge = min(site.x, site.y, width - 1 - site.x, height - 1 - site.y)
        return site.kind != "harbour", edge

    return min(settlements, key=far_in)


def _far_end(start: Site, sites: list[Site], away: NDArray[np.int32], names: Names) -> Site:
    """The place that takes the longest to get to; without any other, the farthest cell."""
    others = [site for site in sites if site is not start and away[site.y, site.x] > 0]
    if others:
        return max(others, key=lambda site: int(away[site.y, site.x]))
    cell, width = int(np.argmax(away)), away.shape[1]
    return Site("tower", named("tower", names), cell % width, cell // width)
