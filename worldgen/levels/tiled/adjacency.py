"""Which tiles fit beside which: by the labels of their edges, or because one names the other.

Source: the tiled model of M. Gumin, WaveFunctionCollapse (2016).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec
from worldgen.levels.alphabet import TileSpec
from worldgen.levels.tiled.variants import SIDES, Variant, backwards, variants
from worldgen.levels.tiles import TileSet
from worldgen.levels.wfc.rules import EAST, SOUTH, Rules, rules_of_pairs

_WEIGHT_STEPS = 1024
MAX_VARIANTS = 512
"""Tiles with all their turns: each pair of them that fits is an argument of the proof."""


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
    if len(every) > MAX_VARIANTS:
        raise InvalidSpec.at(
            "tiles",
            f"{len(every)} with all turns; at most {MAX_VARIANTS}: give fewer, or less symmetry",
        )
    named = _named(tiles, every)
    found = Adjacency(every, named | _meeting(every, EAST), named | _meeting(every, SOUTH))
    _check_closed(found)
    return found


def _named(tiles: Mapping[str, TileSpec], every: Sequence[Variant]) -> NDArray[np.bool_]:
    """(P, P): whether one's tile names the other's."""
    place = {name: at for at, name in enumerate(tiles)}
    named = np.zeros((len(tiles), len(tiles)), np.bool_)
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
            named[place[name], place[other]] = named[place[other], place[name]] = True
    sources = np.array([place[one.source] for one in every])
    by_variant: NDArray[np.bool_] = named[sources[:, np.newaxis], sources]
    return by_variant


def _meeting(every: Sequence[Variant], side: int) -> NDArray[np.bool_]:
    """(P, P): whether the edges are the same where the second stands on this side of the first."""
    numbers: dict[str, int] = {}
    own, others = np.full((2, len(every)), -1)
    for at, one in enumerate(every):
        if one.edges is not None:
            own[at] = numbers.setdefault(one.edges[side], len(numbers))
            met = backwards(one.edges[(side + 2) % 4])
            others[at] = numbers.setdefault(met, len(numbers))
    meeting: NDArray[np.bool_] = (own[:, np.newaxis] == others) & (own[:, np.newaxis] >= 0)
    return meeting


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
