"""Cells of rooms that nothing stands in yet, to put enemies, loot and others there."""

from collections.abc import Sequence

import numpy as np

from worldgen.levels.level import Cell, Cells, Mask
from worldgen.rng import Stream


class FreeCells:
    """Each cell is given once. Rooms go by their place in the level's `rooms`, from 0."""

    def __init__(self, areas: Cells, free: Mask, rooms: int, stream: Stream) -> None:
        """`areas` and `free`: shape (floors, height, width)."""
        self._shape = areas.shape
        self._stream = stream
        cells = np.flatnonzero(free & (areas > 0))
        room_of = areas.reshape(-1)[cells].astype(np.int64) - 1
        order = np.argsort(room_of, kind="stable")
        ends = np.cumsum(np.bincount(room_of, minlength=rooms))[:-1]
        self._cells = [part.tolist() for part in np.split(cells[order], ends)]

    @property
    def left(self) -> int:
        return sum(map(len, self._cells))

    def in_room(self, room: int) -> int:
        """How many are left there."""
        return len(self._cells[room])

    def take(self, room: int) -> Cell:
        """A drawn one of the room."""
        cells = self._cells[room]
        at = self._stream.below(len(cells))
        cells[at], cells[-1] = cells[-1], cells[at]
        return self._cell(cells.pop())

    def take_weighted(self, weights: Sequence[float]) -> Cell:
        """One of a room that is drawn by its weight; of any room where those have none left."""
        usable = [w if cells else 0.0 for w, cells in zip(weights, self._cells, strict=True)]
        if not any(usable):
            usable = [float(len(cells)) for cells in self._cells]
        return self.take(self._stream.weighted(range(len(usable)), usable))

    def take_cell(self, cell: Cell) -> bool:
        """Whether it was free; now it isn't."""
        _, height, width = self._shape
        flat = (cell.floor * height + cell.y) * width + cell.x
        for cells in self._cells:
            if flat in cells:
                cells.remove(flat)
                return True
        return False

    def _cell(self, flat: int) -> Cell:
        _, height, width = self._shape
        return Cell(flat % width, flat // width % height, flat // (width * height))
