"""A settlement's rooms: its plaza, streets and piers, then its houses with their doors."""

from collections.abc import Iterator, Sequence

import numpy as np

from worldgen.levels.canvas import Canvas
from worldgen.levels.ground import Labels, contacts
from worldgen.levels.level import Cell, Link, Mask, Room
from worldgen.levels.names import Names
from worldgen.levels.settlement.drawing import mask_of
from worldgen.levels.settlement.layout import Layout
from worldgen.levels.settlement.plots import House
from worldgen.levels.settlement.themes import PLACES
from worldgen.rng import Stream

_STREETS = "{tree} {way}", "{animal} {way}"
_INSIDE_SCALE = 3
"""Cells across the inside of a building, for each cell of its house here."""


def add_outdoors(canvas: Canvas, layout: Layout, names: Names) -> None:
    """Begins the canvas's areas, with the links of what touches."""
    areas = np.zeros((canvas.spec.height, canvas.spec.width), np.int32)
    for kind, name, mask in _outdoors(layout, areas, names):
        if not mask.any():
            continue
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        x, y = int(columns[0]), int(rows[0])
        width, height = int(columns[-1]) - x + 1, int(rows[-1]) - y + 1
        canvas.rooms.append(Room(_id(canvas, kind), kind, x, y, width, height, name=name))
        areas[mask] = len(canvas.rooms)
    ids = [room.id for room in canvas.rooms]
    canvas.links += [Link(ids[a - 1], ids[b - 1], "road") for a, b, _ in contacts(areas)]
    canvas.areas = areas.astype(np.uint16)[np.newaxis]


def add_houses(
    canvas: Canvas, houses: Sequence[House], kinds: Sequence[str], names: Names, stream: Stream
) -> None:
    """Each with a link to its street, and a door that says how its inside is made."""
    assert canvas.areas is not None
    for house, kind in zip(houses, kinds, strict=True):
        x, y = house.front
        street = canvas.rooms[int(canvas.areas[0, y, x]) - 1].id
        inside, name = house.inside, names.name(PLACES[kind].pattern)
        size = inside.x, inside.y, inside.width, inside.height
        room = Room(_id(canvas, kind), kind, *size, name=name)
        canvas.rooms.append(room)
        canvas.areas[0][inside.slices] = len(canvas.rooms)
        canvas.links.append(Link(street, room.id, "door"))
        canvas.add(
            "door",
            Cell(*house.door),
            room=room.id,
            building=PLACES[kind].building,
            seed=stream.named("inside", room.id).seed() >> 31,
            width=house.box.width * _INSIDE_SCALE,
            height=house.box.height * _INSIDE_SCALE,
        )


def _outdoors(layout: Layout, areas: Labels, names: Names) -> Iterator[tuple[str, str, Mask]]:
    """Kind, name and cells; where two cross, the earlier has the cell."""
    yield "plaza", names.name("{tree} Square"), mask_of([layout.plaza], areas.shape)
    for at, road in enumerate(layout.roads):
        cells = mask_of(road.boxes, areas.shape) & (areas == 0)
        yield "street", names.name(_STREETS[at % 2]), cells
    for pier in layout.piers:
        yield "pier", names.name("{tree} Pier"), mask_of([pier], areas.shape) & (areas == 0)


def _id(canvas: Canvas, kind: str) -> str:
    return f"{kind}{1 + sum(room.kind == kind for room in canvas.rooms)}"
