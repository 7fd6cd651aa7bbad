"""Crates: breadth first over (who pushes, crates, keys), so the moves are the fewest there are."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from worldgen.levels.level import Level
from worldgen.levels.solving.backward import moves_to
from worldgen.levels.solving.board import NOWHERE, Board, board_of, index_of

MAX_SEEN = 1_000_000
"""Positions: a search that saw more is given up."""
_STEPS = (("n", 0, 0, -1), ("e", 1, 1, 0), ("s", 2, 0, 1), ("w", 3, -1, 0))
"""The move, its direction as `Board.one_way` counts, dx and dy."""


@dataclass(frozen=True, slots=True)
class _State:
    cell: int
    crates: frozenset[int]
    keys: int


def solve_push(level: Level) -> tuple[str, ...]:
    """The moves until every target holds a crate and, where there is one, the exit is reached."""
    yard = _Yard(level)
    first = yard.start()
    came_from: dict[_State, tuple[_State, str] | None] = {first: None}
    waiting = deque([first])
    while waiting and len(came_from) < MAX_SEEN:
        state = waiting.popleft()
        if yard.is_finished(state):
            return moves_to(came_from, state)
        for move, after in yard.moves(state):
            if after not in came_from:
                came_from[after] = (state, move)
                waiting.append(after)
    return ()


class _Yard:
    def __init__(self, level: Level) -> None:
        self._level = level
        self._board: Board = board_of(level, level.walkable())
        self._targets = frozenset(index_of(level, target) for target in level.of_kind("target"))
        exits = level.of_kind("exit")
        self._exit = index_of(level, exits[0]) if exits else None
        self._dead = self._corners()

    def start(self) -> _State:
        level = self._level
        crates = frozenset(index_of(level, crate) for crate in level.of_kind("crate"))
        cell = index_of(level, level.of_kind("spawn")[0])
        return _State(cell, crates, int(self._board.key[cell]))

    def is_finished(self, state: _State) -> bool:
        return self._targets <= state.crates and self._exit in (None, state.cell)

    def moves(self, state: _State) -> Iterator[tuple[str, _State]]:
        for move, direction, dx, dy in _STEPS:
            to = self._next(state.cell, dx, dy)
            if to is None or not self._lets_in(state, to, direction):
                continue
            crates = state.crates
            if to in crates:
                pushed = self._next(to, dx, dy)
                if pushed is None or not self._takes_crate(crates, pushed):
                    continue
                crates = crates - {to} | {pushed}
            yield move, _State(to, crates, state.keys | int(self._board.key[to]))
        to = int(self._board.stairs[state.cell])
        if to != NOWHERE and to not in state.crates and self._lets_in(state, to, None):
            yield "stairs", _State(to, state.crates, state.keys | int(self._board.key[to]))

    def _lets_in(self, state: _State, to: int, direction: int | None) -> bool:
        board = self._board
        if not board.open[to] or int(board.lock[to]) & ~state.keys:
            return False
        return board.one_way[to] in (-1, direction) and board.one_way[state.cell] in (
            -1,
            direction,
        )

    def _takes_crate(self, crates: frozenset[int], to: int) -> bool:
        board = self._board
        spare = len(crates) - len(self._targets)
        if not board.open[to] or to in crates or (self._dead[to] and spare <= 0):
            return False
        return not board.lock[to] and board.one_way[to] < 0 and board.stairs[to] == NOWHERE

    def _next(self, cell: int, dx: int, dy: int) -> int | None:
        x, y = cell % self._level.width, cell // self._level.width % self._level.height
        if not (0 <= x + dx < self._level.width and 0 <= y + dy < self._level.height):
            return None
        return cell + dy * self._level.width + dx

    def _corners(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Cells that a crate never leaves again and that are no target."""
        dead = np.zeros(self._board.open.size, np.bool_)
        for cell in np.flatnonzero(self._board.open):
            shut = [not self._is_open(int(cell), dx, dy) for _, _, dx, dy in _STEPS]
            north, east, south, west = shut
            dead[cell] = (north or south) and (east or west) and int(cell) not in self._targets
        return dead

    def _is_open(self, cell: int, dx: int, dy: int) -> bool:
        to = self._next(cell, dx, dy)
        return to is not None and bool(self._board.open[to])
