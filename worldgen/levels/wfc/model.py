"""What is collapsed: patterns of N x N tiles, the rules they fit by, and the map they make."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.kernels import bare_kernel
from worldgen.levels.wfc.propagation import ban
from worldgen.levels.wfc.repair import redraw
from worldgen.levels.wfc.rules import Rules
from worldgen.levels.wfc.solver import begin, collapse, settle
from worldgen.levels.wfc.wave import HEIGHT, WIDTH, Wave, bytes_of, wave_of

MAX_BYTES = 400 << 20
"""What a wave may take, so that a server isn't brought down by a spec."""
Grid = NDArray[np.uint16]
"""Shape (height, width): indices of tiles, 0 where nothing is decided yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """P patterns of N x N tiles; tile sets have N = 1."""

    rules: Rules
    pixels: NDArray[np.uint16]
    """(P, N, N): indices of tiles, from 1."""
    wraps: bool = False
    """Whether the map's opposite sides touch."""
    lowest: NDArray[np.bool_] | None = None
    """(P): which patterns may stand in the wave's last row; any, where there are none."""
    elsewhere: NDArray[np.bool_] | None = None
    """(P): which may stand above it."""

    @property
    def size(self) -> int:
        return int(self.pixels.shape[1])

    def grid(self, width: int, height: int) -> tuple[int, int]:
        """The wave's width and height for a map: one cell for each place a pattern has."""
        margin = 0 if self.wraps else self.size - 1
        return width - margin, height - margin


@dataclass(frozen=True, slots=True, eq=False)
class Collapsing:
    """A model's wave for a map of width x height tiles."""

    model: Model
    wave: Wave
    width: int
    height: int

    def clash(self, allowed: NDArray[np.bool_] | None = None) -> bool:
        """Begins, with only these tiles (height, width, tiles + 1); whether that can't be."""
        rules, wave = self.model.rules, self.wave
        if allowed is not None:
            confined = np.logical_not(allowed[:, :, 1:].all(axis=2))
            confine(rules, wave, self.model.pixels, allowed, confined)
        if self.model.lowest is not None and self.model.elsewhere is not None:
            confine_rows(rules, wave, self.model.lowest, self.model.elsewhere)
        if begin(rules, wave) >= 0:
            return True
        settle(wave)
        return False

    def run(self, clock: Clock) -> Generator[float, None, None]:
        return collapse(self.model.rules, self.wave, clock)

    def redraw(self, y: int, x: int, radius: int) -> None:
        """Re-opens a box around a cell of a map that is done; `run` decides it anew."""
        across, down = self.model.grid(self.width, self.height)
        redraw(self.model.rules, self.wave, min(y, down - 1) * across + min(x, across - 1), radius)

    def map(self) -> Grid:
        """What is decided so far."""
        cells = np.zeros((self.height, self.width), np.uint16)
        paint(self.wave, self.model.pixels, cells)
        return cells


def collapsing(model: Model, width: int, height: int, seed: int) -> Collapsing:
    """A map in which every cell can still be everything. Raises InvalidSpec where that's too much
    to hold in memory."""
    across, down = model.grid(width, height)
    needed = bytes_of(model.rules, across * down)
    if needed > MAX_BYTES:
        raise InvalidSpec.at(
            "size",
            f"{width}x{height} cells of {model.rules.patterns} patterns take {needed >> 20} MB, "
            f"more than {MAX_BYTES >> 20}; make it smaller, or give less to learn",
        )
    wave = wave_of(model.rules, across, down, model.wraps, seed)
    return Collapsing(model, wave, width, height)


@bare_kernel
def confine(
    rules: Rules,
    wave: Wave,
    pixels: NDArray[np.uint16],
    allowed: NDArray[np.bool_],
    confined: NDArray[np.bool_],
) -> None:
    """Bans every pattern with a tile where it isn't allowed (height, width, tiles + 1).
    `confined` (height, width): where not all are."""
    height, width = allowed.shape[0], allowed.shape[1]
    size = pixels.shape[1]
    for cell in range(len(wave.left)):
        top, left = cell // wave.numbers[WIDTH], cell % wave.numbers[WIDTH]
        for dy in range(size):
            for dx in range(size):
                y, x = (top + dy) % height, (left + dx) % width
                if confined[y, x]:
                    for pattern in range(len(rules.weights)):
                        if wave.alive[cell, pattern] and not allowed[y, x, pixels[pattern, dy, dx]]:
                            ban(rules, wave, cell, pattern)


@bare_kernel
def confine_rows(
    rules: Rules, wave: Wave, lowest: NDArray[np.bool_], elsewhere: NDArray[np.bool_]
) -> None:
    """Bans from the last row what mayn't stand there, and elsewhere what may only stand there."""
    last = (wave.numbers[HEIGHT] - 1) * wave.numbers[WIDTH]
    for cell in range(len(wave.left)):
        for pattern in range(len(rules.weights)):
            may = lowest[pattern] if cell >= last else elsewhere[pattern]
            if wave.alive[cell, pattern] and not may:
                ban(rules, wave, cell, pattern)


@bare_kernel
def paint(wave: Wave, pixels: NDArray[np.uint16], cells: Grid) -> None:
    """Writes each decided pattern's first tile, and at the far sides its others."""
    width, height = wave.numbers[WIDTH], wave.numbers[HEIGHT]
    for y in range(cells.shape[0]):
        for x in range(cells.shape[1]):
            top, left = min(y, height - 1), min(x, width - 1)
            cell = top * width + left
            if wave.left[cell] == 1:
                pattern = 0
                while not wave.alive[cell, pattern]:
                    pattern += 1
                cells[y, x] = pixels[pattern, y - top, x - left]
