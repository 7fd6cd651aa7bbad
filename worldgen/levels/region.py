"""A box of a level: what is made anew while everything outside of it stays."""

from dataclasses import dataclass

from worldgen.errors import InvalidSpec
from worldgen.levels.level import Level


@dataclass(frozen=True, slots=True)
class Region:
    """Cells x..x+width-1, y..y+height-1 of one floor."""

    x: int
    y: int
    width: int
    height: int
    floor: int = 0

    def check(self, level: Level) -> None:
        """Raises InvalidSpec where it isn't wholly inside of the level."""
        for field, least, at, size, whole in (
            ("region.width", 1, self.x, self.width, level.width),
            ("region.height", 1, self.y, self.height, level.height),
        ):
            if size < least:
                raise InvalidSpec.at(field, f"{size} is no size; a region has at least one cell")
            if at < 0 or at + size > whole:
                raise InvalidSpec.at(
                    field, f"cells {at}..{at + size - 1} aren't all inside of 0..{whole - 1}"
                )
        if not 0 <= self.floor < level.floors:
            raise InvalidSpec.at(
                "region.floor", f"there is no floor {self.floor}; floors are 0..{level.floors - 1}"
            )

    def __contains__(self, at: tuple[int, int, int]) -> bool:
        """Whether the cell (x, y, floor) is in it."""
        x, y, floor = at
        inside = self.x <= x < self.x + self.width and self.y <= y < self.y + self.height
        return inside and floor == self.floor

    @property
    def slices(self) -> tuple[int, slice, slice]:
        """Indexes an array of shape (floors, height, width)."""
        rows, columns = slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)
        return self.floor, rows, columns
