"""What the seed alone would put in each cell: where the solver begins, so that rooms differ.

Ground grows as a tree of corridors, so that most of what is asked of ways and regions nearly holds.
"""

from worldgen.levels.rules.alphabet import Tiles
from worldgen.levels.rules.grid import Grid
from worldgen.rng import Stream

MAX_URGE = 64
"""How much sooner than others a cell may be decided."""
_WINDING = 0.6
"""How often a corridor goes on where it last grew."""


def draw(grid: Grid, stream: Stream) -> tuple[int, ...]:
    """A tile for each cell: counted ones as often as they may be, others by their weights."""
    left = _counted(grid, stream.named("counts"))
    ground = _grown(grid, _ground_cells(grid, left), stream.named("ground"))
    alphabet, standing = grid.alphabet, set(grid.alphabet.standing)
    free = tuple(tile for tile in alphabet.every if tile not in left)
    drawn = [0] * grid.cells
    for cell in stream.shuffled(range(grid.cells)):
        kind = [t for t in grid.options[cell] if (t in standing) == (cell in ground)]
        options = kind or list(grid.options[cell])
        wanted = [tile for tile in options if left.get(tile, 0) > 0]
        plain = wanted or [tile for tile in options if tile in free] or options
        tile = stream.weighted(plain, [alphabet[tile].weight for tile in plain])
        drawn[cell] = tile
        left[tile] = left.get(tile, 0) - 1
    return tuple(drawn)


def as_facts(grid: Grid, drawn: tuple[int, ...], stream: Stream) -> str:
    """The same for the solver, and in which order to decide."""
    lines = []
    for cell, tile in enumerate(drawn):
        if len(grid.options[cell]) > 1:
            lines.append(f"drawn({cell},{tile}).")
            lines += [
                f"urge({cell},{option},{stream.below(MAX_URGE)})." for option in grid.options[cell]
            ]
    return "\n".join(lines)


def _counted(grid: Grid, stream: Stream) -> dict[int, int]:
    """How many cells of each counted tile, within its range."""
    left: dict[int, int] = {}
    for _, tiles, count in grid.tallies:
        high = min(count.high, max(count.low, grid.cells // 2))
        left.update(dict.fromkeys(tiles, 0))
        left[stream.pick(tiles)] = stream.between(count.low, max(count.low, high))
    return left


def _ground_cells(grid: Grid, left: dict[int, int]) -> int:
    """How many cells can be stood in, by counts and weights."""
    standing = set(grid.alphabet.standing)
    counted = sum(count for tile, count in left.items() if tile in standing)
    others = grid.cells - sum(left.values())
    # NOTE: not `sum`, which rounds in another way from Python 3.12 on.
    share = whole = 0.0
    for tile in grid.alphabet.every:
        if tile not in left:
            whole += grid.alphabet[tile].weight
            share += grid.alphabet[tile].weight if tile in standing else 0.0
    return counted + int(max(others, 0) * share / (whole or 1))


def _grown(grid: Grid, cells: int, stream: Stream) -> set[int]:
    """That many cells, or as many as may be ground, that hang together with few loops."""
    may = _may_be_ground(grid)
    if not may:
        return set()
    ground, edge = set[int](), [stream.pick(may)]
    passed: list[int] = []
    while len(ground) < cells and (edge or passed):
        if not edge:
            ground.update(passed[: cells - len(ground)])
            break
        at = len(edge) - 1 if stream.chance(_WINDING) else stream.below(len(edge))
        cell = edge.pop(at)
        beside = [to for direction, to in grid.neighbours(cell) if direction < 4]
        if cell in ground:
            continue
        if sum(to in ground for to in beside) > 1:
            passed.append(cell)
            continue
        ground.add(cell)
        edge += stream.shuffled([to for to in beside if to not in ground and to in may])
    return ground


def _may_be_ground(grid: Grid) -> Tiles:
    standing = set(grid.alphabet.standing)
    return tuple(cell for cell, tiles in enumerate(grid.options) if standing & {*tiles})
