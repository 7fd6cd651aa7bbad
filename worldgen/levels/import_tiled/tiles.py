"""Which tile each number of a Tiled map stands for."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from worldgen.errors import InvalidSpec
from worldgen.levels.export.tiled import FLIP_X, FLIP_Y, TRANSPOSE
from worldgen.levels.export.turns import AS_DRAWN, ENDINGS, Turn
from worldgen.levels.import_tiled.node import Node, parsed
from worldgen.levels.level import Value
from worldgen.levels.tiles import TRAITS, Tile, TileSet, bundled

MAX_SETS = 256
MAX_TILES = 65_535
_HEXAGONAL = 0x10000000
_FLAGS = FLIP_X | FLIP_Y | TRANSPOSE | _HEXAGONAL
_MAX_NUMBER = _HEXAGONAL - 1
_GREY = "#808080"


@dataclass(slots=True)
class Numbers:
    """Tiles by name, in their order, and the name of each number that was met."""

    sets: list["_Set"]
    tiles: dict[str, Tile] = field(default_factory=dict)

    @classmethod
    def of(cls, map_: Node, beside: Mapping[str, bytes]) -> "Numbers":
        nodes = map_.children("tilesets")
        if len(nodes) > MAX_SETS:
            raise map_.wrong("tilesets", f"{len(nodes)} are too many; at most {MAX_SETS}")
        sets = [_Set.of(node, beside) for node in nodes]
        numbers = cls(sorted(sets, key=lambda each: each.first))
        for each in numbers.sets:
            for number in each.described:
                numbers._add(each.tile(number))
        return numbers

    def index(self, number: int, path: str) -> int:
        """The place of its tile, from 1. Raises InvalidSpec where no tile set has it."""
        plain = number & ~_FLAGS
        at = bisect_right(self.sets, plain, key=lambda each: each.first)
        if not at:
            raise InvalidSpec.at(path, f"no tile set has the tile {plain}; embed its tile set")
        if number & _HEXAGONAL:
            raise InvalidSpec.at(path, f"tile {plain} is turned by 60 degrees; use quarters")
        owner = self.sets[at - 1]
        tile = owner.tile(plain - owner.first)
        turn = Turn(*(bool(number & flag) for flag in (FLIP_X, FLIP_Y, TRANSPOSE)))
        if turn != AS_DRAWN:
            tile = Tile(tile.name + ENDINGS[turn], tile.glyph, tile.colour, tile.traits)
        return self._add(tile)

    def tile_set(self) -> TileSet:
        return TileSet(tuple(self.tiles.values()))

    def _add(self, tile: Tile) -> int:
        """Tiles of one name are one tile: the first that was met."""
        if tile.name not in self.tiles:
            if len(self.tiles) == MAX_TILES:
                raise InvalidSpec.at("tilesets", f"more than {MAX_TILES} tiles; use fewer")
            self.tiles[tile.name] = tile
            self._places[tile.name] = len(self.tiles)
        return self._places[tile.name]

    _places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Set:
    name: str
    first: int
    described: Mapping[int, Node]
    """What is said of tiles, by their number in the set."""

    @classmethod
    def of(cls, node: Node, beside: Mapping[str, bytes]) -> "_Set":
        first = node.whole("firstgid", 1, _MAX_NUMBER)
        source = node.text("source")
        if source and source not in beside:
            raise node.wrong(
                "source",
                f"{source!r:.60} isn't here; hand it over too, or embed it (in Tiled: "
                "Map, Embed Tilesets)",
            )
        inside = parsed(beside[source], f"{node.path}.source") if source else node
        tiles = {tile.whole("id", 0, _MAX_NUMBER): tile for tile in inside.children("tiles")}
        return cls(inside.text("name"), first, dict(sorted(tiles.items())))

    def tile(self, number: int) -> Tile:
        node = self.described.get(number)
        said = node.properties() if node else {}
        called = (node.text("type") or node.text("class")) if node else ""
        name = str(said.get("name", "")) or called or f"{self.name}:{number}"
        known = bundled().get(name) if "glyph" not in said else None
        glyph = str(said.get("glyph", known.glyph if known else "?"))[:1] or "?"
        traits = frozenset(trait for trait in TRAITS if said.get(trait) is True)
        colour = _colour(said) or (known.colour if known else _GREY)
        return Tile(name, glyph, colour, traits or (known.traits if known else frozenset()))


def unlike_glyphs(tiles: Iterable[Tile]) -> Iterator[str]:
    """A glyph for each, its own where no earlier one has it."""
    taken: set[str] = set()
    spare = (chr(code) for code in range(0x21, 0x3000) if chr(code).isprintable())
    for tile in tiles:
        glyph = tile.glyph
        while glyph in taken:
            glyph = next(spare)
        taken.add(glyph)
        yield glyph


def _colour(said: Mapping[str, Value]) -> str:
    """#rrggbb of #rrggbb or #aarrggbb; empty for anything else."""
    given = str(said.get("colour", said.get("color", "")))
    found = re.fullmatch(r"#(?:[0-9a-fA-F]{2})?([0-9a-fA-F]{6})", given)
    return f"#{found[1]}" if found else ""
