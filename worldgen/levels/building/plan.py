"""Where the rooms of a floor are: a hub behind the front door, and what lies behind the hub.

Boxes are parted until each room borders the hub or a corridor, so that no room has to be a passage
(after Marson & Musse 2010, "Automatic real-time generation of floor plans based on squarified
treemaps", whose corridors are added last; here they part the boxes).
"""

from dataclasses import dataclass
from functools import cache

from worldgen.levels.boxes import Box
from worldgen.rng import Stream

SMALLEST = 3
"""Cells across a room."""
LANDING_DEPTH = 2
DEEPEST_HUB = 14
_SLIM = 2.2
"""How many times deeper than wide a room may be before a corridor parts the box instead."""


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """The hub is at the side of the front door."""

    hub: Box
    corridors: tuple[Box, ...]
    rooms: tuple[Box, ...]


def most_rooms(width: int, height: int, ground: bool) -> int:
    """The most that a floor can have, the hub of the ground floor among them."""
    if ground:
        return 1 + capacity(width - 2, height - 3 - SMALLEST)
    return max(1, capacity(width - 2, height - 3 - LANDING_DEPTH))


def floor_plan(
    width: int, height: int, rooms: int, hub_share: float | None, stream: Stream
) -> FloorPlan:
    """A plan of that many rooms beside the hub, whose front is the last row.

    No `hub_share`: the hub is a landing.
    """
    inside = Box(1, 1, width - 2, height - 2)
    if rooms == 0:
        return FloorPlan(inside, (), ())
    depth = LANDING_DEPTH if hub_share is None else _hub_depth(inside, rooms, hub_share)
    behind = Box(1, 1, inside.width, inside.height - depth - 1)
    hub = Box(1, 2 + behind.height, inside.width, depth)
    corridors: list[Box] = []
    boxes: list[Box] = []
    _part(behind, rooms, False, corridors, boxes, stream)
    return FloorPlan(hub, tuple(corridors), tuple(boxes))


@cache
def capacity(along: int, depth: int) -> int:
    """The most rooms in a box that borders a passage along `along` cells."""
    if min(along, depth) < SMALLEST:
        return 0
    return max((along + 1) // (SMALLEST + 1), _capacity_parted(along, depth))


def _capacity_parted(along: int, depth: int) -> int:
    """The same, with a corridor into its depth."""
    parts = _halves(along)
    return sum(capacity(depth, part) for part in parts) if min(parts) >= SMALLEST else 0


def _halves(along: int) -> tuple[int, int]:
    """What a corridor and its two walls leave on both sides."""
    left = max(0, along - 3)
    return left // 2, left - left // 2


def _hub_depth(inside: Box, rooms: int, share: float) -> int:
    deepest = inside.height - 1 - SMALLEST
    depth = max(SMALLEST, min(deepest, DEEPEST_HUB, int(inside.height * share)))
    while capacity(inside.width, inside.height - 1 - depth) < rooms and depth > SMALLEST:
        depth -= 1
    return depth


def _part(
    box: Box, rooms: int, upright: bool, corridors: list[Box], boxes: list[Box], stream: Stream
) -> None:
    """`upright`: the passage that the box borders runs up and down."""
    along, depth = (box.height, box.width) if upright else (box.width, box.height)
    slices_fit = (along + 1) // (SMALLEST + 1) >= rooms
    slim = depth * rooms > _SLIM * along
    if rooms < 2 or (slices_fit and not (slim and _capacity_parted(along, depth) >= rooms)):
        boxes += _slices(box, rooms, upright, stream)
        return
    parts = _halves(along)
    first = _share(rooms, *(capacity(depth, part) for part in parts))
    corridors.append(_span(box, upright, parts[0] + 1, 1))
    _part(_span(box, upright, 0, parts[0]), first, not upright, corridors, boxes, stream)
    rest = _span(box, upright, parts[0] + 3, parts[1])
    _part(rest, rooms - first, not upright, corridors, boxes, stream)


def _share(rooms: int, first_most: int, second_most: int) -> int:
    """How many go to the first of two about equal halves."""
    return max(1, rooms - second_most, min(rooms // 2, first_most))


def _slices(box: Box, rooms: int, upright: bool, stream: Stream) -> list[Box]:
    """Side by side along the passage, about equally wide."""
    along = box.height if upright else box.width
    spare = along - (rooms - 1) - rooms * SMALLEST
    widths = [SMALLEST + spare // rooms + (at < spare % rooms) for at in range(rooms)]
    for at in range(rooms):
        moved = stream.between(0, (widths[at] - SMALLEST) // 2)
        widths[at] -= moved
        widths[stream.below(rooms)] += moved
    slices, begin = [], 0
    for width in widths:
        slices.append(_span(box, upright, begin, width))
        begin += width + 1
    return slices


def _span(box: Box, upright: bool, begin: int, length: int) -> Box:
    """A part of the box, counted along the passage that it borders."""
    if upright:
        return Box(box.x, box.y + begin, box.width, length)
    return Box(box.x + begin, box.y, length, box.height)
