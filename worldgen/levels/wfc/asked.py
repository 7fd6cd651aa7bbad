"""What a spec asks of single cells before anything is decided: fixed tiles, a border, no such tile.

Where that can't be, the fewest of them that clash are named.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.spec import LevelSpec
from worldgen.levels.tiles import TileSet
from worldgen.levels.wfc.model import Model, collapsing

Allowed = NDArray[np.bool_]
"""(height, width, tiles + 1): which tiles may stand in each cell."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that the spec asks, by its name there."""

    name: str
    apply: Callable[[Allowed], None]


def asks(spec: LevelSpec, tiles: TileSet) -> tuple[Ask, ...]:
    """Raises InvalidSpec for a tile that there isn't."""
    return tuple(_asks(spec, tiles))


def allowed_by(asked: Sequence[Ask], spec: LevelSpec, tiles: TileSet) -> Allowed:
    allowed = np.ones((spec.height, spec.width, len(tiles) + 1), np.bool_)
    for ask in asked:
        ask.apply(allowed)
    return allowed


def check_possible(asked: Sequence[Ask], spec: LevelSpec, tiles: TileSet, model: Model) -> None:
    """Raises Unsatisfiable, naming the asks that clash, where propagation alone shows it."""

    def clash(some: Sequence[Ask]) -> bool:
        wave = collapsing(model, spec.width, spec.height, 0)
        return wave.clash(allowed_by(some, spec, tiles))

    if not clash(asked):
        return
    clashing = fewest(asked, clash)
    names = tuple(ask.name for ask in clashing)
    raise Unsatisfiable(
        f"no map of {spec.width}x{spec.height} cells has {' with '.join(names) or 'these tiles'}: "
        "what fits beside what rules it out; drop one, or give more that fits",
        names,
    )


def fewest(asked: Sequence[Ask], clash: Callable[[Sequence[Ask]], bool]) -> list[Ask]:
    """Of asks that clash, some that do and none of which is too many: each is found as the last of
    the shortest beginning that clashes with those found before."""
    found: list[Ask] = []
    while not clash(found):
        low, high = 0, len(asked)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if clash([*asked[:middle], *found]) else (middle, high)
        found.append(asked[high - 1])
        asked = asked[: high - 1]
    return found[::-1]


def _asks(spec: LevelSpec, tiles: TileSet) -> Iterator[Ask]:
    if spec.constraints.border:
        names = spec.constraints.border
        inside = [_index(tiles, name, f"constraints.border[{at}]") for at, name in enumerate(names)]
        yield Ask("border", _on_border(inside))
    for name, count in spec.constraints.tiles.items():
        if count.high == 0 and name in tiles:
            yield Ask(f"tiles.{name}", _nowhere(tiles.index(name)))
    for at, fixed in enumerate(spec.fixed):
        tile = _index(tiles, fixed.tile, f"fixed[{at}].tile")
        yield Ask(f"fixed[{at}]", _fixed(fixed.x, fixed.y, tile))


def _index(tiles: TileSet, name: str, field: str) -> int:
    if name not in tiles:
        known = ", ".join(tile.name for tile in tiles)
        raise InvalidSpec.at(field, f"there is no tile {name!r}; there are: {known}")
    return tiles.index(name)


def _on_border(inside: Sequence[int]) -> Callable[[Allowed], None]:
    def apply(allowed: Allowed) -> None:
        others = np.ones(allowed.shape[2], np.bool_)
        others[list(inside)] = False
        for edge in (allowed[0], allowed[-1], allowed[:, 0], allowed[:, -1]):
            edge[:, others] = False

    return apply


def _nowhere(tile: int) -> Callable[[Allowed], None]:
    def apply(allowed: Allowed) -> None:
        allowed[:, :, tile] = False

    return apply


def _fixed(x: int, y: int, tile: int) -> Callable[[Allowed], None]:
    def apply(allowed: Allowed) -> None:
        keeps = allowed[y, x, tile]
        allowed[y, x] = False
        allowed[y, x, tile] = keeps

    return apply
