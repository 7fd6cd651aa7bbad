"""Worlds without end: a chunk depends on the seed and its place alone, and all chunks meet.

The world begins as a background that is known to tile. Three layers of blocks then redraw it, each
shifted by a third of a block, so that every cell is inside of some block: a block keeps its
outermost cells as the layer below has them, and so never sees its neighbours of the same layer. A
block that isn't solved in its counted steps keeps all of the layer below.

Source: "Infinite Modifying in Blocks", https://www.boristhebrave.com/2021/11/08/ (with four layers,
shifted by halves; thirds need one less).
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import islice, product

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.constraints import Constraints
from worldgen.levels.kind import NAMES, kind_of
from worldgen.levels.spec import LevelSpec
from worldgen.levels.wfc.making import Plan
from worldgen.levels.wfc.model import Collapsing, Grid, Model, collapsing
from worldgen.levels.wfc.solver import DONE, run
from worldgen.rng import Stream

CHUNK = 32
"""Cells of a chunk's side, and of a block's."""
EFFORT = 8
"""Bans before a block is given up, for each pattern of each of its cells: most blocks take 1."""
MAX_PERIOD = 8
"""Cells of the background's largest period."""
ATTEMPTS, SQUARES = 16, 24
"""Drawn for each period, and tried as a background at all."""
KEPT_BLOCKS = 4096
_SHIFTS = (0, 21, 11, 0)
"""Cells, in x and y, of each layer's blocks; the first is the background, the last the chunks."""
_TOP = len(_SHIFTS) - 1


def chunk(spec: LevelSpec, cx: int, cy: int, clock: Clock) -> Grid:
    """Cells (32, 32) of the chunk whose first is at (32 cx, 32 cy), as indices of the spec's tiles.

    `world_of` keeps what neighbouring chunks share. Raises as it does.
    """
    return world_of(spec).chunk(cx, cy, clock)


def world_of(spec: LevelSpec) -> "World":
    """The world of a spec of kind tiles or example. Raises InvalidSpec for what has no meaning in
    one, and Unsatisfiable where no background tiles."""
    if spec.kind not in ("tiles", "example"):
        raise InvalidSpec.at("kind", f"chunks are of tiles or an example, not of a {spec.kind}")
    kind_of(spec.kind).check(spec)
    if spec.fixed:
        raise InvalidSpec.at("fixed", "a world without end has no fixed cells; drop them")
    if spec.constraints != Constraints():
        raise InvalidSpec.at("constraints", "a world without end has none; drop them")
    for name in ("ground", "max_copy", "wraps_output"):
        if spec.options.get(name):
            raise InvalidSpec.at(f"options.{name}", "a world without end can't have it; drop it")
    plan: Plan = import_module(NAMES[spec.kind]).plan_of(spec)
    stream = Stream("chunks", spec.kind, plan.version, spec.seed)
    return World(plan, stream, _background(plan.model, stream))


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Chunks of one spec, and the blocks that they were made of, the last ones."""

    plan: Plan
    stream: Stream
    background: Grid
    """One period of what is everywhere before anything is drawn."""
    _blocks: OrderedDict[tuple[int, int, int], Grid] = field(default_factory=OrderedDict)

    def chunk(self, cx: int, cy: int, clock: Clock) -> Grid:
        """Cells (32, 32). Raises OutOfTime."""
        return self._block(_TOP, cx, cy, clock).copy()

    def _cells(self, layer: int, x: int, y: int, clock: Clock) -> Grid:
        """The 32 x 32 cells from (x, y) on, as this layer leaves them."""
        if layer == 0:
            return _repeated(self.background, x, y)
        bx, off_x = divmod(x - _SHIFTS[layer], CHUNK)
        by, off_y = divmod(y - _SHIFTS[layer], CHUNK)
        joined = np.block(
            [
                [self._block(layer, bx + right, by + down, clock) for right in (0, 1)]
                for down in (0, 1)
            ]
        )
        cells: Grid = joined[off_y : off_y + CHUNK, off_x : off_x + CHUNK]
        return cells

    def _block(self, layer: int, bx: int, by: int, clock: Clock) -> Grid:
        key = (layer, bx, by)
        if key not in self._blocks:
            shift = _SHIFTS[layer]
            below = self._cells(layer - 1, CHUNK * bx + shift, CHUNK * by + shift, clock)
            clock.check("collapsing blocks")
            drawn = _redrawn(self.plan.model, below, self.stream.named(layer, bx, by).seed())
            self._blocks[key] = below if drawn is None else drawn
            if len(self._blocks) > KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(key)
        return self._blocks[key]


def _redrawn(model: Model, below: Grid, seed: int) -> Grid | None:
    """All but the outermost cells of a block anew; None where that isn't done in its steps.

    NOTE: what is kept is as wide as a pattern less one: no window has cells of two blocks.
    """
    kept = max(1, model.size - 1)
    allowed = np.arange(int(model.pixels.max()) + 1) == below[:, :, np.newaxis]
    allowed[kept:-kept, kept:-kept] = True
    wave = collapsing(model, CHUNK, CHUNK, seed)
    is_solved = not wave.clash(allowed) and _is_solved(model, wave)
    return wave.map() if is_solved else None


def _is_solved(model: Model, wave: Collapsing) -> bool:
    bans = EFFORT * wave.wave.alive.size
    return run(model.rules, wave.wave, bans, True) == DONE


def _background(model: Model, stream: Stream) -> Grid:
    """One period of a small square that repeats without end, the first in which a block can be
    redrawn well, or else the best of some.

    NOTE: many squares force all that they surround: a plain of bridges allows bridges only.
    """
    squares = islice(_repeating(model, stream), SQUARES)
    best: tuple[int, Grid] | None = None
    for at, square in enumerate(squares):
        plain = _repeated(square, 0, 0)
        drawn = _redrawn(model, plain, stream.named("trial", at).seed())
        changed = 0 if drawn is None else int(np.count_nonzero(drawn != plain))
        if best is None or changed > best[0]:
            best = (changed, square)
        if changed >= CHUNK * CHUNK // 4:
            break
    if best is not None:
        return best[1]
    raise Unsatisfiable(
        f"no square of up to {MAX_PERIOD}x{MAX_PERIOD} tiles repeats, so a world has nothing to "
        "begin with; add a tile that fits beside itself on all sides",
        ("tiles",),
    )


def _repeating(model: Model, stream: Stream) -> Iterator[Grid]:
    """Different squares that repeat without end, small ones first."""
    endless = replace(model, wraps=True)
    found: list[bytes] = []
    for period, attempt in product(range(1, MAX_PERIOD + 1), range(ATTEMPTS)):
        wave = collapsing(endless, period, period, stream.named("square", period, attempt).seed())
        if not wave.clash() and _is_solved(endless, wave):
            square = wave.map()
            if square.tobytes() not in found:
                found.append(square.tobytes())
                yield square


def _repeated(square: Grid, x: int, y: int) -> Grid:
    """The block from (x, y) on of a plane that repeats the square."""
    rows, columns = (np.arange(start, start + CHUNK) % len(square) for start in (y, x))
    return square[np.ix_(rows, columns)]
