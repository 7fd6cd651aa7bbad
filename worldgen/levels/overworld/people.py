"""Who and what stands in an overworld: where play begins and ends, inns, camps, things to find."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.canvas import Canvas
from worldgen.levels.counted import counted
from worldgen.levels.grading import at_curve
from worldgen.levels.level import Cell, Cells, Mask, Room
from worldgen.levels.names import Names
from worldgen.levels.overworld.sites import LANDMARKS, Site, footprint, named
from worldgen.rng import Stream

CELLS_A_CAMP, CELLS_A_FIND = 1_500, 2_200
_TRIES = 40
_CALM = 0.25
"""How likely a camp is where it is least hard, next to where it is hardest."""


class Distance:
    """How far one has come, 0 at the spawn and 1 at the exit or beyond."""

    def __init__(self, away: NDArray[np.int32], end: Site, curve: Sequence[float]) -> None:
        self.away = away
        self._whole = max(1, int(away[end.y, end.x]))
        self._curve = curve

    def difficulty(self, x: int, y: int) -> float:
        share = min(1.0, max(0, int(self.away[y, x])) / self._whole)
        return at_curve(self._curve, share)


def draw_sites(canvas: Canvas, sites: Sequence[Site], dry: Mask, distance: Distance) -> Cells:
    """Rooms, settlements' tiles and an entity each; what comes back are the level's areas."""
    spec = canvas.spec
    canvas.areas = areas = np.zeros((1, spec.height, spec.width), np.uint16)
    free, settled = dry.copy(), np.zeros_like(dry)
    for site in sites:
        place = Cell(site.x, site.y)
        kind = "landmark" if site.kind in LANDMARKS else "settlement"
        entity = canvas.add(kind, place, name=site.name, place=site.kind)
        hard = distance.difficulty(site.x, site.y)
        box = site.box(spec.width, spec.height)
        canvas.rooms.append(Room(entity.id, site.kind, *box, 0, hard, site.name))
        rows, columns = site.slices(spec.height, spec.width)
        covers = footprint(site, free)
        free[rows, columns] &= ~covers
        areas[0, rows, columns][covers] = len(canvas.rooms)
        if kind == "settlement":
            settled[rows, columns] |= covers
    canvas.fill("decor", "settlement", settled)
    return areas


def add_inns(canvas: Canvas, sites: Sequence[Site], names: Names) -> None:
    """A place for somebody to talk to in each settlement."""
    for site in sites:
        if site.kind not in LANDMARKS:
            name = named("inn", names)
            canvas.add("npc_place", Cell(site.x, site.y), name=name, settlement=site.name)


def add_camps_and_finds(canvas: Canvas, free: Mask, distance: Distance, stream: Stream) -> None:
    """Enemies and loot on `free` cells, each as hard as it is far from the spawn."""
    cells, width = np.flatnonzero(free), free.shape[1]
    for name, kind, every in (
        ("enemies", "enemy", CELLS_A_CAMP),
        ("loot", "loot", CELLS_A_FIND),
    ):
        drawn = stream.named(kind)
        number = counted(canvas.spec, name, max(2, len(cells) // every), len(cells), drawn)
        for _ in range(number):
            at = _drawn(cells, width, distance, drawn)
            x, y = int(cells[at]) % width, int(cells[at]) // width
            cells[at] = cells[-1]
            cells = cells[:-1]
            hard = distance.difficulty(x, y)
            canvas.add(kind, Cell(x, y), level=1 + int(hard * 9))


def _drawn(cells: NDArray[np.int64], width: int, distance: Distance, stream: Stream) -> int:
    """The place in `cells` of one that is the likelier the harder it is there."""
    at = 0
    for _ in range(_TRIES):
        at = stream.below(len(cells))
        hard = distance.difficulty(int(cells[at]) % width, int(cells[at]) // width)
        if stream.chance(_CALM + (1 - _CALM) * hard):
            break
    return at
