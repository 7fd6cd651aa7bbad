"""walk4 and walk8: breadth first over (keys, cell), compiled."""

from dataclasses import replace

import numpy as np

from worldgen.kernels import kernel
from worldgen.levels.level import Level
from worldgen.levels.solving.board import MAX_STATES, NOWHERE, Board, board_of, index_of

MOVES = ("n", "e", "s", "w", "ne", "se", "sw", "nw", "stairs")
_DX = np.array([0, 1, 0, -1, 1, 1, -1, -1], np.int64)
_DY = np.array([-1, 0, 1, 0, -1, 1, 1, -1], np.int64)
STAIRS = 8


def solve_walk(level: Level) -> tuple[str, ...]:
    """The fewest moves; with more keys than can be searched for together, one after the other."""
    board = board_of(level, level.walkable())
    start = index_of(level, level.of_kind("spawn")[0])
    end = index_of(level, level.of_kind("exit")[0])
    if board.open.size << board.keys <= MAX_STATES:
        return _named(_moves(level, board, start, end))
    return _named(_key_by_key(level, board, start, end))


def _key_by_key(level: Level, board: Board, start: int, end: int) -> list[int]:
    """To the nearest key that isn't held, and on, until the exit is reached; [] where it isn't.

    NOTE: right wherever no one_way leads to where nothing leads back from, which is what generators
    make; the verifier replays the moves in any case.
    """
    held, at, moves = int(board.key[start]), start, list[int]()
    keys = [int(cell) for cell in np.flatnonzero(board.key)]
    while True:
        opened = replace(board, lock=board.lock & ~np.uint32(held), key=np.zeros_like(board.key))
        way = _moves(level, opened, at, end)
        if way or at == end:
            return moves + way
        wanted = [cell for cell in keys if int(board.key[cell]) & ~held]
        ways = {cell: _moves(level, opened, at, cell) for cell in wanted}
        reached = [cell for cell in wanted if ways[cell]]
        if not reached:
            return []
        at = min(reached, key=lambda cell: len(ways[cell]))
        moves += ways[at]
        held |= int(board.key[at])


def _moves(level: Level, board: Board, start: int, end: int) -> list[int]:
    steps = 8 if level.movement.kind == "walk8" else 4
    found = _search(
        board.open,
        board.key,
        board.lock,
        board.one_way,
        board.stairs,
        _DX,
        _DY,
        board.open.size,
        level.width,
        level.height,
        steps,
        start,
        end,
    )
    return [int(move) for move in found]


def _named(moves: list[int]) -> tuple[str, ...]:
    return tuple(MOVES[move] for move in moves)


@kernel
def _search(  # type: ignore[no-untyped-def]
    free, key, lock, one_way, stairs, dx, dy, cells, width, height, steps, start, end
):
    """uint8 moves of a shortest way; empty where there is none. A state is keys * cells + cell."""
    all_keys = np.int64(0)
    for cell in range(cells):
        all_keys |= np.int64(key[cell])
    seen = np.zeros((all_keys + 1) * cells, np.bool_)
    states, came_from, by_move = (
        np.empty(4096, np.int64),
        np.empty(4096, np.int32),
        np.empty(4096, np.uint8),
    )
    states[0] = np.int64(key[start]) * cells + start
    seen[states[0]] = True
    head, tail = 0, 1
    while head < tail:
        held, cell = states[head] // cells, states[head] % cells
        if cell == end:
            return _walked_back(came_from, by_move, head)
        for move in range(9):
            if move < 4 or (move < 8 and steps == 8):
                to = _entered(
                    free, lock, one_way, cell, move, held, width, height, dx[move], dy[move]
                )
            elif move == STAIRS:
                to = _climbed(free, lock, one_way, stairs, cell, held)
            else:
                continue
            if to == NOWHERE:
                continue
            reached = (held | np.int64(key[to])) * cells + to
            if seen[reached]:
                continue
            seen[reached] = True
            if tail == states.size:
                states, came_from, by_move = _longer(states, came_from, by_move)
            states[tail], came_from[tail], by_move[tail] = reached, head, move
            tail += 1
        head += 1
    return np.empty(0, np.uint8)


@kernel
def _entered(  # type: ignore[no-untyped-def]
    free, lock, one_way, cell, move, held, width, height, dx, dy
):
    """The cell that a move leads to, or NOWHERE. No move leads over the map's edge."""
    x, y = cell % width, (cell // width) % height
    if x + dx < 0 or x + dx >= width or y + dy < 0 or y + dy >= height:
        return NOWHERE
    to = cell + dy * width + dx
    if not free[to] or (np.int64(lock[to]) & ~held) != 0:
        return NOWHERE
    if one_way[cell] >= 0 and one_way[cell] != move:
        return NOWHERE
    if one_way[to] >= 0 and one_way[to] != move:
        return NOWHERE
    if move >= 4:
        for beside in (cell + dx, cell + dy * width):
            if not free[beside] or lock[beside] != 0 or one_way[beside] >= 0:
                return NOWHERE
    return to


@kernel
def _climbed(free, lock, one_way, stairs, cell, held):  # type: ignore[no-untyped-def]
    to = stairs[cell]
    if to == NOWHERE or not free[to] or (np.int64(lock[to]) & ~held) != 0:
        return NOWHERE
    if one_way[cell] >= 0 or one_way[to] >= 0:
        return NOWHERE
    return to


@kernel
def _longer(states, came_from, by_move):  # type: ignore[no-untyped-def]
    """The same, with room for twice as many."""
    size = states.size
    more_states, more_from = np.empty(2 * size, np.int64), np.empty(2 * size, np.int32)
    more_moves = np.empty(2 * size, np.uint8)
    more_states[:size], more_from[:size], more_moves[:size] = states, came_from, by_move
    return more_states, more_from, more_moves


@kernel
def _walked_back(came_from, by_move, goal):  # type: ignore[no-untyped-def]
    """The moves from the start to an entry of the queue, in the order they are made."""
    count, at = 0, goal
    while at != 0:
        count += 1
        at = came_from[at]
    moves = np.empty(count, np.uint8)
    at = goal
    for place in range(count - 1, -1, -1):
        moves[place] = by_move[at]
        at = came_from[at]
    return moves
