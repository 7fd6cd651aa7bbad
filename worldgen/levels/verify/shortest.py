"""The length of a walker's shortest way: breadth first, cell by cell."""

import numpy as np

from worldgen.levels.verify.board import DIAGONALS, STEPS, TOWARD, Board, Spot, cell_of

_SEARCH = "looking for the shortest way"
CLOSED, PLAIN, LOCK, ONE_WAY = range(4)
"""What a cell is to who holds the keys: a lock that opens is still a corner nobody cuts."""


def moves_between(board: Board, start: Spot, end: Spot, keys: frozenset[str]) -> int | None:
    """None where there is no way."""
    board.work.spend(200_000 + board.cells * 10, _SEARCH)
    grid = _Grid(board, start, keys)
    target = grid.at(end)
    frontier = [grid.at(start)] if grid.kinds[grid.at(start)] else []
    seen = bytearray(len(grid.kinds))
    moves = 0
    while frontier:
        if target in frontier:
            return moves
        board.work.spend(len(frontier) * 1000, _SEARCH)
        after: list[int] = []
        for cell in frontier:
            for other in grid.around(cell):
                if not seen[other]:
                    seen[other] = True
                    after.append(other)
        frontier = after
        moves += 1
    return None


class _Grid:
    """Cells as one row of numbers, with a closed cell at each side of every row and column."""

    def __init__(self, board: Board, start: Spot, keys: frozenset[str]) -> None:
        _, height, width = board.shape
        self._row, self._floor = width + 2, (width + 2) * (height + 2)
        kinds = board.standing.astype(np.uint8)
        for spot in board.secrets:
            kinds[cell_of(spot)] = CLOSED
        for spot, locks in board.locks.items():
            opens = locks <= keys or spot == start
            kinds[cell_of(spot)] *= LOCK if opens else CLOSED
        for spot in board.one_ways:
            kinds[cell_of(spot)] = ONE_WAY if kinds[cell_of(spot)] else CLOSED
        self.kinds = np.pad(kinds, ((0, 0), (1, 1), (1, 1))).tobytes()
        self._one_ways = {self.at(spot): toward for spot, toward in board.one_ways.items()}
        self._stairs = {self.at(here): self.at(there) for here, there in board.stairs.items()}
        self._steps = [(dx + dy * self._row, TOWARD[move]) for move, (dx, dy) in STEPS.items()]
        self._diagonals = (
            [(dx, dy * self._row) for dx, dy in DIAGONALS.values()]
            if board.level.movement.kind == "walk8"
            else []
        )

    def at(self, spot: Spot) -> int:
        x, y, floor = spot
        return floor * self._floor + (y + 1) * self._row + x + 1

    def around(self, cell: int) -> list[int]:
        """Where one move leads."""
        kinds = self.kinds
        free = kinds[cell] != ONE_WAY
        around = []
        for step, toward in self._steps:
            there = cell + step
            kind = kinds[there]
            if kind and ((free and kind != ONE_WAY) or self._leads(cell, there, toward)):
                around.append(there)
        for dx, dy in self._diagonals if free else ():
            corners_open = kinds[cell + dx] == kinds[cell + dy] == PLAIN
            if corners_open and kinds[cell + dx + dy] in (PLAIN, LOCK):
                around.append(cell + dx + dy)
        stairs = self._stairs.get(cell)
        if stairs is not None and kinds[stairs] and self._leads(cell, stairs, "nowhere"):
            around.append(stairs)
        return around

    def _leads(self, here: int, there: int, toward: str) -> bool:
        none: set[str] = set()
        return self._one_ways.get(here, none) | self._one_ways.get(there, none) <= {toward}
