"""Where a settlement's roads, plaza, water and walls are; houses come after them.

Roads come first, as they do: main roads through a plaza, lanes off them, and lanes off long lanes
(hierarchical growth: Parish & Müller 2001, "Procedural modeling of cities", on a grid).
Drawn one way round: the first main road runs from west to east, a coast is in the south.
"""

from dataclasses import dataclass, field
from math import isqrt

import numpy as np

from worldgen.levels.boxes import Box
from worldgen.levels.level import Mask
from worldgen.levels.settlement.themes import Theme
from worldgen.rng import Stream

EDGE = 2
"""Cells beside the map's edge without houses."""
_ROOMY = 36
"""Cells across, from which on there is land outside of walls too."""
MAIN_WIDTH = 2
_LANES_APART = (9, 13)
_SHORTEST_LANE = 6
_SHORTEST_BEND = 7
"""Cells of road outside, for it to bend there and not in a gate."""
_BESIDE = 5
"""Cells that a lane is away from another road beside it, at least."""


@dataclass(slots=True)
class Road:
    kind: str
    """main or lane."""
    boxes: list[Box]


@dataclass(slots=True)
class Layout:
    across: int
    down: int
    settled: Box
    """Where houses are."""
    plaza: Box
    roads: list[Road] = field(default_factory=list)
    water: list[Box] = field(default_factory=list)
    piers: list[Box] = field(default_factory=list)
    walls: list[Box] = field(default_factory=list)
    spawn: Box = field(default_factory=lambda: Box(0, 0, 1, 1))


@dataclass(frozen=True, slots=True)
class Wish:
    houses: int
    water: str
    """none, river or coast."""
    walled: bool
    land: int
    """Percent of the usual land for each house."""


