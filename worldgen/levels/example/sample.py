"""A spec's sample as tiles, and windows of it that a map repeats."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.example.learn import variants
from worldgen.levels.spec import LevelSpec
from worldgen.levels.wfc.model import Grid

_BASE = np.uint64(0x9E3779B97F4A7C15)


def sample_of(spec: LevelSpec) -> Grid:
    """Indices of the spec's tiles. Raises InvalidSpec for rows of unequal length, a glyph that no
    tile has, two tiles with one glyph, and for no sample at all."""
    if not spec.sample:
        raise InvalidSpec.at("sample", "an example needs rows of glyphs to learn from")
    glyphs: dict[str, int] = {}
    for at, (name, tile) in enumerate(spec.tiles.items(), start=1):
        if tile.glyph in glyphs:
            raise InvalidSpec.at(f"tiles.{name}.glyph", f"{tile.glyph!r} is another tile's already")
        glyphs[tile.glyph] = at
    for y, row in enumerate(spec.sample):
        if len(row) != len(spec.sample[0]):
            raise InvalidSpec.at(
                f"sample[{y}]",
                f"{len(row)} glyphs, but row 0 has {len(spec.sample[0])}; give all the same",
            )
        for x, glyph in enumerate(row):
            if glyph not in glyphs:
                known = " ".join(glyphs) or "none"
                raise InvalidSpec.at(
                    f"sample[{y}]",
                    f"no tile has the glyph {glyph!r} (column {x}); there are: {known}",
                )
    return np.array([[glyphs[glyph] for glyph in row] for row in spec.sample], np.uint16)


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """Finds windows of a map that stand in the sample; those of one tile don't count."""

    size: int
    known: NDArray[np.uint64]
    """Hashes of the sample's windows, in order."""

    def __call__(self, cells: Grid) -> list[tuple[int, int]]:
        """The middles (y, x) of some, none of which share a cell."""
        found: list[tuple[int, int]] = []
        hashes = _hashes(cells, self.size)
        for y, x in np.argwhere(np.isin(hashes, self.known)).tolist():
            if all(max(abs(y - a), abs(x - b)) >= self.size for a, b in found):
                found.append((y, x))
        return [(y + self.size // 2, x + self.size // 2) for y, x in found]


def copies_of(sample: Grid, size: int, symmetry: int, wraps: bool) -> Copies:
    shapes = variants(sample, symmetry)
    every = [one for one in shapes if wraps or min(one.shape) >= size]
    hashes: Sequence[NDArray[np.uint64]] = [
        _hashes(_padded(one, size) if wraps else one, size).reshape(-1) for one in every
    ]
    plain = [
        _hashes(np.full((size, size), tile, np.uint16), size).reshape(-1)
        for tile in range(1, int(sample.max()) + 1)
    ]
    known = np.setdiff1d(np.concatenate([*hashes, np.zeros(0, np.uint64)]), np.concatenate(plain))
    return Copies(size, known)


def _padded(sample: Grid, size: int) -> Grid:
    return np.pad(sample, ((0, size - 1), (0, size - 1)), "wrap")


def _hashes(cells: Grid, size: int) -> NDArray[np.uint64]:
    """Of each size x size window: rows first, then columns of those."""
    if min(cells.shape) < size:
        return np.zeros((0, 0), np.uint64)
    rows = _rolled(cells.astype(np.uint64), size, _BASE)
    return _rolled(rows.T, size, _BASE ^ np.uint64(0xD1B54A32D192ED02)).T


def _rolled(values: NDArray[np.uint64], size: int, base: np.uint64) -> NDArray[np.uint64]:
    columns = values.shape[1] - size + 1
    total = np.zeros((values.shape[0], columns), np.uint64)
    for at in range(size):
        total = total * base + values[:, at : at + columns]
    return total
