"""Boxes of cells in plans that are drawn one way round, and turned into the level."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def slices(self) -> tuple[slice, slice]:
        """Indexes an array of shape (height, width)."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)

    def __contains__(self, cell: tuple[int, int]) -> bool:
        x, y = cell
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def cells(self) -> list[tuple[int, int]]:
        """(x, y) each, row by row."""
        rows, columns = range(self.y, self.y + self.height), range(self.x, self.x + self.width)
        return [(x, y) for y in rows for x in columns]


def turned(box: Box, turn: int, width: int, height: int) -> Box:
    """A box of a plan, in a level of that size.

    `turn` 0..7: where the plan's south is (south, west, north, east), from 4 on also mirrored.
    Plans for odd turns are height x width.
    """
    across, down = (height, width) if turn % 2 else (width, height)
    x, y, w, h = box.x, box.y, box.width, box.height
    if turn >= 4:
        x = across - x - w
    for _ in range(turn % 4):
        x, y, w, h = down - y - h, x, h, w
        across, down = down, across
    return Box(x, y, w, h)
