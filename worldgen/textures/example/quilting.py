"""Image quilting on a torus: patches of the exemplar, each cut to fit those around it.

What comes out is, for each pixel, the place in the exemplar that it was taken from: applied to the
exemplar's other maps, it keeps them in step. Source: A. Efros, W. Freeman, SIGGRAPH 2001; patches
on a torus, so that the result tiles, and the search from coarse to fine are ours.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.rng import MAX_SEED, Stream
from worldgen.textures.example.exemplar import Exemplar
from worldgen.textures.example.matching import Mask, Pixels, best_near, costs_everywhere
from worldgen.textures.example.seams import cut
from worldgen.textures.maps import Bytes, Heights, Tiling

VERSION = "1"
Places = NDArray[np.int32]
Map = TypeVar("Map", bound=Bytes | Heights)

SMALLEST, LARGEST = 32, 4096
SMALLEST_PATCH, LARGEST_PATCH = 16, 256
_USUAL_PATCH = 96
_COARSE = 4
"""Pixels a side of the blocks that are compared first."""
_FINALISTS = 6
_NEAR_ENOUGH = (11, 10)
"""Times the best cost: any of these is taken, so that no patch is taken again and again."""
_SEARCHED = 512
"""Pixels a side of the part of the exemplar that is searched for one patch."""
_OVERLAP = 4
"""A patch overlaps its neighbours by this part of its side at least."""


@dataclass(frozen=True, slots=True)
class QuiltSpec:
    width: int
    height: int
    """Pixels, 32 to 4096."""
    seed: int = 0
    tiling: Tiling = "both"
    patch: int = 0
    """Pixels a side, 16 to 256, and at most half of the exemplar; larger than what repeats in it.
    0 for a quarter of the exemplar, but at most 96."""


@dataclass(frozen=True, slots=True, eq=False)
class Quilt:
    places: Places
    """int32 (height, width, 2): row and column in the exemplar."""

    def of(self, pixels: Map) -> Map:
        """A map of the exemplar, laid out as the quilt is."""
        return cast(Map, pixels[self.places[:, :, 0], self.places[:, :, 1]])


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A patch was laid: `done` of `count`."""

    done: int
    count: int
    quilt: Quilt
    """What there is so far; the rest shows the exemplar's first pixel."""


def more_of(exemplar: Exemplar, spec: QuiltSpec) -> Quilt:
    """A quilt of the spec's size. Raises InvalidSpec for a spec that the exemplar can't serve."""
    *_, last = synthesize(exemplar, spec)
    return last.quilt


def synthesize(exemplar: Exemplar, spec: QuiltSpec) -> Generator[Piece, None, None]:
    """A piece for each patch that is laid, some 3 ms of work; stop asking to end it early."""
    side = check(exemplar, spec)
    canvas = _Canvas.of(exemplar, spec)
    stream = Stream("quilt", VERSION, spec.seed)
    wraps = (spec.tiling in ("both", "y"), spec.tiling in ("both", "x"))
    corners = [
        (top, left)
        for top in _starts(spec.height, side, wraps[0])
        for left in _starts(spec.width, side, wraps[1])
    ]
    for done, corner in enumerate(corners, 1):
        canvas.lay(corner, side, stream)
        yield Piece(done, len(corners), Quilt(canvas.places))


