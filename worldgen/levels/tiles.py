"""Tiles: what stands in the cells of a level, and what it means to somebody who walks there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import numpy as np
import yaml
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec

Trait = Literal["solid", "liquid", "bridge", "hazard", "platform", "ladder", "opaque"]
TRAITS: frozenset[Trait] = frozenset(get_args(Trait))
"""solid: nobody enters. liquid: only where something with `bridge` lies in the same cell. hazard:
who enters dies, so no proof does. platform: stood on, and jumped through from below. ladder:
climbed. opaque: not seen through."""
EMPTY = 0
"""The index of no tile at all."""


@dataclass(frozen=True, slots=True)
class Tile:
    name: str
    glyph: str
    """One character, for maps in text."""
    colour: str
    """#rrggbb, for maps as pictures."""
    traits: frozenset[Trait] = frozenset()


@dataclass(frozen=True, slots=True)
class TileSet:
    """Tiles by index, from 1 on; 0 is no tile."""

    tiles: tuple[Tile, ...]
    _indices: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        indices = {tile.name: at for at, tile in enumerate(self.tiles, start=1)}
        if len(indices) < len(self.tiles):
            raise InvalidSpec.at("tiles", "two tiles have the same name; names are unique")
        object.__setattr__(self, "_indices", indices)

    def __len__(self) -> int:
        return len(self.tiles)

    def __iter__(self) -> Iterator[Tile]:
        return iter(self.tiles)

    def __contains__(self, name: object) -> bool:
        return name in self._indices

    def __getitem__(self, index: int) -> Tile:
        """The tile of an index, 1..len."""
        return self.tiles[index - 1]

    def index(self, name: str) -> int:
        """Raises InvalidSpec for a name that isn't there."""
        try:
            return self._indices[name]
        except KeyError:
            known = ", ".join(self._indices)
            raise InvalidSpec.at("tile", f"there is no tile {name!r}; there are: {known}") from None

    def having(self, trait: Trait) -> NDArray[np.bool_]:
        """Whether each index has the trait, indices 0..len; no tile has none."""
        return np.array([False, *(trait in tile.traits for tile in self.tiles)])


@cache
def bundled() -> dict[str, Tile]:
    """The tiles of worldgen/data/tiles.yaml, by name."""
    text = files("worldgen").joinpath("data/tiles.yaml").read_text("utf-8")
    return {
        name: Tile(name, entry["glyph"], entry["colour"], frozenset(entry.get("traits", ())))
        for name, entry in yaml.safe_load(text).items()
    }


def tile_set(names: Iterable[str]) -> TileSet:
    """Bundled tiles, in this order. A KeyError is a bug of the caller."""
    return TileSet(tuple(bundled()[name] for name in names))
