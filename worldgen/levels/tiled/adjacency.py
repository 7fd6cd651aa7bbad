"""Which tiles fit beside which: by the labels of their edges, or because one names the other.

Source: the tiled model of M. Gumin, WaveFunctionCollapse (2016).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.alphabet import TileSpec
from worldgen.levels.tiled.variants import SIDES, Variant, fits, variants
from worldgen.levels.tiles import TileSet
from worldgen.levels.wfc.rules import Rules, rules_of_pairs

_WEIGHT_STEPS = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Adjacency:
    """All variants and the pairs of them that fit."""

    variants: tuple[Variant, ...]
    across: NDArray[np.bool_]
    """(P, P): whether the second may stand to the right of the first."""
    down: NDArray[np.bool_]
    """(P, P): whether the second may stand below the first."""

    def tiles(self) -> TileSet:
        return TileSet(tuple(variant.tile for variant in self.variants))

    def rules(self) -> Rules:
        weights = [max(1, round(one.weight * _WEIGHT_STEPS)) for one in self.variants]
        return rules_of_pairs(np.array(weights, np.int64), self.across, self.down)

    def names(self, pairs: NDArray[np.bool_]) -> tuple[str, ...]:
        """`a|b` for each pair."""
        names = [variant.tile.name for variant in self.variants]
        return tuple(f"{names[a]}|{names[b]}" for a, b in np.argwhere(pairs).tolist())


def adjacency(tiles: Mapping[str, TileSpec]) -> Adjacency:
    """Of a tile set. Raises InvalidSpec naming a tile and the edge of it that nothing fits."""
    every = tuple(one for name, spec in tiles.items() for one in variants(name, spec))
    named = _named_pairs(tiles)
    across = np.array([[_fit(a, b, 1, named) for b in every] for a in every], np.bool_)
    down = np.array([[_fit(a, b, 2, named) for b in every] for a in every], np.bool_)
    found = Adjacency(every, across, down)
    _check_closed(found)
    return found


def _named_pairs(tiles: Mapping[str, TileSpec]) -> frozenset[tuple[str, str]]:
    pairs = []
    for name, spec in tiles.items():
        if not spec.edges and not spec.beside:
            raise InvalidSpec.at(
                f"tiles.{name}",
                "nothing says what fits beside it; give it edges (one label a side) or beside "
                "(names of tiles)",
            )
        for at, other in enumerate(spec.beside):
            if other not in tiles:
                raise InvalidSpec.at(
                    f"tiles.{name}.beside[{at}]",
                    f"there is no tile {other!r}; there are: {', '.join(tiles)}",
                )
            pairs += [(name, other), (other, name)]
    return frozenset(pairs)


def _fit(a: Variant, b: Variant, side: int, named: frozenset[tuple[str, str]]) -> bool:
    if (a.source, b.source) in named:
        return True
    if a.edges is None or b.edges is None:
        return False
    return fits(a.edges[side], b.edges[(side + 2) % 4])


def _check_closed(found: Adjacency) -> None:
    allowed = (found.down.T, found.across, found.down, found.across.T)
    for at, variant in enumerate(found.variants):
        for side, pairs in zip(SIDES, allowed, strict=True):
            if not pairs[at].any():
                label = f" {variant.edges[SIDES.index(side)]!r}" if variant.edges else ""
                raise InvalidSpec.at(
                    f"tiles.{variant.source}",
                    f"nothing fits the {side} edge{label} of {variant.tile.name}; give another "
                    "tile that edge, turn one (symmetry), or name one in beside",
                )
