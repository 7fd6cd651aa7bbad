"""What the seed alone would put in each cell: where the solver begins, so that rooms differ."""

from worldgen.levels.rules.facts import Facts
from worldgen.levels.rules.grid import Grid
from worldgen.rng import Stream

MAX_URGE = 64
"""How much sooner than others a cell may be decided."""


def draw(grid: Grid, stream: Stream) -> tuple[int, ...]:
    """A tile for each cell: counted ones as often as they may be, others by their weights."""
    left = _counted(grid, stream)
    alphabet = grid.alphabet
    counted = {tile for _, tiles, _ in grid.tallies for tile in tiles}
    common = [tile for tile in alphabet.every if tile not in counted]
    drawn = [0] * grid.cells
    for cell in stream.shuffled(range(grid.cells)):
        options = grid.options[cell]
        wanted = [tile for tile in options if left.get(tile, 0) > 0]
        free = [tile for tile in options if tile in common] or list(options)
        tile = wanted[0] if wanted and len(options) > 1 else _weighted(grid, stream, free)
        drawn[cell] = tile
        left[tile] = left.get(tile, 0) - 1
    return tuple(drawn)


def say(facts: Facts, grid: Grid, drawn: tuple[int, ...], stream: Stream) -> None:
    """Tells the solver."""
    for cell, tile in enumerate(drawn):
        if len(grid.options[cell]) > 1:
            facts.say("drawn", cell, tile)
            for option in grid.options[cell]:
                facts.say("urge", cell, option, stream.below(MAX_URGE))


def _counted(grid: Grid, stream: Stream) -> dict[int, int]:
    """How many cells of each counted tile, within its range."""
    left = {}
    for _, tiles, count in grid.tallies:
        high = min(count.high, max(count.low, grid.cells // 2))
        left[stream.pick(tiles)] = stream.between(count.low, max(count.low, high))
    return left


def _weighted(grid: Grid, stream: Stream, tiles: list[int]) -> int:
    return stream.weighted(tiles, [grid.alphabet[tile].weight for tile in tiles])
