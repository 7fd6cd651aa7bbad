"""The cells of a rule room, C = y * width + x, and what a spec lets each of them hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from worldgen.levels.constraints import Pattern
from worldgen.levels.ranges import Range
from worldgen.levels.rules.alphabet import Alphabet, Tiles
from worldgen.levels.spec import LevelSpec

ANY = "?"
_DIRECTIONS = ((0, -1), (1, 0), (0, 1), (-1, 0), (1, -1), (1, 1), (-1, 1), (-1, -1))
"""n e s w ne se sw nw: dx, dy."""
_CORNERS = {4: (0, 1), 5: (2, 1), 6: (2, 3), 7: (0, 3)}
"""The two directions that a diagonal passes between."""


@dataclass(frozen=True)
class Grid:
    """`before` are the tiles of a room of which only `inside` is made anew, if any."""

    alphabet: Alphabet
    pushes: int = 0
    """The most that a solution may take, where crates are pushed."""
    before: Sequence[int] = ()
    inside: frozenset[int] = frozenset()

    @property
    def spec(self) -> LevelSpec:
        return self.alphabet.spec

    @property
    def width(self) -> int:
        return self.spec.width

    @property
    def height(self) -> int:
        return self.spec.height

    @property
    def cells(self) -> int:
        return self.width * self.height

    @property
    def longest(self) -> int:
        """No shortest way has that many moves."""
        rises = self.spec.movement.jump + 1 if self.spec.movement.kind == "platform" else 1
        return self.cells * rises

    def cell(self, x: int, y: int) -> int:
        return y * self.width + x

    def spot(self, cell: int) -> tuple[int, int]:
        return cell % self.width, cell // self.width

    def is_edge(self, cell: int) -> bool:
        x, y = self.spot(cell)
        return x in (0, self.width - 1) or y in (0, self.height - 1)

    def neighbours(self, cell: int) -> Iterator[tuple[int, int]]:
        """Directions, 0..7, and the cells there."""
        x, y = self.spot(cell)
        for direction, (dx, dy) in enumerate(_DIRECTIONS):
            if 0 <= x + dx < self.width and 0 <= y + dy < self.height:
                yield direction, self.cell(x + dx, y + dy)

    def diagonals(self) -> Iterator[tuple[int, int, int, int, int]]:
        """From, to, direction, and the two cells beside the way."""
        for cell in range(self.cells):
            beside = dict(self.neighbours(cell))
            for direction, (a, b) in _CORNERS.items():
                if direction in beside:
                    yield cell, beside[direction], direction, beside[a], beside[b]

    @cached_property
    def tallies(self) -> tuple[tuple[str, Tiles, Range], ...]:
        """Name, tiles and how many cells of them; a spawn and an exit are one unless stated."""
        stated = [
            (name, self.alphabet.named(name, f"constraints.tiles.{name}"), count)
            for name, count in self.spec.constraints.tiles.items()
        ]
        for tile in self.alphabet.every:
            if self.alphabet.stands_once_anyway(tile):
                name = self.alphabet.tiles[tile].name
                stated.append((name, (tile,), Range(low=1, high=1)))
        return tuple(stated)

    @cached_property
    def border_tiles(self) -> Tiles:
        names = self.spec.constraints.border
        return tuple(
            sorted({t for n in names for t in self.alphabet.named(n, "constraints.border")})
        )

    @cached_property
    def fixed(self) -> dict[int, Tiles]:
        """The tiles that are asked for in each fixed cell; more than one clash."""
        asked: dict[int, Tiles] = {}
        for fixed in self.spec.fixed:
            cell = self.cell(fixed.x, fixed.y)
            asked[cell] = (*asked.get(cell, ()), self.alphabet.tiles.index(fixed.tile))
        return asked

    @cached_property
    def kept_options(self) -> tuple[Tiles, ...]:
        """What each cell may hold, borders and fixed tiles aside."""
        every = self.alphabet.every
        if not self.before:
            return (every,) * self.cells
        return tuple(
            every if cell in self.inside else (tile,) for cell, tile in enumerate(self.before)
        )

    @cached_property
    def options(self) -> tuple[Tiles, ...]:
        """The same, with borders and fixed tiles; empty where they clash."""
        return tuple(self._option(cell, tiles) for cell, tiles in enumerate(self.kept_options))

    def _option(self, cell: int, tiles: Tiles) -> Tiles:
        asked = self.fixed.get(cell, ())
        bordered = self.border_tiles and self.is_edge(cell)
        return tuple(
            tile
            for tile in tiles
            if (not bordered or tile in self.border_tiles) and all(tile == a for a in asked)
        )

    @cached_property
    def changed(self) -> tuple[tuple[int, int], ...]:
        """Cells that are made anew, and what they held."""
        return tuple((cell, self.before[cell]) for cell in sorted(self.inside))

    def mirrored(self) -> Iterator[tuple[int, int]]:
        """Pairs of cells that hold the same tile."""
        for cell in range(self.cells):
            for image in self.images(cell):
                if image > cell:
                    yield cell, image

    def images(self, cell: int) -> tuple[int, ...]:
        """Where the symmetry, if any, lays it."""
        x, y = self.spot(cell)
        across, down = self.cell(self.width - 1 - x, y), self.cell(x, self.height - 1 - y)
        turned = self.cells - 1 - cell
        return {
            None: (),
            "vertical": (across,),
            "horizontal": (down,),
            "rotation": (turned,),
            "both": (across, down, turned),
        }[self.spec.constraints.symmetry]

    def anchors(self, pattern: Pattern) -> Iterator[int]:
        """Where its first corner can lie."""
        height, width = len(pattern.rows), len(pattern.rows[0])
        for y in range(self.height - height + 1):
            for x in range(self.width - width + 1):
                yield self.cell(x, y)

    def glyphs(self, pattern: Pattern, name: str) -> Iterator[tuple[int, int]]:
        """How far from that corner it asks for which tile."""
        for y, row in enumerate(pattern.rows):
            for x, character in enumerate(row):
                if character != ANY:
                    tile = self.alphabet.glyph(character, f"constraints.{name}")
                    yield y * self.width + x, tile
