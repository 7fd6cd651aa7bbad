"""Houses along the roads: each stands with its front wall at one, and its door opens onto it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worldgen.levels.boxes import Box
from worldgen.levels.level import Mask
from worldgen.levels.settlement.layout import Road
from worldgen.rng import Stream

SMALLEST, LARGEST = 4, 8
"""Cells across a house, walls included."""


@dataclass(frozen=True, slots=True)
class House:
    """`box` includes the walls; `front` is the street's cell before the door."""

    box: Box
    door: tuple[int, int]
    front: tuple[int, int]

    @property
    def inside(self) -> Box:
        box = self.box
        return Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)


def houses_along(
    roads: Sequence[Road],
    plaza: Box,
    land: Mask,
    street: Mask,
    largest: int,
    stream: Stream,
) -> list[House]:
    """As many as fit, those nearest to the plaza first.

    `land`: where houses may stand; what they take is taken out of it. `street`: where doors may
    open onto.
    """
    houses = [*_around(plaza, land, street, largest, stream)]
    for road in sorted(roads, key=lambda road: road.kind != "main"):
        for box in road.boxes:
            houses += _around(box, land, street, largest, stream)
    return sorted(houses, key=lambda house: _apart(house.box, plaza))


def _around(box: Box, land: Mask, street: Mask, largest: int, stream: Stream) -> Iterator[House]:
    """Along the box's long sides, or all four of one that is no road."""
    is_wide = min(box.width, box.height) > 2
    for side in range(4):
        length = box.width if side % 2 == 0 else box.height
        if not is_wide and length < max(box.width, box.height):
            continue
        at = stream.below(3)
        while at + SMALLEST <= length:
            house = _house(box, side, at, length, land, street, largest, stream)
            if house is None:
                at += 1
                continue
            yield house
            _take(house.box, land)
            at += (house.box.width if side % 2 == 0 else house.box.height) + stream.between(1, 3)


def _house(
    box: Box,
    side: int,
    at: int,
    length: int,
    land: Mask,
    street: Mask,
    largest: int,
    stream: Stream,
) -> House | None:
    """One that begins there: as wide as drawn, or else as narrow as can be."""
    wide = min(length - at, stream.between(SMALLEST + 1, largest))
    deep = stream.between(SMALLEST + 1, max(SMALLEST + 1, largest - 1))
    for frontage, depth in ((wide, deep), (SMALLEST, SMALLEST)):
        if frontage < SMALLEST:
            continue
        plot = _plot(box, side, at, frontage, depth)
        if _is_free(plot, land):
            door = at + 1 + stream.below(frontage - 2)
            house = House(plot, *_threshold(box, side, door))
            if street[house.front[1], house.front[0]]:
                return house
    return None


def _plot(box: Box, side: int, at: int, frontage: int, depth: int) -> Box:
    """North, east, south or west of the box."""
    if side == 0:
        return Box(box.x + at, box.y - depth, frontage, depth)
    if side == 1:
        return Box(box.x + box.width, box.y + at, depth, frontage)
    if side == 2:
        return Box(box.x + at, box.y + box.height, frontage, depth)
    return Box(box.x - depth, box.y + at, depth, frontage)


def _threshold(box: Box, side: int, at: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The door in the house's front wall, and the cell of the box before it."""
    if side == 0:
        return (box.x + at, box.y - 1), (box.x + at, box.y)
    if side == 1:
        return (box.x + box.width, box.y + at), (box.x + box.width - 1, box.y + at)
    if side == 2:
        return (box.x + at, box.y + box.height), (box.x + at, box.y + box.height - 1)
    return (box.x - 1, box.y + at), (box.x, box.y + at)


def _is_free(plot: Box, land: Mask) -> bool:
    height, width = land.shape
    inside = plot.x >= 1 and plot.y >= 1
    inside = inside and plot.x + plot.width < width and plot.y + plot.height < height
    return inside and bool(land[plot.slices].all())


def _take(plot: Box, land: Mask) -> None:
    """The house and a cell around it: people get to their gardens."""
    top, left = max(0, plot.y - 1), max(0, plot.x - 1)
    land[top : plot.y + plot.height + 1, left : plot.x + plot.width + 1] = False


def _apart(a: Box, b: Box) -> int:
    return abs(2 * a.x + a.width - 2 * b.x - b.width) + abs(2 * a.y + a.height - 2 * b.y - b.height)
