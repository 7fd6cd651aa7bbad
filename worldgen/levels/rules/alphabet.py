"""What the tiles of a rule room mean to somebody who walks there, and what names stand for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from worldgen.errors import InvalidSpec
from worldgen.levels.alphabet import TileSpec, tile_set
from worldgen.levels.level import Value
from worldgen.levels.spec import LevelSpec
from worldgen.levels.tiles import TileSet

Tiles = tuple[int, ...]
"""Indices of the tile set, rising."""
UNNAMED_KEY = "key"
"""What the key of a lock is called, where the spec gives it no name."""
MAX_KEYS = 4
_BARRED = {"stairs": "stairs lead to other stairs, and a rule room can't say to which"}


@dataclass(frozen=True)
class Alphabet:
    """The tiles of a spec, by index from 1 on."""

    spec: LevelSpec

    @cached_property
    def tiles(self) -> TileSet:
        return tile_set(self.spec.tiles)

    @cached_property
    def every(self) -> Tiles:
        return tuple(range(1, len(self._specs) + 1))

    @cached_property
    def _specs(self) -> tuple[TileSpec, ...]:
        return tuple(self.spec.tiles.values())

    def __getitem__(self, tile: int) -> TileSpec:
        return self._specs[tile - 1]

    def of_kind(self, kind: str) -> Tiles:
        return tuple(tile for tile in self.every if self[tile].stands_for == kind)

    def having(self, *traits: str) -> Tiles:
        """Those with one of the traits."""
        return tuple(tile for tile in self.every if set(traits) & set(self[tile].traits))

    def named(self, name: str, field: str) -> Tiles:
        """The tile of that name, or else the tiles that are entities of that kind."""
        if name in self.tiles:
            return (self.tiles.index(name),)
        if not self.of_kind(name):
            self._unknown(name, field)
        return self.of_kind(name)

    def place(self, name: str, field: str) -> Tiles:
        """The same, an entity's name (a tile that stands once) before a kind before a tile."""
        if name in self.tiles and self.is_sole(self.tiles.index(name)):
            return (self.tiles.index(name),)
        return self.of_kind(name) or self.named(name, field)

    def is_sole(self, tile: int) -> bool:
        """Whether it is an entity that stands in exactly one cell."""
        counts = self.spec.constraints.tiles
        count = counts.get(self.tiles[tile].name)
        if count is None:
            return self.stands_once_anyway(tile)
        return count.low == count.high == 1 and bool(self[tile].stands_for)

    def stands_once_anyway(self, tile: int) -> bool:
        """A spawn or an exit that no count is stated for, neither by its name nor by its kind."""
        kind = self[tile].stands_for
        counts = self.spec.constraints.tiles
        return kind in ("spawn", "exit") and kind not in counts and len(self.of_kind(kind)) == 1

    def glyph(self, character: str, field: str) -> int:
        for tile in self.every:
            if self[tile].glyph == character:
                return tile
        known = " ".join(repr(self[tile].glyph) for tile in self.every)
        raise InvalidSpec.at(field, f"no tile has the glyph {character!r}; there are: {known} ?")

    @cached_property
    def standing(self) -> Tiles:
        """Those that can be stood in by who knows no secrets."""
        blocked = {*self.having("solid", "hazard"), *self.of_kind("secret")}
        dry = {*self.every} - {*self.having("liquid")} | {*self.having("bridge")}
        return _sorted(dry - blocked)

    def key_of(self, tile: int) -> str:
        return self[tile].key or UNNAMED_KEY

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys that open something; their places are bits in a set of keys."""
        return tuple(dict.fromkeys(self.key_of(tile) for tile in self.of_kind("lock")))

    def locks_of(self, key: str) -> Tiles:
        return tuple(tile for tile in self.of_kind("lock") if self.key_of(tile) == key)

    def keys_for(self, key: str) -> Tiles:
        """The tiles that are this key."""
        return tuple(tile for tile in self.of_kind("key") if self.key_of(tile) == key)

    @property
    def all_keys(self) -> int:
        return (1 << len(self.keys)) - 1

    def key_bits(self, names: Iterable[str]) -> int:
        """Those of them that open something."""
        return sum(1 << self.keys.index(name) for name in dict.fromkeys(names) if name in self.keys)

    def opened(self, keys: int) -> Tiles:
        """Those that hold no lock whose key isn't in the set."""
        shut = {
            tile
            for tile in self.of_kind("lock")
            if not keys >> self.keys.index(self.key_of(tile)) & 1
        }
        return _sorted({*self.every} - shut)

    def picked(self, tile: int, keys: int) -> int:
        """The keys in hand after entering its cell."""
        if self[tile].stands_for != "key" or self.key_of(tile) not in self.keys:
            return keys
        return keys | 1 << self.keys.index(self.key_of(tile))

    def properties(self, tile: int) -> dict[str, Value]:
        """Of the entity that it is."""
        if self[tile].stands_for in ("key", "lock"):
            return {"key": self.key_of(tile)}
        toward = self[tile].toward
        return {"toward": toward} if toward else {}

    def check(self) -> None:
        """Raises InvalidSpec for tiles that no room can be made of."""
        if not self._specs:
            raise InvalidSpec.at("tiles", 'there are none; give some: {wall: "#", floor: "."}')
        for name, tile in self.spec.tiles.items():
            self._check_tile(name, tile)
        for at, fixed in enumerate(self.spec.fixed):
            if fixed.tile not in self.tiles:
                self._unknown(fixed.tile, f"fixed[{at}].tile")
        for at, reach in enumerate(self.spec.constraints.reach):
            for place, key in enumerate(reach.keys):
                if not self.keys_for(key) and not self.locks_of(key):
                    known = ", ".join(map(repr, self.keys)) or "none"
                    raise InvalidSpec.at(
                        f"constraints.reach[{at}].keys[{place}]",
                        f"no tile is the key {key!r}; there are: {known}",
                    )
        if self.spec.movement.kind == "push" and self.of_kind("one_way"):
            raise InvalidSpec.at("movement", "push and one_way tiles don't go together here")
        if len(self.keys) > MAX_KEYS:
            raise InvalidSpec.at(
                "tiles", f"{len(self.keys)} keys open locks; a rule room has at most {MAX_KEYS}"
            )

    def _check_tile(self, name: str, tile: TileSpec) -> None:
        if tile.glyph == "?":
            raise InvalidSpec.at(f"tiles.{name}", "? is any tile in a pattern; use another glyph")
        same = [other for other, its in self.spec.tiles.items() if its.glyph == tile.glyph]
        if same[0] != name:
            raise InvalidSpec.at(f"tiles.{name}", f"{same[0]} has the glyph {tile.glyph!r} already")
        if tile.stands_for in _BARRED:
            raise InvalidSpec.at(f"tiles.{name}.is", _BARRED[tile.stands_for])
        if tile.stands_for == "one_way" and tile.toward is None:
            raise InvalidSpec.at(f"tiles.{name}.toward", "say north, east, south or west")
        key = tile.key or UNNAMED_KEY
        if tile.stands_for == "lock" and not self.keys_for(key):
            raise InvalidSpec.at(f"tiles.{name}.key", f"no tile is the key {key!r}; add one")

    def _unknown(self, name: str, field: str) -> NoReturn:
        kinds = dict.fromkeys(tile.stands_for for tile in self._specs if tile.stands_for)
        known = ", ".join(dict.fromkeys([*self.spec.tiles, *kinds]))
        raise InvalidSpec.at(field, f"there is no tile and no entity {name!r}; there are: {known}")


def _sorted(tiles: Iterable[int]) -> Tiles:
    return tuple(sorted(tiles))