def check(exemplar: Exemplar, spec: QuiltSpec) -> int:
    """The patch's side in pixels. Raises InvalidSpec."""
    for field, value in (("width", spec.width), ("height", spec.height)):
        if not SMALLEST <= value <= LARGEST:
            raise InvalidSpec.at(field, f"{value} pixels; use {SMALLEST} to {LARGEST}")
    if not 0 <= spec.seed <= MAX_SEED:
        raise InvalidSpec.at("seed", f"{spec.seed} is out of range; use 0 to {MAX_SEED}")
    shortest = min(*exemplar.albedo.shape[:2], spec.width, spec.height)
    largest = min(LARGEST_PATCH, shortest // 2)
    usual = max(SMALLEST_PATCH, min(_USUAL_PATCH, largest, shortest // 4))
    side = spec.patch or usual
    if not SMALLEST_PATCH <= side <= largest:
        raise InvalidSpec.at(
            "patch", f"{spec.patch} pixels; use {SMALLEST_PATCH} to {largest}, or 0 for {usual}"
        )
    # NOTE: whole blocks of the coarse search.
    return side // _COARSE * _COARSE


def _starts(length: int, side: int, wraps: bool) -> list[int]:
    """Corners along one axis, evenly spread, each two overlapping."""
    reach = length if wraps else length - side
    step = side - side // _OVERLAP
    count = max(1, -(-reach // step))
    return [at * reach // count for at in range(count if wraps else count + 1)]


@dataclass(slots=True, eq=False)
class _Canvas:
    exemplar: Pixels
    small: Pixels
    """The exemplar, as means over blocks."""
    places: Places
    filled: Mask

    @classmethod
    def of(cls, exemplar: Exemplar, spec: QuiltSpec) -> "_Canvas":
        pixels = exemplar.albedo.astype(np.int32)
        places = np.zeros((spec.height, spec.width, 2), np.int32)
        return cls(pixels, _shrunk(pixels), places, np.zeros(places.shape[:2], np.uint8))

    def lay(self, corner: tuple[int, int], side: int, stream: Stream) -> None:
        """The patch that fits best, cut where it overlaps what is there."""
        height, width = self.filled.shape
        rows = (corner[0] + np.arange(side)) % height
        columns = (corner[1] + np.arange(side)) % width
        at = np.ix_(rows, columns)
        filled, there = self.filled[at], self.places[at]
        window = self.exemplar[there[:, :, 0], there[:, :, 1]]
        top, left = self._fitting(window, filled, side, stream)
        patch = self.exemplar[top : top + side, left : left + side]
        kept = _kept(window, patch, filled)
        down, across = np.mgrid[top : top + side, left : left + side].astype(np.int32)
        there[~kept] = np.stack((down, across), axis=2)[~kept]
        self.places[at] = there
        self.filled[at] = 1

    def _fitting(self, window: Pixels, filled: Mask, side: int, stream: Stream) -> tuple[int, int]:
        rows, columns = (length - side for length in self.exemplar.shape[:2])
        if not filled.any():
            return stream.below(rows + 1), stream.below(columns + 1)
        found = [
            best_near(self.exemplar, window, filled, row * _COARSE, column * _COARSE, _COARSE // 2)
            for row, column in self._finalists(window, filled, side, stream)
        ]
        best = min(cost for cost, _, _ in found)
        times, per = _NEAR_ENOUGH
        near = [each for each in found if each[0] * per <= best * times]
        _, top, left = stream.pick(sorted(set(near)))
        return top, left

    def _finalists(
        self, window: Pixels, filled: Mask, side: int, stream: Stream
    ) -> Iterator[tuple[int, int]]:
        """Blocks from whose neighbourhood the patch may come, by what is seen from afar."""
        coarse, searched = side // _COARSE, _SEARCHED // _COARSE
        whole = filled.reshape(coarse, _COARSE, coarse, _COARSE).min(axis=(1, 3))
        down, across = (max(0, length - searched) for length in self.small.shape[:2])
        top, left = stream.below(down + 1), stream.below(across + 1)
        part = self.small[top : top + searched, left : left + searched]
        costs = np.empty([length - coarse + 1 for length in part.shape[:2]], np.int64)
        costs_everywhere(costs, np.ascontiguousarray(part), _shrunk(window), whole)
        for at in np.argsort(costs, axis=None, kind="stable")[:_FINALISTS]:
            row, column = divmod(int(at), costs.shape[1])
            yield top + row, left + column


def _shrunk(pixels: Pixels) -> Pixels:
    """Means over blocks; what is left over at the far edges is left out."""
    rows, columns = (length // _COARSE for length in pixels.shape[:2])
    whole = pixels[: rows * _COARSE, : columns * _COARSE]
    blocks = whole.reshape(rows, _COARSE, columns, _COARSE, 3)
    means: Pixels = (blocks.sum(axis=(1, 3)) // _COARSE**2).astype(np.int32)
    return means


def _kept(window: Pixels, patch: Pixels, filled: Mask) -> NDArray[np.bool_]:
    """Which pixels of the window stay: those on the far side of a cut through the overlap."""
    gaps = ((window - patch).astype(np.int64) ** 2).sum(axis=2)
    kept = np.zeros(filled.shape, np.bool_)
    for turn in range(4):
        # NOTE: `rot90` gives views, so that what is kept on each side lands in `kept`.
        _keep_left(np.rot90(gaps, turn), np.rot90(filled, turn), np.rot90(kept, turn))
    return kept


def _keep_left(gaps: NDArray[np.int64], filled: Mask, kept: NDArray[np.bool_]) -> None:
    """Marks what lies left of the cut through the columns that are filled from top to bottom."""
    empty = np.flatnonzero(~filled.all(axis=0))
    width = int(empty[0]) if len(empty) else gaps.shape[1] // _OVERLAP
    if width == 0:
        return
    path = cut(np.ascontiguousarray(gaps[:, :width]))
    kept[:, :width] |= np.arange(width) < path[:, None]
