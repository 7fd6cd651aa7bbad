"""Platform rooms: breadth first over (cell, rise, keys), a tick at a time."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.level import Level
from worldgen.levels.solving.backward import moves_to
from worldgen.levels.solving.board import Board, board_of, index_of
from worldgen.levels.tiles import Trait

MAX_SEEN = 2_000_000
"""Cell, rise and keys together: a search that saw more is given up."""
_SIDES = (("-", 0), ("l", -1), ("r", 1))
_DIRECTIONS = {(0, -1): 0, (1, 0): 1, (0, 1): 2, (-1, 0): 3}
"""dx and dy, as `Board.one_way` counts."""


@dataclass(frozen=True, slots=True)
class _State:
    cell: int
    rise: int
    keys: int


def solve_platform(level: Level) -> tuple[str, ...]:
    """The ticks of a shortest way; empty where there is none, or where the search is given up."""
    body = _Body(level)
    start = index_of(level, level.of_kind("spawn")[0])
    end = index_of(level, level.of_kind("exit")[0])
    first = _State(start, 0, int(body.board.key[start]))
    came_from: dict[_State, tuple[_State, str] | None] = {first: None}
    waiting = deque([first])
    while waiting and len(came_from) < MAX_SEEN:
        state = waiting.popleft()
        if state.cell == end:
            return moves_to(came_from, state)
        for move, after in body.ticks(state):
            if after is not None and after not in came_from:
                came_from[after] = (state, move)
                waiting.append(after)
    return ()


class _Body:
    """Who walks, jumps, climbs and falls there."""

    def __init__(self, level: Level) -> None:
        self.board: Board = board_of(level, _free(level))
        self._level = level
        self._ladder, self._platform = _having(level, "ladder"), _having(level, "platform")
        self._solid, self._hazard = _having(level, "solid"), _having(level, "hazard")

    def ticks(self, state: _State) -> Iterator[tuple[str, _State | None]]:
        """Every move there is, and where it ends; None for one that ends in death."""
        supported = self._is_supported(state.cell)
        for side, dx in _SIDES:
            falls = 0 if supported else 1
            yield side, self._moved(state, -1 if state.rise else falls, dx, state.rise)
            if supported:
                yield f"j{side}", self._moved(state, -1, dx, self._level.movement.jump)
        if self._ladder[state.cell]:
            yield "u", self._moved(state, -1, 0, 0)
        below = self._below(state.cell)
        if self._ladder[state.cell] or (
            below is not None and (self._ladder[below] or self._platform[below])
        ):
            yield "d", self._moved(state, 1, 0, 0, through=True)

    def _moved(
        self, state: _State, dy: int, dx: int, rise: int, *, through: bool = False
    ) -> _State | None:
        cell, keys = state.cell, state.keys
        rise = max(rise - 1, 0) if dy < 0 else 0
        if dy:
            to = self._free_at(cell, 0, dy, keys)
            if to is None or (dy > 0 and self._platform[to] and not through):
                rise = 0
            else:
                cell, keys = to, keys | int(self.board.key[to])
        if self._hazard[cell]:
            return None
        if dx:
            to = self._free_at(cell, dx, 0, keys)
            if to is not None:
                cell, keys = to, keys | int(self.board.key[to])
        return None if self._hazard[cell] else _State(cell, rise, keys)

    def _free_at(self, cell: int, dx: int, dy: int, keys: int) -> int | None:
        x, y = cell % self._level.width, cell // self._level.width % self._level.height
        if not (0 <= x + dx < self._level.width and 0 <= y + dy < self._level.height):
            return None
        to = cell + dy * self._level.width + dx
        locked = int(self.board.lock[to]) & ~keys
        along = (-1, _DIRECTIONS[dx, dy])
        leads = self.board.one_way[cell] in along and self.board.one_way[to] in along
        return to if self.board.open[to] and leads and not locked else None

    def _is_supported(self, cell: int) -> bool:
        below = self._below(cell)
        if below is None or self._ladder[cell]:
            return True
        return bool(self._solid[below] or self._platform[below])

    def _below(self, cell: int) -> int | None:
        """None below the map's last row."""
        y = cell // self._level.width % self._level.height
        return cell + self._level.width if y + 1 < self._level.height else None


def _free(level: Level) -> NDArray[np.bool_]:
    shape = (level.floors, level.height, level.width)
    return ~_having(level, "solid").reshape(shape)


def _having(level: Level, trait: Trait) -> NDArray[np.bool_]:
    """Whether any tile of a cell has the trait, cell by cell."""
    having = np.zeros((level.floors, level.height, level.width), np.bool_)
    for layer in level.layers:
        having |= level.tiles.having(trait)[layer.cells]
    return having.reshape(-1)