def layout_of(theme: Theme, wish: Wish, across: int, down: int, stream: Stream) -> Layout:
    coast = down // 6 if wish.water == "coast" else 0
    settled = _settled(theme, wish, across, down - coast, stream)
    middle = settled.x + settled.width // 2, settled.y + settled.height // 2
    side = max(5, min(13, 3 + isqrt(settled.area) // 8))
    plaza = Box(middle[0] - side // 2, middle[1] - side // 2, side, max(4, side - 2))
    layout = Layout(across, down, settled, plaza)
    _add_main_roads(layout, theme, wish, coast, stream.named("main"))
    if coast:
        _add_coast(layout, coast, stream.named("coast"))
    if wish.water == "river":
        _add_river(layout, stream.named("river"))
    _add_lanes(layout, stream.named("lanes"))
    if wish.walled:
        _add_walls(layout)
    return layout


def _settled(theme: Theme, wish: Wish, across: int, down: int, stream: Stream) -> Box:
    """Of the map's proportions, and as large as the houses need."""
    edge = EDGE + 2 * (wish.walled and min(across, down) >= _ROOMY)
    most = (across - 2 * edge) * (down - 2 * edge)
    area = min(most, wish.houses * theme.cells_per_house * wish.land // 100 + 150)
    width = min(across - 2 * edge, max(14, isqrt(area * across // down)))
    height = min(down - 2 * edge, max(12, area // width))
    spare_x, spare_y = across - 2 * edge - width, down - 2 * edge - height
    x = edge + spare_x // 4 + stream.between(0, spare_x // 2)
    y = edge + spare_y // 4 + stream.between(0, spare_y // 2)
    return Box(x, y, width, height)


def _add_main_roads(layout: Layout, theme: Theme, wish: Wish, coast: int, stream: Stream) -> None:
    plaza, across, land = layout.plaza, layout.across, layout.down - coast
    y = plaza.y + plaza.height // 2 - 1
    west = _bent(0, layout.settled.x, y, land, stream)
    east = _bent(across - 1, layout.settled.x + layout.settled.width - 1, y, land, stream)
    through = Box(layout.settled.x, y, layout.settled.width, MAIN_WIDTH)
    layout.roads.append(Road("main", [*west, through, *east]))
    layout.spawn = Box(0, west[0].y, 1, 1)
    if theme.two_roads or coast:
        x = plaza.x + plaza.width // 2 - 1
        end = land if coast else layout.down
        layout.roads.append(Road("main", [Box(x, 0, MAIN_WIDTH, end)]))


def _bent(edge: int, at: int, y: int, land: int, stream: Stream) -> list[Box]:
    """From the map's edge, at another height, to the settled land's at `y`: three boxes."""
    length = abs(edge - at)
    swing = land // 8 if length >= _SHORTEST_BEND else 0
    outside = max(1, min(land - MAIN_WIDTH - 1, y + stream.between(-swing, swing)))
    bend = edge + max(0, length - _SHORTEST_BEND + 2) // 2 * (1 if edge < at else -1)
    low, high = sorted((outside, y))
    first, last = min(edge, bend), max(edge, bend)
    return [
        Box(first, outside, last - first + (MAIN_WIDTH if edge < at else 1), MAIN_WIDTH),
        Box(bend, low, MAIN_WIDTH, high - low + MAIN_WIDTH),
        Box(min(bend, at), y, abs(bend - at) + 1, MAIN_WIDTH),
    ]


def _add_coast(layout: Layout, coast: int, stream: Stream) -> None:
    """Water in the south, and a pier where the second road ends."""
    shore = layout.down - coast
    road = layout.roads[1].boxes[0]
    depth = 0
    for x in range(layout.across):
        depth = max(0, min(2, depth + stream.between(-1, 1)))
        layout.water.append(Box(x, shore + depth, 1, coast - depth))
    length = max(2, coast - 2)
    layout.piers.append(Box(road.x, shore, MAIN_WIDTH, length))


def _add_river(layout: Layout, stream: Stream) -> None:
    """From north to south beside the plaza; main roads cross it on bridges."""
    plaza, width = layout.plaza, 2 + (layout.across >= 64)
    low, high = plaza.x + plaza.width + 3, layout.across - width - EDGE - 1
    if stream.chance(0.5) or low >= high:
        low, high = EDGE, plaza.x - width - 4
    x = (low + high) // 2
    for y in range(layout.down):
        x = max(low, min(high, x + stream.between(-1, 1)))
        layout.water.append(Box(x, y, width, 1))


def _add_lanes(layout: Layout, stream: Stream) -> None:
    """Off main roads within the settled land, then off lanes, as long as there is land."""
    taken = np.zeros((layout.down, layout.across), np.bool_)
    roads = [box for road in layout.roads for box in road.boxes]
    for box in (*roads, *layout.water, layout.plaza):
        taken[box.slices] = True
    parents = [_clipped(box, layout.settled) for box in roads]
    for _ in range(3):
        lanes = [lane for box in parents for lane in _lanes_off(box, layout, taken, stream)]
        layout.roads += [Road("lane", [lane]) for lane in lanes]
        parents = lanes


def _lanes_off(parent: Box, layout: Layout, taken: Mask, stream: Stream) -> list[Box]:
    lanes = []
    upright = parent.height > parent.width
    length = parent.height if upright else parent.width
    at = stream.between(3, 6)
    while at < length - 2:
        for back in (True, False):
            lane = _lane(parent, upright, at, back, layout.settled, taken)
            if lane is not None and stream.chance(0.85):
                taken[lane.slices] = True
                lanes.append(lane)
        at += stream.between(*_LANES_APART)
    return lanes


def _lane(parent: Box, upright: bool, at: int, back: bool, settled: Box, taken: Mask) -> Box | None:
    """Straight away from the parent, until something is in the way; None where it'd be short."""
    step = -1 if back else 1
    if upright:
        x, y = (parent.x - 1 if back else parent.x + parent.width), parent.y + at
        dx, dy = step, 0
    else:
        x, y = parent.x + at, (parent.y - 1 if back else parent.y + parent.height)
        dx, dy = 0, step
    if not _has_room(x + 2 * dx, y + 2 * dy, upright, taken):
        return None
    length = 0
    while (x + length * dx, y + length * dy) in settled:
        if taken[y + length * dy, x + length * dx]:
            break
        length += 1
    if length < _SHORTEST_LANE:
        return None
    end_x, end_y = x + (length - 1) * dx, y + (length - 1) * dy
    return Box(min(x, end_x), min(y, end_y), abs(end_x - x) + 1, abs(end_y - y) + 1)


def _has_room(x: int, y: int, upright: bool, taken: Mask) -> bool:
    """Whether there is no road close by on either side."""
    if upright:
        return not taken[max(0, y - _BESIDE) : y + _BESIDE + 1, max(0, x) : x + 1].any()
    return not taken[max(0, y) : y + 1, max(0, x - _BESIDE) : x + _BESIDE + 1].any()


def _clipped(box: Box, to: Box) -> Box:
    x, y = max(box.x, to.x), max(box.y, to.y)
    right = min(box.x + box.width, to.x + to.width)
    bottom = min(box.y + box.height, to.y + to.height)
    return Box(x, y, max(0, right - x), max(0, bottom - y))


def _add_walls(layout: Layout) -> None:
    """A ring around the settled land; roads go through it, and water does."""
    inner = layout.settled
    x, y, w, h = inner.x - 1, inner.y - 1, inner.width + 2, inner.height + 2
    layout.walls += [Box(x, y, w, 1), Box(x, y + h - 1, w, 1)]
    layout.walls += [Box(x, y, 1, h), Box(x + w - 1, y, 1, h)]
