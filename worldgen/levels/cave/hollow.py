"""Which cells of a cave are open: cellular automata over noise, then tunnels that join them.

Johnson, Yannakakis & Togelius 2010, "Cellular automata for real-time generation of infinite cave
levels"; the tunnels are a minimum spanning tree of the hollows.
"""

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from worldgen.clock import Clock
from worldgen.levels.canvas import blocked_by_fixed
from worldgen.levels.cave.tunnels import dig
from worldgen.levels.level import Cell, Mask
from worldgen.levels.spec import LevelSpec
from worldgen.levels.steps import Step
from worldgen.rng import Stream

SMALLEST_HOLLOW = 12
"""Cells; smaller ones are filled in."""
SMALLEST_PILLAR = 6
LEAST_OPEN = 6
"""One open cell of this many inside of the border, at the least."""


def hollow(
    spec: LevelSpec,
    openness: float,
    smoothing: int,
    open_: Mask,
    closed: Mask,
    stream: Stream,
    clock: Clock,
) -> Generator[Step, None, Mask]:
    """The open cells: one region in four directions, with all of `open_` and none of `closed`.

    Raises Unsatisfiable where `closed` cells keep it from being one.
    """
    caves = stream.named("noise").units(spec.height, spec.width) < openness
    yield Step("hollowing", 0.05)
    for turn in range(smoothing):
        clock.check("hollowing")
        caves = _smoothed(_kept(caves, open_, closed))
        yield Step("hollowing", 0.05 + 0.25 * (turn + 1) / smoothing)
    caves = _kept(caves, open_, closed)
    _open_pillars(caves, closed)
    _open_middle(caves, closed)
    yield Step("joining hollows", 0.35)
    clock.check("joining hollows")
    return _joined(spec, caves, open_, closed, stream)


def _kept(caves: Mask, open_: Mask, closed: Mask) -> Mask:
    """The same with a border of rock, and what is decided."""
    for edge in (caves[0], caves[-1], caves[:, 0], caves[:, -1]):
        edge[:] = False
    kept: Mask = (caves | open_) & ~closed
    return kept


def _smoothed(caves: Mask) -> Mask:
    """Open where at least five of the nine cells around are."""
    padded = np.pad(caves, 1).astype(np.uint8)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    around = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    smoothed: Mask = around >= 5
    return smoothed


def _open_pillars(caves: Mask, closed: Mask) -> None:
    """Rock that is alone in the open is no cave's wall."""
    labels, number = ndimage.label(~caves)
    sizes = np.bincount(labels.ravel(), minlength=number + 1)
    small = sizes < SMALLEST_PILLAR
    small[[0, *np.unique(labels[closed])]] = False
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        small[edge] = False
    caves |= small[labels]


def _open_middle(caves: Mask, closed: Mask) -> None:
    """Where hardly anything is open, a diamond in the middle is."""
    height, width = caves.shape
    inside = (height - 2) * (width - 2)
    if _largest(caves) * LEAST_OPEN >= inside:
        return
    across, down = width // 2 - 1, height // 2 - 1
    x, y = np.arange(width) - width // 2, np.arange(height) - height // 2
    diamond = np.abs(x)[None, :] * down + np.abs(y)[:, None] * across <= across * down
    diamond[[0, -1], :] = diamond[:, [0, -1]] = False
    caves |= diamond & ~closed


def _largest(caves: Mask) -> int:
    labels, number = ndimage.label(caves)
    return int(np.bincount(labels.ravel(), minlength=2)[1:].max()) if number else 0


def _joined(spec: LevelSpec, caves: Mask, open_: Mask, closed: Mask, stream: Stream) -> Mask:
    labels, _ = ndimage.label(caves)
    keep = _kept_hollows(labels, open_)
    caves = keep[labels]
    labels, number = ndimage.label(caves)
    diggable = ~closed
    for edge in (diggable[0], diggable[-1], diggable[:, 0], diggable[:, -1]):
        edge[:] = False
    seed = stream.named("tunnels").seed()
    caves = dig(labels.astype(np.int32), number, diggable, seed)
    return _one_region(spec, caves, open_)


def _kept_hollows(labels: NDArray[np.int32], open_: Mask) -> Mask:
    """By label: the large ones, the largest, and those that the spec asks for."""
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    keep: Mask = sizes >= SMALLEST_HOLLOW
    keep[int(sizes.argmax())] = True
    keep[np.unique(labels[open_])] = True
    keep[0] = False
    return keep


def _one_region(spec: LevelSpec, caves: Mask, open_: Mask) -> Mask:
    """What couldn't be joined is filled in again, unless the spec asks for it."""
    labels, number = ndimage.label(caves)
    if number <= 1:
        return caves
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    main: Mask = labels == int(sizes.argmax())
    lost = np.argwhere(open_ & ~main)
    if lost.size:
        cells = [Cell(int(x), int(y)) for y, x in lost]
        raise blocked_by_fixed(spec, cells, "through the cave")
    return main
